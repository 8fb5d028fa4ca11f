load helper

models() {
	gan-data --toy ring -n 300 -o ring.t
	gan-init mlp like=ring.t z=2 hidden.g=16 hidden.d=16 | gan-step -n 20 --every 10 ring.t >ring_m.t
	gan-data --toy normal mean=4 -n 300 -o n.t
	gan-init mlp like=n.t z=1 hidden.g=16 hidden.d=16 | gan-step -n 20 n.t >n_m.t
}

@test "points, field and density as PNM, a picture for each model" {
	need_program pamarith
	models
	gan-stat --plot points --ref ring.t ring_m.t >p.ppm
	run -0 pnmfile -allimages p.ppm
	[ "$(grep -c '600 by 600' <<<"$output")" -eq 2 ]
	gan-stat --plot field --ref ring.t --record last -S 300x280 <ring_m.t >f.ppm
	[[ $(pnmfile f.ppm) == *'300 by 280'* ]]
	gan-stat --plot field --ref ring.t --record last -S 300x280 -j 1 ring_m.t | cmp - f.ppm
	gan-stat --plot field --ref ring.t --record last -S 300x280 show=probability arrows=0 ring_m.t >f2.ppm
	run -1 cmp -s f.ppm f2.ppm
	gan-stat --plot density --ref n.t n_m.t -o d.ppm
	[[ $(pnmfile d.ppm) == *'640 by 560'* ]]
	# data, without a model
	gan-data --toy moons -n 100 | gan-stat --plot points range=-2:3 >m.ppm
	gan-data --toy moons -n 100 | gan-stat --plot points range=-2:3 show=density >m2.ppm
	run -1 cmp -s m.ppm m2.ppm
	gan-stat --plot density n.t >d2.ppm
	run -1 cmp -s d.ppm d2.ppm
	# the points are where they are: a single one in the middle of the picture's box
	gan-data --toy mixture means=0:0 sigma=0 -n 1 | gan-stat --plot points range=-1:1 >one.ppm
	gan-data --toy mixture means=5:5 sigma=0 -n 1 | gan-stat --plot points range=-1:1 >none.ppm
	[[ $(pamarith -difference one.ppm none.ppm | pnmcrop -black 2>/dev/null | pamfile -) == *' 5 by 5 '* ]]
}

@test "what cannot be drawn" {
	models
	gan-data --toy glyphs -n 4 -o g.t
	refuses 64 "*plot 'point' is unknown*'points'*" gan-stat --plot point ring.t
	refuses 65 '*--plot field is about a model, found data*' gan-stat --plot field ring.t
	refuses 65 '*--plot points is of points of 2 numbers, found 28x28 gray*' gan-stat --plot points g.t
	refuses 65 '*--plot density is of points of 1 number, found 2 numbers*' gan-stat --plot density ring_m.t
	refuses 65 '*expected 1 number as in n.t, found 2*' gan-stat --plot points --ref n.t ring.t
	refuses 64 '*range=3:1: expected LO:HI*' gan-stat --plot points range=3:1 ring.t
	refuses 64 "*no setting 'arrow'*" gan-stat --plot field arrow=3 ring_m.t
	refuses 64 '*-S 20x20*' gan-stat --plot points -S 20x20 ring.t
	refuses 64 '*--plot and -M exclude each other*' gan-stat --plot points -M modes ring.t
	refuses 64 '*-S goes with --plot*' gan-stat -S 300x300 ring.t
	refuses 64 '*-n goes with -M or --plot*' gan-stat -n 3 ring.t
	gan-stat --plot points -o out.ppm ring.t
	refuses 65 '*found 2 numbers*' gan-stat --plot density -o out.ppm ring.t
	[[ $(pnmfile out.ppm) == *'600 by 600'* ]]
}

# how many pixels differ
differ() {
	pamarith -difference "$1" "$2" | ppmtopgm | pgmhist -machine 2>/dev/null | awk '$1 > 0 { n += $2 } END { print n + 0 }'
}

@test "loss, accuracy and curve: a model's log, a log file, a table" {
	need_program pamarith
	models
	gan-stat --plot loss ring_m.t >model.ppm
	[[ $(pnmfile model.ppm) == *'800 by 500'* ]]
	gan-stat --plot loss --record 1 <ring_m.t | cmp - model.ppm
	gan-stat --plot loss --record 0 ring_m.t >first.ppm
	run -1 cmp -s first.ppm model.ppm
	gan-stat -w log --record last ring_m.t >log.tsv
	gan-stat --plot loss <log.tsv >table.ppm
	[ "$(differ table.ppm model.ppm)" -lt 100 ] # decimals of floats
	gan-stat --plot curve x=step y=d.loss,g.loss log.tsv >curve.ppm # its y axis is named otherwise
	[ "$(differ curve.ppm model.ppm)" -lt 300 ]
	gan-stat --plot accuracy -S 500x300 log.tsv >acc.ppm
	[[ $(pnmfile acc.ppm) == *'500 by 300'* ]]
	gan-stat --plot loss log=y x-range=5:10 title=x log.tsv >zoom.ppm
	run -1 cmp -s zoom.ppm model.ppm
	# two files, two pictures
	gan-stat --plot loss log.tsv ring_m.t >two.ppm
	[ "$(pnmfile -allimages two.ppm | wc -l)" -eq 2 ]
	# by: the groups' rows may come in any order of groups
	printf 'eps\tr\tname\n.1\t.9\ta\n.1\t.8\tb\n1\t.5\ta\n1\t.4\tb\n' >mixed.tsv
	printf 'eps\tr\tname\n.1\t.9\ta\n1\t.5\ta\n.1\t.8\tb\n1\t.4\tb\n' >sorted.tsv
	gan-stat --plot curve by=name log=x mixed.tsv >mixed.ppm
	gan-stat --plot curve by=name log=x sorted.tsv | cmp - mixed.ppm
	gan-stat --plot curve log=x sorted.tsv >one.ppm
	run -1 cmp -s one.ppm mixed.ppm
}

