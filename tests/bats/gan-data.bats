# gan-data: what it reads, what it does with it, what it refuses.
load helper

setup() {
	cd "$BATS_TEST_TMPDIR"
	# three gray pictures of 2x2, a row of 4, a colour picture of 2x2
	printf 'P5\n2 2\n255\nabcd' > a.pgm
	printf 'P5\n2 2\n255\nefgh' > b.pgm
	printf 'P5\n2 2\n255\nijkl' > c.pgm
	printf 'P5\n4 2\n255\nABCDEFGH' > wide.pgm
	printf 'P6\n2 2\n255\nabcdefghijkl' > rgb.ppm
	# IDX: three pictures of 1x2 and their labels
	printf '\0\0\10\3\0\0\0\3\0\0\0\1\0\0\0\2abcdef' > img.idx
	printf '\0\0\10\1\0\0\0\3\7\2\7' > lab.idx
}

same() { # same FILE: standard input is FILE
	cmp - "$1"
}

count() { # how many pictures of one size come on standard input
	gan-data -v 2>&1 >/dev/null | sed -n 's/^gan-data: \([0-9]*\) of .*/\1/p'
}

refused() { # refused STATUS WORDS... -- gan-data's arguments; reads nothing, says one line that has the words, writes nothing
	local want=$1 words=() w
	shift
	while [ "$1" != -- ]; do
		words+=("$1")
		shift
	done
	shift
	run "-$want" --separate-stderr timeout "$GAN_TIMEOUT" gan-data "$@" </dev/null
	[ -z "$output" ]
	# shellcheck disable=SC2154
	[ "$(grep -c . <<<"$stderr")" = 1 ]
	[[ $stderr == "gan-data: "* ]]
	for w in "${words[@]}"; do
		[[ $stderr == *"$w"* ]] || { echo "expected '$w' in: $stderr"; return 1; }
	done
}

@test "pictures become a stream and pictures again" {
	cat a.pgm b.pgm c.pgm > abc.pgm
	gan-data a.pgm b.pgm c.pgm > d.t
	gan-data -x d.t | same abc.pgm
	gan-data -x -1 < d.t | same abc.pgm
	gan-data abc.pgm | gan-data -x | same abc.pgm
	gan-data -x abc.pgm | same abc.pgm
}

@test "files, standard input and pipes give the same stream" {
	cat a.pgm b.pgm > ab.pgm
	gan-data --no-pg -z 0 ab.pgm > want
	gan-data --no-pg -z 0 < ab.pgm | same want
	gan-data --no-pg -z 0 - < ab.pgm | same want
	gan-data --no-pg -z 0 <(cat ab.pgm) | same want
	gan-data --no-pg -z 0 a.pgm - < b.pgm | same want
	gan-data a.pgm b.pgm | gan-data --no-pg -z 0 | same want
	gan-data -z 0 a.pgm b.pgm | gan-data --no-pg -z 0 | same want
	gan-data b.pgm > b.t
	gan-data --no-pg -z 0 a.pgm <(cat b.t) | same want
	mkfifo pipe
	(head -c 3 ab.pgm; sleep .1; tail -c +4 ab.pgm) > pipe 3>&- &
	gan-data --no-pg -z 0 pipe | same want
}

@test "the stream has bytes [N,H,W,C] and its history" {
	gan-data -z 0 a.pgm b.pgm c.pgm > d.safetensors
	head -c 600 d.safetensors | grep -a -q '"x":{"dtype":"U8","shape":\[3,2,2,1\]'
	head -c 600 d.safetensors | grep -a -q '"gan.kind":"data"'
	head -c 600 d.safetensors | grep -a -q 'CL:gan-data a.pgm b.pgm c.pgm'
	[ "$(tail -c 12 d.safetensors)" = abcdefghijkl ]
	run -1 grep -a -q '"y"' d.safetensors
	gan-data --no-pg -z 0 a.pgm > d.safetensors
	run -1 grep -a -q 'gan.pg' d.safetensors
}

