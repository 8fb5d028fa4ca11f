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
