load helper

@test "toys with settings" {
	gan-data --no-pg --toy ring -n 50 -o a.t
	gan-data --no-pg --toy ring -n 50 modes=8 sigma=0.02 -o b.t
	cmp a.t b.t
	run -0 gan-stat -M modes toy='ring radius=1 sigma=.01' <(gan-data --toy ring radius=1 sigma=.01 -n 2000)
	[[ ${lines[1]} == $'-\tmodes\tfound\t8\t2000\tfrom=toy sigma=0.01 sigmas=3' ]]
	gan-data --toy grid scale=.35360679 -n 100 -o r.t
	run -0 gan-stat -M modes --ref r.t r.t
	[[ ${lines[2]} == $'-\tmodes\tof\t25\t100\tfrom=toy sigma=0.0176803 '* ]]
	# what has not all of it does not say so, and then the labels do
	gan-data --toy ring --class 2 -n 100 -o c.t
	run -0 gan-stat -M modes --ref c.t c.t
	[[ ${lines[2]} == $'-\tmodes\tof\t1\t100\tfrom=labels '* ]]
	gan-data -v --toy mixture means=0:0:0,1:1:1 -n 8 2>&1 >/dev/null | grep -q '8 of 3 numbers, labels up to 1'
	gan-data -v --toy normal mean=4 sigma=1.25 -n 8 2>&1 >/dev/null | grep -q '8 of 1 number, no labels'
	refuses 64 "*'ring' has no setting 'mode' (it has: modes,*" gan-data --toy ring mode=7
	refuses 64 "*modes=0: out of range*" gan-data --toy ring modes=0
	refuses 64 "*only one without --toy*" gan-data modes=7 /dev/null
	refuses 64 "*'swissroll' has no labels*" gan-data --toy swissroll --class 1
}

# a digest of each raw PGM 28x28 on stdin
sha_each() {
	split -b 797 --filter='sha1sum' - | cut -c 1-40
}

@test "stacked digits" {
	need_program pamchannel
	gan-data --toy glyphs -n 40 -o g.t
	gan-data --no-pg --stack 3 -n 100 -s 5 g.t -o s.t
	gan-data --no-pg --stack 3 -n 100 -s 5 -o again.t - <g.t
	cmp again.t s.t
	run -0 gan-stat -w tensors s.t
	[[ $output == *$'\tx\tU8\t[100,28,28,3]\t'* ]]
	# the channels of the first picture are members of the set, with the digits of its label
	local label members found c
	label=$(gan-stat -w tensors <(gan-data -n 1 s.t) | awk '$2 == "y" { printf "%03d", $6 }')
	gan-data -x -n 1 s.t >one.ppm
	for c in 0 1 2; do
		members=$(gan-data -x --class "${label:c:1}" g.t | sha_each)
		found=$(pamchannel -infile one.ppm -tupletype GRAYSCALE $c | pamtopnm | sha_each)
		[[ ${#found} -eq 40 && $members == *"$found"* ]]
	done
	# as many as there are members; two channels; no labels
	gan-data -v --stack 2 g.t 2>&1 >/dev/null | grep -q '40 of 28x28 with 2 channels, labels up to'
	gan-data -x g.t | gan-data -v --stack 3 2>&1 >/dev/null | grep -q '40 of 28x28 rgb, no labels'
	refuses 65 '*--stack makes channels of gray pictures, found 3*' gan-data --stack 3 s.t
	refuses 65 '*--stack needs pictures*' gan-data --stack 3 --toy ring
	refuses 65 '*too many combinations*' gan-data --stack 16 g.t
	refuses 64 '*--shuffle would change nothing*' gan-data --stack 3 --shuffle g.t
}