@test "long series keep their spikes, and what is not finite leaves a gap" {
	need_program pamarith
	awk 'BEGIN { print "step\td.loss\timages"; for (i = 1; i <= 20000; i++) print i "\t" (i % 7) / 70 "\t" i
		print "step\td.loss"; for (i = 20001; i <= 40000; i++) print i "\t" (i % 7) / 70 }' >flat.tsv
	awk -F '\t' -v OFS='\t' '$1 == 12345 { $2 = 1 } 1' flat.tsv >spike.tsv
	awk -F '\t' -v OFS='\t' '$1 > 10000 && $1 < 30000 { $2 = "nan" } 1' flat.tsv >gap.tsv
	for f in flat spike gap; do
		gan-stat --plot loss y-range=-.1:1.1 $f.tsv >$f.ppm
	done
	[ "$(differ flat.ppm spike.ppm)" -gt 300 ]  # as high as the chart, but for a tenth
	[ "$(differ flat.ppm spike.ppm)" -lt 1500 ] # and no wider than a line
	[ "$(differ flat.ppm gap.ppm)" -gt 8000 ]
	# a long log is a mean over pale values: of a hundredth, of as many as told, or none
	gan-stat --plot loss mean=400 y-range=-.1:1.1 spike.tsv | cmp - spike.ppm
	gan-stat --plot loss mean=1 y-range=-.1:1.1 spike.tsv >own.ppm
	gan-stat --plot curve y=d.loss x=step y-range=-.1:1.1 spike.tsv >curve.ppm
	[ "$(differ own.ppm spike.ppm)" -gt 8000 ]
	[ "$(differ own.ppm curve.ppm)" -lt 300 ]
	refuses 64 '*mean*' gan-stat --plot curve mean=-1 spike.tsv
	# a cut last line is one that is being written
	head -c -3 flat.tsv >cut.tsv
	gan-stat --plot loss cut.tsv >cut.ppm
}

@test "hist: tensors, data, columns" {
	need_program pamarith
	models
	gan-stat --plot hist ring.t >ring.ppm
	gan-stat --plot hist of=x ring.t | cmp - ring.ppm
	gan-stat --plot hist of=g.main.0.weight bins=7 ring_m.t >w.ppm
	refuses 65 "*no tensor 'd.loss'*" gan-stat --plot hist of=d.loss log=y ring_m.t
	gan-stat --plot hist of=log.d.loss log=y ring_m.t >l.ppm
	printf 'v\n1\n2\n2\nnan\n' | gan-stat --plot hist >v.ppm
	printf 'v\n1\n2\n2\n' | gan-stat --plot hist >v2.ppm
	run -1 cmp -s v.ppm v2.ppm # the title says what is not finite
	printf 'v\n1\n2\n2\nnan\n' | gan-stat --plot hist title=x >v.ppm
	printf 'v\n1\n2\n2\n' | gan-stat --plot hist title=x | cmp - v.ppm
	printf 'a\tb\n1\t2\n' >two.tsv
	refuses 64 '*expected of=COLUMN, for it has 2 columns*' gan-stat --plot hist two.tsv
}

@test "what has no numbers cannot be a chart" {
	models
	gan-init mlp like=ring.t -o new.t
	refuses 65 '*new.t: has no log*gan-step*' gan-stat --plot loss new.t
	refuses 65 "*ring.t: has no log*" gan-stat --plot loss ring.t
	refuses 64 '*takes no samples*' gan-stat --plot loss -n 3 ring_m.t
	refuses 64 '*--plot loss compares with nothing*' gan-stat --plot loss --ref ring.t ring_m.t
	refuses 64 "*no setting 'y'*" gan-stat --plot loss y=d.loss ring_m.t
	refuses 64 '*x-range=3: expected LO:HI*' gan-stat --plot loss x-range=3 ring_m.t
	refuses 64 '*y-range=-1:2: expected numbers above 0*' gan-stat --plot loss log=y y-range=-1:2 ring_m.t
	refuses 64 '*of=NAME*' gan-stat --plot hist ring_m.t
	refuses 65 '*no record 5: there are 2*' gan-stat --plot loss --record 5 ring_m.t
	printf 'a\tb\n1\t2\n3\n' >short.tsv
	refuses 65 '*line 3: expected 2 cells*found 1*' gan-stat --plot curve short.tsv
	printf 'a\tb\n' >head.tsv
	refuses 65 '*found a head line alone*' gan-stat --plot curve head.tsv
	printf '1\t2\n' >nohead.tsv
	refuses 65 '*a number where a head line*' gan-stat --plot curve nohead.tsv
	printf 'a\ta\n1\t2\n' >twice.tsv
	refuses 65 '*two columns of one name*' gan-stat --plot curve twice.tsv
	printf 'a\tb\nx\t2\ny\t3\n' >words.tsv
	refuses 65 '*nothing to see*' gan-stat --plot curve words.tsv
	refuses 65 "*no column 'c' (it has: a, b)*" gan-stat --plot curve x=c words.tsv
	refuses 65 "*no column 'step'*" gan-stat --plot loss words.tsv
	: >empty.tsv
	refuses 65 '*found nothing*' gan-stat --plot curve empty.tsv
	refuses 66 '*cannot open*' gan-stat --plot curve none.tsv
}
