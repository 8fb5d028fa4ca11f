load helper

head=$'step\td.loss\tg.loss\td.acc.real\td.acc.fake'
# rows FROM TO D.LOSS G.LOSS ACC
rows() {
	local i
	for ((i = $1; i <= $2; i++)); do printf '%d\t%s\t%s\t%s\t%s\n' "$i" "$3" "$4" "$5" "$5"; done
}
says() { # says STATUS TEXT SETTINGS... of a log on stdin
	local want=$1 text=$2
	shift 2
	run -"$want" timeout "$GAN_TIMEOUT" gan-stat --watch - rows=5 "$@"
	[[ $output == $text ]]
}

@test "a log that is read to its end" {
	{ echo "$head"; rows 1 20 1.3 .7 .5; } >good
	says 0 '' <good
	says 1 "gan-stat: standard input: step 5: G's loss explodes (0.7) for 5 steps in a row" g-loss=.5 <good
	{ echo "$head"; rows 1 3 1.3 .7 .5; rows 4 8 .0001 9 .9; } >won
	says 1 '*step 8: D has won: its loss is near 0 (0.0001) for 5 steps in a row' <won
	says 0 '' d-loss=0 <won
	says 0 '' rows=6 <won
	{ echo "$head"; rows 1 9 .2 3 1; } >sure
	says 1 '*step 5: D has won: it is right about both real and fake (1) for 5*' <sure
	says 0 '' acc=0 <sure
	says 1 '*right about*(0.9)*' acc=.9 < <(echo "$head"; rows 1 9 .2 3 .9)
	# a critic's loss is below 0; rows that are not in a row; a training that begins again
	says 0 '' < <(echo "$head"; rows 1 9 -.2 3 1)
	says 0 '' < <(echo "$head"; rows 1 4 0 3 1; rows 5 5 1 3 .5; rows 6 9 0 3 1)
	says 0 '' < <(echo "$head"; rows 1 4 0 3 1; rows 3 6 0 3 1)
	# to= ends it before
	says 0 '' to=4 <won
	says 1 '*line 3: the value in column 2 is not finite: training diverged' < <(echo "$head"; rows 1 1 1 1 .5; rows 2 2 -nan 1 .5)
	says 1 '*line 2: the value in column 4 is not finite*' < <(printf 'step\td.loss\tg.loss\td.grad\n1\t1\t1\tinf\n')
	# another header; columns are found by their names; a row that is being written counts not yet
	says 1 '*step 9: D has won*' < <(echo "$head"; rows 1 4 1 1 .5; printf 'step\timages\td.loss\n'
		for i in 5 6 7 8 9; do printf '%d\t7\t0\n' $i; done)
	says 0 '' < <(echo "$head"; rows 1 4 0 1 .5; printf '5\t0\t1\t1')
}

@test "what is no log" {
	says 65 '*line 1: expected a log of gan-step, found no header' < <(rows 1 3 1 1 1)
	says 65 '*line 3:*a row that does not fit its header' < <(echo "$head"; rows 1 1 1 1 1; printf '2\t1\n')
	says 65 '*line 2:*found what is no number' < <(echo "$head"; rows 1 1 x 1 1)
	says 65 '*found nothing' </dev/null
	says 65 '*bytes that are no text' < <(echo "$head"; printf '1\t1\0\t1\n')
	refuses 66 '*none.tsv: cannot open*' gan-stat --watch none.tsv wait=.1
	refuses 64 "*no setting 'row'*" gan-stat --watch - row=3
	refuses 64 '*unexpected operand*' gan-stat --watch l.tsv m.t
	refuses 64 '*--watch and -M exclude each other*' gan-stat --watch l.tsv -M modes
	refuses 64 '*rows=0: out of range*' gan-stat --watch - rows=0
}

@test "a FIFO ends when its writer does" {
	mkfifo f
	{ echo "$head"; rows 1 20 1.3 .7 .5; } >f &
	run -0 timeout "$GAN_TIMEOUT" gan-stat --watch f
	{ echo "$head"; rows 1 20 0 .7 .5; } >f &
	run -1 timeout "$GAN_TIMEOUT" gan-stat --watch f rows=20
}

@test "a file is followed to the end of its training" {
	gan-data --toy ring -n 100 -o r.t
	gan-init mlp like=r.t z=2 hidden.g=16 hidden.d=16 -o m.t
	# what is there already, a training that collapsed, is not this training's
	gan-step -n 1 --log l.tsv -m m.t -o m1.t r.t
	sed -n '2s/^1\t[^\t]*\t[^\t]*/1\t1\t0/p' l.tsv >row
	for i in 1 2 3 4 5 6 7 8 9; do sed "s/^1/$i/" row; done >>l.tsv
	# its end is seen by the lock, not by silence
	timeout "$GAN_TIMEOUT" gan-stat --watch l.tsv rows=5 idle=1000 &
	watch=$!
	# the watch must be there before the training
	sleep .3
	gan-step -n 3000 --log l.tsv -m m.t -o m2.t r.t
	wait $watch
	# without a training, the last one of the file is judged
	run -0 timeout "$GAN_TIMEOUT" gan-stat --watch l.tsv rows=5 wait=.1
	for i in 1 2 3 4 5 6 7 8 9; do sed "s/^1/$i/" row; done >>l.tsv
	run -1 timeout "$GAN_TIMEOUT" gan-stat --watch l.tsv rows=5 wait=.1
	[[ $output == *'D has won'* ]]
}

@test "a training that goes wrong is stopped with a whole model" {
	gan-data --toy ring -n 100 -o r.t
	gan-init mlp like=r.t z=2 hidden.g=16 hidden.d=16 -o m.t
	gan-step -n 100000000 --log l.tsv -m m.t -o out.t r.t &
	step=$!
	run -1 timeout "$GAN_TIMEOUT" gan-stat --watch l.tsv g-loss=.01 rows=50
	kill -TERM $step
	wait $step || [ $? -eq 143 ]
	run -0 gan-stat out.t
}

@test "a step that diverges is in the log" {
	gan-data --toy ring -n 100 -o r.t
	gan-init mlp like=r.t z=2 -o m.t
	run -3 gan-step -n 100 lr=1e6 optim=sgd --log l.tsv -m m.t -o out.t r.t
	run -1 gan-stat --watch - <l.tsv
	[[ $output == *'the value in column '*' is not finite: training diverged' ]]
	# columns that change get a header of their own, the same ones do not
	gan-step -n 1 --log l2.tsv -m m.t r.t >/dev/null
	gan-step -n 1 --log l2.tsv -m m.t r.t >/dev/null
	[ "$(wc -l <l2.tsv)" -eq 3 ]
	sed -i '1s/\td.grad//; 2,$d' l2.tsv
	gan-step -n 1 --log l2.tsv -m m.t r.t >/dev/null
	[ "$(grep -c '^step' l2.tsv)" -eq 2 ]
}