@test "colours" {
	gan-data -x -C gray rgb.ppm > gray.pgm
	# (299*97 + 587*98 + 114*99 + 500) / 1000 = 98 = b, and so on by threes
	[ "$(tail -c 4 gray.pgm)" = behk ]
	gan-data -x -C rgb a.pgm > a.ppm
	[ "$(tail -c 12 a.ppm)" = aaabbbcccddd ]
	[ "$(gan-data -x -C gray a.pgm rgb.ppm | count)" = 2 ]
}

@test "-S covers and crops the middle" {
	gan-data -x -S 2x2 wide.pgm > m.pgm
	[ "$(tail -c 4 m.pgm)" = BCFG ]
	gan-data -x -S 1x1 a.pgm > m.pgm
	# (97 + 98 + 99 + 100) / 4 = 98.5, rounded
	[ "$(tail -c 1 m.pgm)" = c ]
	[ "$(gan-data -S 2x2 a.pgm wide.pgm | count)" = 2 ]
}

@test "IDX with and without labels" {
	gan-data --idx img.idx lab.idx > d.t
	gan-data -x d.t > all.pgm
	printf 'P5\n2 1\n255\nabP5\n2 1\n255\ncdP5\n2 1\n255\nef' | same all.pgm
	gan-data --class 7 < d.t | gan-data -x > sevens.pgm
	printf 'P5\n2 1\n255\nabP5\n2 1\n255\nef' | same sevens.pgm
	gan-data --idx <(cat img.idx) <(cat lab.idx) --class 2 -x | same <(printf 'P5\n2 1\n255\ncd')
	gan-data --idx - lab.idx < img.idx -x | same all.pgm
	gan-data -z 0 --idx img.idx > plain
	run -1 grep -a -q '"y"' plain
}

@test "CIFAR-10" {
	(printf '\3'; head -c 3072 /dev/zero; printf '\5'; head -c 3072 /dev/zero | tr '\0' 'z') > c.bin
	gan-data --cifar c.bin c.bin > c.t
	gan-data -x --class 5 c.t > five.ppm
	(printf 'P6\n32 32\n255\n'; head -c 3072 /dev/zero | tr '\0' 'z') > want
	cat want want | same five.ppm
	gan-data --cifar < c.bin --class 5 -x | same want
}

@test "labels, classes, skip and n" {
	gan-data -l 4 a.pgm > a.t
	gan-data -l 5 b.pgm c.pgm > bc.t
	cat a.t bc.t | gan-data --class 5 -x | same <(cat b.pgm c.pgm)
	gan-data --class 5 --skip 1 a.t bc.t -x | same c.pgm
	gan-data -n 1 a.t bc.t | gan-data -x | same a.pgm
	gan-data --skip 1 -n 1 -x a.pgm b.pgm c.pgm | same b.pgm
	gan-data --class 5 -l 9 a.t bc.t | gan-data --class 9 -x | same <(cat b.pgm c.pgm)
	gan-data -v -l 0 a.t bc.t 2>&1 >/dev/null | grep -q '3 of 2x2 gray, labels up to 0'
}

@test "records of a stream" {
	cat <(gan-data a.pgm) <(gan-data b.pgm) <(gan-data c.pgm) > abc.t
	gan-data -x --record 1 abc.t | same b.pgm
	gan-data -x --record last abc.t | same c.pgm
	gan-data -x abc.t | same <(cat a.pgm b.pgm c.pgm)
	refused 65 'expected a record 3' 'found 3 records' -- --record 3 abc.t
	refused 64 'PNM' -- --record 0 a.pgm
}

@test "mirror images and warps" {
	gan-data -x --flip a.pgm b.pgm > f.pgm
	printf 'P5\n2 2\n255\nabcdP5\n2 2\n255\nbadcP5\n2 2\n255\nefghP5\n2 2\n255\nfehg' | same f.pgm
	gan-data --toy glyphs -n 3 > g.t
	gan-data -x --warp 2 g.t > w1.pgm
	[ "$(count < w1.pgm)" = 9 ]
	gan-data -x --warp 2 -s 0 g.t | same w1.pgm
	gan-data -x --warp 2 -s 1 g.t > w2.pgm
	run -1 cmp -s w1.pgm w2.pgm
	[ "$(gan-data -x --warp 2 --flip g.t | count)" = 18 ]
	[ "$(gan-data -x --warp 2 --flip -n 7 g.t | count)" = 7 ]
	# equal pictures are not warped alike
	gan-data -x --warp 1 <(gan-data -x -n 1 g.t) <(gan-data -x -n 1 g.t) > twice
	run -1 cmp -s <(head -c 1594 twice) <(tail -c 1594 twice)
	# the warps of a picture do not depend on what else is chosen
	gan-data -x --warp 2 --skip 1 -n 3 g.t | same <(gan-data -x --warp 2 g.t | tail -c +2392 | head -c 2391)
}

