# Gradient attacks on real digits: a LeNet that others trained, and a softmax regression.
load helper

M=data/mnist W=weights/mnist-lenet5-csinva.safetensors
setup_file() {
	cd "$BATS_FILE_TMPDIR"
	[ -e "${GAN_DATA:-/nowhere}/$W" ] && [ -e "$GAN_DATA/$M/t10k-images-idx3-ubyte.gz" ] || return 0
	gan-init "$GAN_TOP/share/nets/mnist-lenet5.net" --weights "$GAN_DATA/$W" -o c.t
	gan-data --idx <(zcat "$GAN_DATA/$M/t10k-images-idx3-ubyte.gz") <(zcat "$GAN_DATA/$M/t10k-labels-idx1-ubyte.gz") >all.t
	gan-data -n 64 -S 32x32 all.t >d.t
}
setup() {
	need_data $W $M/t10k-images-idx3-ubyte.gz $M/t10k-labels-idx1-ubyte.gz
	mkdir "$BATS_TEST_TMPDIR/w"
	cd "$BATS_TEST_TMPDIR/w"
	F=$BATS_FILE_TMPDIR C=$F/c.t D=$F/d.t
}

robust() { # ARGUMENTS of gan-advex
	gan-advex --report - "$@" "$D" <"$C" >r.tsv
	column robust r.tsv
}
falls() { # NUMBER...: each is the one before it or less, within a point
	awk 'BEGIN { for (i = 2; i < ARGC; i++) if (ARGV[i] > ARGV[i - 1] + .01) exit 1 }' "$@"
}

@test "noise does least, then fgsm, bim, pgd, pgd with restarts; Auto-PGD does most" {
	local a=()
	for o in '-a noise' '-a fgsm' '-a bim' '-a pgd' '-a pgd restarts=3' '-a apgd'; do
		# shellcheck disable=SC2086 # words are meant
		a+=("$(robust $o -e .08)")
	done
	echo "${a[@]}"
	falls "${a[@]}"
	# and they are not all alike
	awk 'BEGIN { exit !(ARGV[1] > .9 && ARGV[4] < ARGV[1] - .2) }' "${a[@]}"
}

@test "no digit stands against the whole range, in any norm; a step in L1 is not one number" {
	[ "$(robust -a pgd -e 1 iters=20)" = 0 ]
	[ "$(robust -a pgd -p 2 -e 32 iters=20)" = 0 ]
	[ "$(robust -a pgd -p 1 -e 40)" = 0 ]
	falls "$(robust -a pgd -p 1 -e 10 spread=.2)" "$(robust -a pgd -p 1 -e 10)"
}

@test "the smallest changes: all are fooled, DDN's and C&W's are shorter than a step of the gradient" {
	gan-advex -a ddn -p 2 --report ddn.tsv "$D" <"$C" >adv.t
	gan-advex -a cw -p 2 iters=60 --report cw.tsv "$D" <"$C" >adv.t
	gan-advex -a fgsm -p 2 -e 2 --report fgsm.tsv "$D" <"$C" >adv.t
	[ "$(column success ddn.tsv)" = 1 ] && [ "$(column success cw.tsv)" = 1 ]
	echo "$(column mean.l2 ddn.tsv)" "$(column mean.l2 cw.tsv)" "$(column mean.l2 fgsm.tsv)" "$(column success fgsm.tsv)"
	awk 'BEGIN { exit !(ARGV[1] < ARGV[2] * 1.05 && ARGV[2] < ARGV[3]) }' \
		"$(column mean.l2 ddn.tsv)" "$(column mean.l2 cw.tsv)" "$(column mean.l2 fgsm.tsv)"
}

@test "the least likely class is reached where there is room; momentum and targets work" {
	gan-advex -a ll -e .3 --quantise 0 --report r.tsv "$D" <"$C" >adv.t
	awk 'BEGIN { exit !(ARGV[1] > .5) }' "$(column success r.tsv)"
	falls "$(robust -a noise -e .1)" "$(robust -a mi -e .1)"
	gan-advex -a pgd -e .3 --target 3 --report r.tsv "$D" <"$C" >adv.t
	awk 'BEGIN { exit !(ARGV[1] > .9) }' "$(column success r.tsv)"
	refuses 64 '*draws nothing*' gan-advex -a bim -e .1 restarts=2 -m "$C" "$D"
	refuses 64 '*cannot be told where to go*' gan-advex -a ll -e .1 --target 3 -m "$C" "$D"
}

@test "the same bytes for any number of threads; what stops early fools as many, for fewer gradients" {
	for o in 'pgd -e .1 restarts=2' 'apgd -p 1 -e 8 iters=20' 'cw -p 2 iters=20 search=2' 'ddn -p 2 iters=20' 'mi -e .1 stop=1'; do
		# shellcheck disable=SC2086 # words are meant
		gan-advex --no-pg -j 1 -a $o -m "$C" "$D" >a.t
		# shellcheck disable=SC2086
		gan-advex --no-pg -j 3 -a $o -m "$C" "$D" >b.t
		cmp a.t b.t
	done
	gan-advex -a pgd -e .2 --quantise 0 --report - "$D" <"$C" >a.tsv
	gan-advex -a pgd -e .2 stop=1 --quantise 0 --report - "$D" <"$C" >b.tsv
	falls "$(column robust a.tsv)" "$(column robust b.tsv)"
	[ "$(column gradients b.tsv)" -lt "$(($(column gradients a.tsv) / 2))" ]
}

@test "softmax regression: a step of .25 fools it about all digits (Goodfellow et al. 2015: 99.9 %)" {
	printf 'net c\ninput x image 28 28 1 range=0:1\n- flatten\nmap linear out=10\noutput\n' >c.net
	gan-data -n 9000 "$F/all.t" >train.t
	gan-data --skip 9000 -n 500 "$F/all.t" >test.t
	gan-init c.net objective=classifier batch=100 lr=1e-2 -s 1 | gan-step -n 400 -o s.t train.t
	gan-advex -a fgsm -e .25 --report - test.t <s.t >r.tsv
	cat r.tsv
	awk 'BEGIN { exit !(ARGV[1] > .9 && ARGV[2] < .01) }' "$(column clean r.tsv)" "$(column robust r.tsv)"
}
