load helper

@test "modes and moments of data" {
	gan-data --toy ring -n 1000 -o r.t
	run -0 gan-stat -M modes,moments --ref r.t r.t
	[ "${lines[0]}" = $'step\tmetric\tname\tvalue\tn\twith' ]
	[[ ${lines[1]} == $'-\tmodes\tfound\t8\t1000\t'* ]]
	[[ $output == *$'-\tmoments\tks.1\t0\t1000\t'* ]]
	pipe -0 'gan-data --toy ring -n 500 --class 3 | gan-stat -M modes --ref r.t'
	[[ ${lines[1]} == $'-\tmodes\tfound\t1\t500\t'* ]]
	run -0 gan-stat -M modes --json --ref r.t r.t r.t
	[[ ${lines[0]} == '{"file":"r.t","step":null,"metric":"modes","name":"found","value":8,"n":1000,"with":"'* ]]
	[ "${#lines[@]}" -eq 10 ]
}

@test "a model is judged by its samples, a series one by one" {
	gan-data --toy ring -n 200 -o r.t
	pipe -0 'gan-init mlp like=r.t | gan-step -n 20 --every 10 r.t > s.t'
	run -0 gan-stat -M moments -n 50 s.t
	[[ ${lines[1]} == $'10\tmoments\tmean.0\t'*$'\t50\t-' ]]
	[[ ${lines[6]} == $'20\tmoments\tmean.0\t'* ]]
	# the same samples as gan-sample's
	gan-stat -M moments -n 50 -s 7 --record last s.t >a.tsv
	gan-sample --record last -t -n 50 -s 7 <s.t | gan-stat -M moments >b.tsv
	diff <(cut -f 2- a.tsv) <(cut -f 2- b.tsv)
	run -0 gan-stat -M moments -n 50 --record 0 s.t
	[[ ${#lines[@]} -eq 6 && ${lines[1]} == $'10\t'* ]]
	refuses 65 '*no record 5*' gan-stat -M moments --record 5 s.t
}

@test "combinations of classes in stacked pictures" {
	# a classifier of one pixel: bright is class 0, dark is class 1
	cat >c.net <<-'EOF'
		net c
		input x image 1 1 1 range=-1:1
		f flatten
		n neg from=f
		- concat from=f,n axis=1
		output
	EOF
	gan-init c.net -o c.t
	for p in '255 0 0' '200 9 9' '0 255 0' '255 255 255'; do echo "P3 1 1 255 $p"; done | gan-data -o px.t
	run -0 gan-stat -M stacked -f c.t px.t
	[[ ${lines[1]} == $'-\tstacked\tfound\t3\t4\tnet=c.t:'* ]]
	[[ ${lines[2]} == $'-\tstacked\tof\t8\t4\t'* ]]
	# 1/2 ln(8/2) + 2/4 ln(8/4)
	[[ ${lines[3]} == $'-\tstacked\tkl\t1.0397207708399'* ]]
	run -0 gan-stat -M stacked -f c.t <(gan-data -C gray px.t)
	[[ ${lines[2]} == $'-\tstacked\tof\t2\t'* ]]
	gan-data --toy ring -n 20 -o r.t
	refuses 64 '*expected -f*' gan-stat -M stacked px.t
	refuses 65 '*found points*' gan-stat -M stacked -f c.t r.t
	refuses 65 '*net c of c.t reads pictures of 1x1*' gan-stat -M stacked -f c.t <(gan-data --toy glyphs -n 2)
}

@test "metrics that do not fit" {
	gan-data --toy ring -n 20 -o r.t
	gan-data --toy glyphs -n 20 -o g.t
	refuses 64 "*'mode' is unknown*'modes'*" gan-stat -M mode r.t
	refuses 64 '*expected --ref*' gan-stat -M modes r.t
	refuses 64 '*twice*' gan-stat -M moments,moments r.t
	refuses 64 '*no features*' gan-stat -M moments -f g.t r.t
	refuses 64 '*-n is how many samples*' gan-stat -M moments -n 5 r.t
	refuses 64 '*-M and -w*' gan-stat -M moments -w pg r.t
	refuses 64 '*--ref goes with -M*' gan-stat --ref r.t r.t
	refuses 64 "*setting 'a' goes with -M*" gan-stat a=b r.t
	refuses 64 "*unknown setting 'sigms'*" gan-stat -M modes --ref r.t sigms=1 r.t
	refuses 64 "*'sigma' is the metric modes's*" gan-stat -M moments sigma=1 r.t
	refuses 65 '*expected 2 numbers as in r.t, found 28x28 gray*' gan-stat -M modes --ref r.t g.t
	refuses 65 '*found pictures*' gan-stat -M moments g.t
}

@test "nearest neighbours, and their sheet" {
	gan-data --toy glyphs -n 40 -o g.t
	gan-data --toy glyphs -n 30 -s 9 -o h.t
	run -0 gan-stat -M nn --ref g.t --sheet s.pgm shown=10 g.t
	[[ $output == *$'\tleast\t0\t40\tref.n=40 '* && $output == *$'\tcopies\t1\t40\t'* ]]
	# 16 columns, 2 rows; a sample and its copy side by side
	[ "$(pamfile <s.pgm | tr -d ' ')" = "$(gan-data -n 20 g.t | gan-data -x --grid=16x2 | pamfile | tr -d ' ')" ]
	w=$(gan-data -n 1 g.t | gan-data -x | pamfile | sed 's/.*, \([0-9]*\) by.*/\1/')
	cmp <(pamcut -width "$w" -height "$w" s.pgm) <(pamcut -left $((w + 1)) -width "$w" -height "$w" s.pgm)
	run -0 gan-stat -M nn --ref g.t h.t
	[[ $output == *$'\tcopies\t0\t30\t'* ]]
	gan-data --toy ring -n 20 -o r.t
	refuses 65 '*draws pictures, found points*' gan-stat -M nn --ref r.t --sheet s.pgm r.t -o t.tsv
	refuses 64 '*-M modes draws no pictures*' gan-stat -M modes --ref r.t --sheet s.pgm r.t
	refuses 64 '*--sheet goes with -M*' gan-stat --sheet s.pgm r.t
	refuses 64 '*the table goes to standard output*' gan-stat -M nn --ref g.t --sheet - g.t
}

@test "Parzen windows of pictures" {
	gan-data --toy glyphs -n 60 -o g.t
	run -0 --separate-stderr gan-stat -M parzen --ref g.t g.t
	[[ $output == *$'\tparzen\t'*$'ref.n=30 valid=30 '* ]]
	run -0 --separate-stderr gan-stat -M parzen --ref g.t window=.01 g.t
	# each is itself one of the windows: -ln 60 - d ln(.01 (2 pi)^(1/2))
	d=$(gan-stat -w tensors g.t | awk -F '\t' '$2 == "x" { gsub(/[][]/, "", $4); split($4, s, ","); print s[2] * s[3] * s[4] }')
	awk -F '\t' -v d="$d" '$3 == "parzen" { w = -log(60) - d * (log(.01) + .5 * log(2 * 3.14159265358979)); exit !($4 > w - .05 && $4 < w + 1) }' <<<"$output"
}

@test "pictures without a network: the same numbers on any number of threads" {
	gan-data --toy glyphs -n 60 -o g.t
	gan-data --toy glyphs -n 50 -s 9 --warp 1 -o h.t
	gan-stat -M swd,msssim,nn,parzen --ref g.t pairs=99 patches=20 directions=40 window=.3 -j 1 h.t >1.tsv
	gan-stat -M swd,msssim,nn,parzen --ref g.t pairs=99 patches=20 directions=40 window=.3 -j 3 h.t >3.tsv
	cmp 1.tsv 3.tsv
	grep -q $'\tswd.28\t.*levels=1' 1.tsv
	grep -q $'\tmsssim\tref\t.*\t60\tpairs=99 of=class' 1.tsv
	# where one side has no labels, pairs of both are of all pictures
	gan-data -x h.t | gan-data -o bare.t
	gan-stat -M msssim --ref bare.t pairs=99 h.t >all.tsv
	gan-stat -M msssim --ref h.t pairs=99 bare.t | cmp - all.tsv
	[ "$(grep -c of=all all.tsv)" -eq 3 ]
	[ "$(cut -f 4 all.tsv | sed -n 2p)" = "$(cut -f 4 all.tsv | sed -n 4p)" ]
	gan-data --toy ring -n 20 -o r.t
	refuses 65 '*-M swd is for pictures*' gan-stat -M swd --ref r.t r.t
	refuses 65 '*-M msssim is for pictures*' gan-stat -M msssim r.t
}

@test "path length of generators whose paths are known" {
	printf 'net g\ninput z 3\nfc linear out=2 bias=0 init=constant:2\noutput\n' >lin.net
	gan-init lin.net z-dist=uniform -o lin.t
	# each of two numbers moves by 2 times the sum of b - a: 2 * 4 * 3 * 2/3 on the mean
	gan-stat -M ppl lin.t | awk -F '\t' '$3 == "ppl" && $4 > 15 && $4 < 17 && $5 == 10000 { good++ } END { exit good != 1 }'
	# on a circle of radius sqrt 2 the way between two points is an arc of 0 to pi: 2 * pi^2 / 3; at its beginning too
	printf 'net g\ninput z 2\n- id\noutput\n' >id.net
	gan-init id.net z-dist=sphere -o id.t
	for at in full end; do
		gan-stat -M ppl at=$at pairs=20000 id.t | awk -F '\t' '$3 == "ppl" && $4 > 6.4 && $4 < 6.8 { good++ } END { exit good != 1 }'
	done
	gan-data --toy glyphs -n 20 -S 16x16 -C gray -o d.t
	gan-init dcgan like=d.t ngf=4 ndf=4 -o g.t
	gan-init classifier like=d.t width=4 features=8 -o c.t
	gan-stat -M ppl -f c.t pairs=40 -j 1 g.t >1.tsv
	gan-stat -M ppl -f c.t pairs=40 -j 3 g.t >3.tsv
	cmp 1.tsv 3.tsv
	awk -F '\t' '$3 == "ppl" && $4 > 0 { good++ } END { exit good != 1 }' 1.tsv
	refuses 64 '*g.t: pictures are compared by features*' gan-stat -M ppl g.t
	refuses 65 '*-M ppl is about a model, found data*' gan-stat -M ppl d.t
	refuses 64 '*-n: -M ppl takes no samples*' gan-stat -M ppl -n 5 lin.t
}

@test "--check: values must be so" {
	gan-data --toy ring -n 200 -o r.t
	gan-data --toy ring -n 200 --class 3 -o one.t
	gan-stat -M modes,nn --ref r.t r.t >want.tsv
	gan-stat -M modes,nn --ref r.t --check 'found=8,nn.mean<=0,hq>.5,mean<1' r.t >a.tsv
	cmp a.tsv want.tsv
	run -1 --separate-stderr gan-stat -M modes --ref r.t --check 'found>=8' -o b.tsv r.t one.t
	[[ $stderr == "gan-stat: one.t: found>=8 does not hold, found 1" ]]
	[ "$(grep -c found b.tsv)" -eq 2 ]
	run -1 --separate-stderr gan-stat -M modes --ref r.t --check 'found<8,of>8,hq>=0' r.t
	[[ $stderr == "gan-stat: r.t: found<8 does not hold, found 8; r.t: of>8 does not hold, found 8" ]]
	# what is not a number is not so
	gan-data --toy ring -n 9 -o far.t
	run -1 --separate-stderr gan-stat -M modes toy='ring radius=50' --check 'rkl.hq<9' far.t
	[[ $stderr == *"found nan" ]]
	refuses 64 "*value 'fuond' is unknown*'found'*" gan-stat -M modes --ref r.t --check 'fuond<9' r.t
	refuses 64 "*several metrics have a value 'found'*" gan-stat -M modes,classes --ref r.t --check 'found<9' r.t
	for c in found 'found<' '<3' 'found<x' 'found<3,' 'found!3' ''; do
		refuses 64 '*expected NAME<NUMBER*' gan-stat -M modes --ref r.t --check "$c" r.t
	done
	refuses 64 '*--check goes with -M*' gan-stat --check 'fid<3' r.t
}

# near WANT WITHIN METRIC NAME: the value of that name in the table on standard input
near() {
	awk -F '\t' -v want="$1" -v within="$2" -v metric="$3" -v name="$4" '$2 == metric && $3 == name { found = $4 }
		END { print metric, name ":", found; d = found - want; exit !(found != "" && d <= within && -d <= within) }'
}

@test "generators of digits that others trained stand where they should, seen by a LeNet that others trained" {
	need_data weights data/mnist
	local w=$GAN_DATA/weights n=$GAN_TOP/tests/net m=$GAN_DATA/data/mnist x
	gan-data --idx <(zcat "$m/t10k-images-idx3-ubyte.gz") -o all.t
	gan-data -n 5000 -o ref.t all.t
	gan-data --skip 5000 -o rest.t all.t
	# the LeNet reads 32x32; PIL's bilinear, but for its rounding
	sed 's/^input x image 32 32 1 range=0:1/input x image 28 28 1 range=0:1\n- resize to=32 mode=bilinear/
		s/^f6 /features /' "$GAN_TOP/share/nets/mnist-lenet5.net" >c.net
	gan-init c.net --weights c="$w/mnist-lenet5-csinva.safetensors" -o c.t
	for x in mnist-dcgan-dennisjooo/mnist-dcgan-G-dennisjooo mnist-mlpgan/mnist-mlpgan-G-csinva; do
		sed -n '/^net g/,/^output/p' "$n/${x%/*}.net" >g.net
		gan-init g.net --weights g="$w/${x#*/}.safetensors" -o "${x%/*}.t"
	done
	{ printf '\0\0\10\3\0\0\3\350\0\0\0\34\0\0\0\34' && head -c 784000 /dev/urandom; } >noise.idx
	gan-data --idx noise.idx -o noise.t
	judge() { gan-stat -M fid,score --ref ref.t -f c.t "$@"; }
	judge rest.t >rest.tsv
	near 14.6 .1 fid fid <rest.tsv
	near 9.71 .15 score score <rest.tsv
	judge -n 5000 mnist-dcgan-dennisjooo.t >dcgan.tsv
	near 6.75 .5 fid fid <dcgan.tsv
	near 8.86 .2 score score <dcgan.tsv
	judge -n 5000 mnist-mlpgan.t >mlp.tsv
	near 119.8 7 fid fid <mlp.tsv
	near 6.65 .25 score score <mlp.tsv
	judge noise.t 2>warning | near 905.7 20 fid fid
}