@test "shuffle is a permutation of the seed" {
	gan-data --toy glyphs -n 50 > g.t
	gan-data -x g.t > plain
	gan-data --shuffle -s 3 g.t > s.t
	gan-data -x s.t > shuffled
	run -1 cmp -s plain shuffled
	gan-data --shuffle seed=3 g.t | gan-data -x | same shuffled
	gan-data -x --shuffle -s 4 g.t > other
	run -1 cmp -s shuffled other
	for k in 0 1 2 3 4 5 6 7 8 9; do
		[ "$(gan-data -x --class $k s.t | count)" = 5 ]
	done
	gan-data -x -n 10 --shuffle -s 3 g.t | same <(head -c $((10 * (13 + 784))) shuffled)
}

@test "toys" {
	gan-data --toy glyphs -n 30 > g.t
	gan-data --toy glyphs -n 30 | cmp - g.t
	gan-data -x --toy glyphs -n 10 | same <(gan-data -x -n 10 g.t)
	run -1 cmp -s <(gan-data -x -s 1 --toy glyphs -n 30) <(gan-data -x g.t)
	gan-data -v --toy glyphs 2>&1 >/dev/null | grep -q '1000 of 28x28 gray, labels up to 9'
	gan-data -v --toy glyphs -S 20x40 -C rgb -n 3 2>&1 >/dev/null | grep -q '3 of 20x40 rgb'
	[ "$(gan-data -x --toy glyphs --class 4 -n 7 | count)" = 7 ]
	[ "$(gan-data -x --toy glyphs --shuffle -n 7 | count)" = 7 ]
	gan-data -v --toy ring -n 80 2>&1 >/dev/null | grep -q '80 of 2 numbers, labels up to 7'
	gan-data -z 0 --toy grid -n 25 | head -c 600 | grep -a -q '"x":{"dtype":"F32","shape":\[25,2\]'
}

@test "points pass through, but have no picture" {
	gan-data --toy ring -n 16 > r.t
	gan-data --class 3 r.t | gan-data -v --shuffle 2>&1 >/dev/null | grep -q '2 of 2 numbers'
	for opt in -x '-S 2x2' '-C rgb' --flip '--warp 1'; do
		# shellcheck disable=SC2086
		refused 65 'r.t' 'needs pictures' -- $opt r.t
	done
}

@test "grids" {
	gan-data -x --grid a.pgm b.pgm c.pgm > g.pgm
	printf 'P5\n5 5\n255\nab\0efcd\0gh\0\0\0\0\0ij\0\0\0kl\0\0\0' | same g.pgm
	gan-data -x --grid=2x1 a.pgm b.pgm c.pgm > g.pgm
	printf 'P5\n5 2\n255\nab\0efcd\0ghP5\n5 2\n255\nij\0\0\0kl\0\0\0' | same g.pgm
}

@test "a set beyond 64 MiB is a series, whose cut is seen" {
	zeros() { for _ in 1 2 3 4 5; do printf 'P5\n4096 4096\n255\n'; head -c 16777216 /dev/zero; done; }
	zeros | gan-data -v -o big.t 2> said
	grep -q 'in 2 pieces' said
	gan-data -x big.t | cmp - <(zeros)
	head -c $(($(stat -c %s big.t) - 24)) big.t > cut.t
	run -65 --separate-stderr gan-data -o out.t cut.t
	[[ $stderr == *cut.t* ]]
	[ ! -e out.t ]
	[ "$(gan-data --salvage -x cut.t 2>said | count)" = 5 ]
	grep -q 'cut.t: .*cut' said
	zeros | gan-data -z 0 2>&1 >/dev/null | grep -q -- '-z 0'
}

