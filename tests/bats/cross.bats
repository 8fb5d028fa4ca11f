# Cross-play: each D against each G.
load helper

@test "--cross: each D against each G of a series, and of several files" {
	gan-data --toy ring -n 300 -o r.t
	gan-init mlp like=r.t z=2 hidden.g=16 hidden.d=16 | gan-step -n 60 --every 20 r.t >s.t
	gan-stat --cross --ref r.t s.t >x.tsv
	[ "$(head -n 1 x.tsv)" = $'d\tg\tscore\tfake\treal.score\treal\taccuracy' ]
	[ "$(tail -n +2 x.tsv | cut -f 1,2 | tr '\t\n' ' ,')" = '20 20,20 40,20 60,40 20,40 40,40 60,60 20,60 40,60 60,' ]
	awk -F '\t' 'NR > 1 && (($4 + $6) / 2 - $7) ^ 2 > 1e-12 { exit 1 }' x.tsv
	gan-stat --cross -j 1 --ref <(cat r.t) <s.t | cmp - x.tsv
	# the last D's score of the first G is the mean of its output for that G's samples
	gan-step -n 0 -m s.t -o last.t
	gan-sample -t -n 500 --record 0 -m s.t | gan-stat -t -f last.t:main.2 >f.t
	want=$(gan-stat -M moments f.t | awk '$3 == "mean.0" { print $4 }')
	awk -v want="$want" '$1 == 60 && $2 == 20 { found = ($3 - want) ^ 2 < 1e-10 } END { exit !found }' x.tsv
	# without a reference, of two files
	gan-stat --cross -n 50 --record last s.t last.t >y.tsv
	[ "$(cut -f 1-4 y.tsv | tail -n 1)" = $'last.t\t60\tlast.t\t60' ]
	[ "$(tail -n +2 y.tsv | cut -f 5 | sort -u | wc -l)" -eq 1 ]
	run -0 gan-stat --cross --json -n 50 last.t
	[[ $output == '{"d":60,"g":60,"score":'*'"fake":'* ]]
	# differences alone count: nobody knows the edge without real data
	gan-init --from last.t loss=wgan -o w.t
	run -0 gan-stat --cross -n 50 w.t
	[[ ${lines[1]} == *$'\t-' ]]
	gan-stat --cross -n 50 --ref r.t w.t | awk 'NR == 2 { exit !($4 >= 0 && $6 >= 0) }'
	# a D that says 0 of all: between both for most losses, generated for lsgan
	printf 'net g\ninput z 2\nl linear out=2\noutput\nnet d\ninput x 2\nl linear out=1 init=constant:0 bias=0\noutput\n' >zero.net
	run -0 gan-stat --cross -n 20 --ref r.t <(gan-init zero.net)
	[ "${lines[1]}" = $'0\t0\t0\t0\t0\t0\t0' ]
	run -0 gan-stat --cross -n 20 --ref r.t <(gan-init zero.net loss=lsgan)
	[ "${lines[1]}" = $'0\t0\t0\t1\t0\t0\t0.5' ]
	# a chart of it
	gan-stat --plot curve x=g y=score by=d x.tsv >x.ppm
}

@test "--cross: what cannot play" {
	gan-data --toy ring -n 30 -o r.t
	gan-data --toy normal -n 30 -o n.t
	gan-init mlp like=r.t z=2 hidden.g=4 hidden.d=4 -o a.t
	gan-init mlp like=n.t z=2 hidden.g=4 hidden.d=4 -o b.t
	gan-init --from a.t --only g -o g.t
	refuses 65 '*--cross is about a model, found data*' gan-stat --cross r.t
	refuses 65 '*g.t: the model of step 0 has no net d*' gan-stat --cross g.t
	refuses 65 '*reads points of 2*' gan-stat --cross a.t b.t
	refuses 65 '*expected 1 number as in n.t, found 2*' gan-stat --cross --ref n.t a.t
	refuses 64 '*may stand once*' gan-stat --cross - -
	refuses 64 "*setting 'a' goes with*" gan-stat --cross a.t a=b
	refuses 64 '*--cross and -f exclude each other*' gan-stat --cross -f a.t a.t
}
