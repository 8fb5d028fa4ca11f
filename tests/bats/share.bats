# What share/ holds: gnuplot scripts, networks as text.
load helper

@test "each gnuplot script draws a log of gan-step" {
	need_program gnuplot
	gan-data --toy glyphs -n 64 -o d.t
	gan-init dcgan like=d.t ngf=4 ndf=4 batch=8 z=8 | gan-step -n 6 --log run.tsv -o g.t d.t
	local f
	for f in "$GAN_TOP"/share/*.gp; do
		run -0 --separate-stderr gnuplot -e "log='run.tsv'; term='dumb'" "$f"
		[[ $output == *step* ]]
		[ -z "$stderr" ]
	done
}

@test "each network makes a model that a step and a sample can be had of" {
	local f
	for f in "$GAN_TOP"/share/*.net; do
		pipe -0 'gan-init "$1" | gan-stat -w net' "$f"
		[[ $output == *total* ]]
		pipe -0 'gan-init "$1" | gan-sample -t -n 2 | gan-stat' "$f"
	done
}