@test "memory does not grow with the input" {
	need_plain "the sanitizer's own memory"
	(ulimit -v 700000
	 for _ in $(seq 50); do printf 'P5\n4096 4096\n255\n'; head -c 16777216 /dev/zero; done | gan-data -j 1 > /dev/null)
}

@test "a dead input is passed on as an error" {
	gan-data --toy glyphs -n 100 > g.t
	head -c 5000 g.t > cut.t
	run -65 timeout "$GAN_TIMEOUT" gan-data -o x.t cut.t
	[ ! -e x.t ]
	run timeout "$GAN_TIMEOUT" bash -c 'gan-data cut.t 2>err1 | gan-data >out 2>err2; echo "${PIPESTATUS[@]}"'
	[ "$output" = "65 65" ]
	head -c 1000 <(gan-data -x g.t) > cut.pgm
	refused 65 'cut.pgm' 'picture 2' -- cut.pgm
}

@test "-o replaces its file only at the end" {
	cp a.pgm set.t
	run -65 gan-data -o set.t a.pgm wide.pgm
	cmp a.pgm set.t
	gan-data -o set.t set.t b.pgm
	gan-data -x set.t | same <(cat a.pgm b.pgm)
	[ "$(find . -type f | wc -l)" = 8 ]
}

@test "one thread or more, the same bytes" {
	gan-data --toy glyphs -n 20 -S 200x100 -x > big.pgm
	gan-data --no-pg -z 0 -j 1 -S 64x64 --warp 1 big.pgm > one
	gan-data --no-pg -z 0 -j 3 -S 64x64 --warp 1 big.pgm | same one
}

@test "elements that are not alike" {
	refused 65 'wide.pgm' 'expected 2x2 gray as in a.pgm' 'found 4x2 gray' '-S WxH' -- a.pgm wide.pgm
	refused 65 'rgb.ppm' 'expected 2x2 gray' 'found 2x2 rgb' '-C gray' -- a.pgm rgb.ppm
	gan-data -l 1 a.pgm > l.t
	refused 65 'b.pgm' 'expected labels as in l.t' '-l LABEL' -- l.t b.pgm
	refused 65 'l.t' 'expected no labels as in b.pgm' -- b.pgm l.t
	gan-data --toy ring -n 2 > r.t
	refused 65 'r.t' 'found 2 numbers' -- a.pgm r.t
	gan-data -l 1 b.pgm l.t | gan-data -x | same <(cat b.pgm a.pgm)
}

@test "what gan-data cannot read, with the cure" {
	printf '\x89PNG\r\n\x1a\n....' > x.png
	printf '\xff\xd8\xff\xe0....' > x.jpg
	printf '\x1f\x8b\x08\0....' > x.gz
	printf 'hello world, this is text' > x.txt
	printf '' > empty
	mkdir folder
	refused 65 'x.png' 'PNG' 'anytopnm x.png | gan-data' -- x.png
	refused 65 'x.jpg' 'JPEG' 'anytopnm x.jpg' -- x.jpg
	refused 65 'x.gz' 'gzip' '<(zcat x.gz)' -- x.gz
	refused 65 'x.gz' 'gzip' '<(zcat x.gz)' -- --idx x.gz
	refused 65 'img.idx' 'IDX' '--idx' -- img.idx
	refused 65 'x.txt' -- x.txt
	refused 65 'empty' -- empty
	refused 65 'standard input' 'empty' --
	refused 66 'folder' 'folder/*' -- folder
	refused 66 'nothing.pgm' -- nothing.pgm
	refused 65 'lab.idx' 'labels come second' -- --idx lab.idx img.idx
	refused 66 'nolabels' -- --idx img.idx nolabels
	printf '\0\0\10\1\0\0\0\2ab' > two.idx
	refused 65 'two.idx' 'expected 3 labels' 'found 2' -- --idx img.idx two.idx
	head -c 20 img.idx > cut.idx
	refused 65 'cut.idx' 'truncated' 'expected 3 pictures, found 2' -- --idx cut.idx lab.idx
	head -c 3000 /dev/zero > cut.bin
	refused 65 'cut.bin' 'truncated' -- --cifar cut.bin
	run -65 --separate-stderr bash -c 'gan-data < x.png'
	[[ $stderr == *"anytopnm FILE | gan-data"* ]]
}

@test "nothing chosen" {
	refused 65 '--class 3' 'none of the 3' -- --class 3 --idx img.idx lab.idx
	refused 65 '--skip 9' 'nothing is left of 3' -- --skip 9 --idx img.idx
	refused 65 'a.pgm' '--class needs labels' -- --class 3 a.pgm
	printf '\0\0\10\3\0\0\0\0\0\0\0\1\0\0\0\2' > none.idx
	refused 65 'none.idx' 'found none' -- --idx none.idx
}

@test "usage" {
	refused 64 '--idx' 'IMAGES [LABELS]' -- --idx
	refused 64 'exclude' -- --idx --cifar a.pgm
	refused 64 "glyphs" 'did you mean' -- --toy glyph
	refused 64 'labels 0 to 9' -- --toy glyphs --class 10
	refused 64 'expected no operands' -- --toy glyphs a.pgm
	refused 64 '-1 goes with -x' -- -1 a.pgm
	refused 64 '--grid goes with -x' -- --grid a.pgm
	refused 64 'CxR' "'3'" -- -x --grid=3 a.pgm
	refused 64 '-C' "'green'" -- -C green a.pgm
	refused 64 'a grid of 30000x1' -- -x --grid=30000x1 a.pgm
	refused 64 'larger than 32768x32768' -- -x --grid --toy glyphs -S 4000x4000 -n 100 -s 1
	refused 64 "'-'" 'once' -- - -
	refused 64 "'sede'" 'seed=SEED' -- sede=3 a.pgm
	refused 64 'seed' -- seed=x a.pgm
	refused 64 '--record' -- --record first a.pgm
	refused 64 'wxh' -- -S wxh a.pgm
	refused 64 '--colour' -- --colour a.pgm
	refused 64 '-n' "'0'" -- -n 0 a.pgm
}

@test "outputs that fail" {
	[ -e /dev/full ] || skip "no /dev/full"
	for args in '-n 1000' '-x -n 1000' '-x --grid -n 1000' '-n 1'; do
		run -74 --separate-stderr bash -c "gan-data --toy glyphs $args > /dev/full"
		[[ $stderr == "gan-data: "*"No space left"* ]]
	done
	run -74 gan-data --toy glyphs -o /dev/full
	refused 73 'no/such' -- --toy glyphs -o no/such/file
	run bash -c 'gan-data -x --toy glyphs -n 100000 | head -c 100 | wc -c; echo "${PIPESTATUS[0]}"'
	[ "${lines[0]}" = 100 ]
	[ "${lines[1]}" = 141 ]
}

@test "the manual's first example" {
	gan-data --toy glyphs -n 5000 > d.t
	gan-data -x --grid=10x10 -n 100 d.t > d.pgm
	[ "$(head -c 11 d.pgm)" = "$(printf 'P5\n289 289\n')" ]
}

@test "MNIST, CIFAR-10 and colour tiles as they come" {
	[ -n "${GAN_DATA:-}" ] || skip "GAN_DATA is not set"
	m=$GAN_DATA/data/mnist
	gan-data -v --idx <(zcat "$m"/train-images-idx3-ubyte.gz) <(zcat "$m"/train-labels-idx1-ubyte.gz) -o m.t 2> said
	grep -q '60000 of 28x28 gray, labels up to 9, in 1 piece' said
	[ "$(gan-data -x --class 2 m.t | wc -c)" = $((5958 * (13 + 784))) ]
	gan-data -x m.t | head -c 797 | tail -c 784 | cmp - <(zcat "$m"/train-images-idx3-ubyte.gz | head -c 800 | tail -c 784)
	gan-data -v --cifar <(zcat "$GAN_DATA"/data/cifar10/data_batch_1_first3000.bin.gz) 2>&1 >/dev/null |
		grep -q '3000 of 32x32 rgb, labels up to 9'
	gan-data -v --idx <(zcat "$GAN_DATA"/data/sprites/crawl-tiles-32-rgb.idx4.gz) 2>&1 >/dev/null |
		grep -q '4194 of 32x32 rgb, no labels'
	gan-data -v -S 64x64 "$GAN_DATA"/data/faces/att_faces-sample/s1/*.pgm 2>&1 >/dev/null | grep -q '10 of 64x64 gray'
}
