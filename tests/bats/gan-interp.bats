# gan-interp: walks in a model's latent space.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	gan-data --toy glyphs -n 60 -S 16x16 -C gray -s 3 -o d.t
	gan-data --toy ring -n 60 -o ring.t
	gan-init dcgan like=d.t z=5 ngf=4 ndf=4 batch=10 -s 5 | gan-step --every 3 -n 6 d.t >series.t
	gan-init mlp like=d.t z=4 z-dist=uniform hidden.g=8 hidden.d=8 batch=10 -s 5 | gan-step -n 2 -o u.t d.t
	gan-init mlp like=d.t z=4 z-dist=sphere hidden.g=8 hidden.d=8 batch=10 -s 5 | gan-step -n 2 -o sphere.t d.t
	gan-init mlp like=ring.t z=4 hidden.g=8 hidden.d=8 batch=10 | gan-step -n 2 -o points.t ring.t
	gan-step -n 0 -m series.t -o m.t
	# two that have learned something, and so make different pictures of different latents
	gan-data --toy glyphs -n 300 -S 16x16 -C gray -s 3 -o e.t
	gan-init dcgan like=e.t z=8 ngf=8 ndf=8 batch=32 lr=2e-3 ema=0 -s 5 -o first.t
	gan-step -n 250 -m first.t -o trained.t e.t
	gan-step -n 150 z-dist=uniform -m first.t -o even.t e.t
	printf 'net c\ninput x image 16 16 1 range=-1:1\n- flatten\nmap linear out=10\noutput\n' >c.net
	gan-init c.net objective=classifier batch=50 lr=1e-2 -s 4 | gan-step -n 60 -o c.t e.t
}
setup() {
	mkdir "$BATS_TEST_TMPDIR/w" # bats keeps files of its own in the folder above
	cd "$BATS_TEST_TMPDIR/w"
	M=$BATS_FILE_TMPDIR/m.t S=$BATS_FILE_TMPDIR/series.t P=$BATS_FILE_TMPDIR/points.t U=$BATS_FILE_TMPDIR/u.t
	T=$BATS_FILE_TMPDIR/trained.t E=$BATS_FILE_TMPDIR/even.t C=$BATS_FILE_TMPDIR/c.t
	size=269 # of a picture, "P5 16 16 255" and its bytes
}

picture() { # N FILE: the Nth picture, from 0
	tail -c +$(($1 * size + 1)) "$2" | head -c $size
}

@test "the ends of a path are what gan-sample draws, byte for byte, lines and arcs, open and closed" {
	for m in "$M" "$U" "$BATS_FILE_TMPDIR/sphere.t"; do
		gan-sample -1 -n 1 -s 5 -m "$m" >a.pgm
		gan-sample -1 -n 20 -s 6 -m "$m" >b.pgm
		gan-interp -1 -n 20 -m "$m" 5 6:19 >path.pgm
		[ "$(stat -c %s path.pgm)" -eq $((20 * size)) ]
		cmp a.pgm <(picture 0 path.pgm)
		cmp <(picture 19 b.pgm) <(picture 19 path.pgm)
		run -1 cmp -s a.pgm <(picture 1 path.pgm)
		for how in --lerp --slerp '--lerp --no-ema' '--slerp -j 1'; do
			case $how in *no-ema) own=--no-ema ;; *) own= ;; esac
			gan-sample -1 -n 1 -s 5 -m "$m" $own >a.pgm
			gan-sample -1 -n 20 -s 6 -m "$m" $own >b.pgm
			gan-interp -1 -n 20 -m "$m" $how 5 6:19 >path.pgm
			cmp <(picture 0 path.pgm) a.pgm
			cmp <(picture 19 path.pgm) <(picture 19 b.pgm)
			gan-interp -1 -n 34 --closed -m "$m" $how 5 6:19 >path.pgm # of 17 to each
			cmp <(picture 0 path.pgm) a.pgm
			cmp <(picture 17 path.pgm) <(picture 19 b.pgm)
			[ "$(stat -c %s path.pgm)" -eq $((34 * size)) ]
			# with -t and back, and through another point
			gan-interp -t -n 34 --closed -m "$m" $how 5 6:19 | gan-sample -1 $own --latents - -m "$m" | cmp - path.pgm
			gan-interp -1 -n 39 -m "$m" $how 5 6:19 5 >path.pgm
			cmp <(picture 0 path.pgm) a.pgm
			cmp <(picture 19 path.pgm) <(picture 19 b.pgm)
			cmp <(picture 38 path.pgm) a.pgm
		done
	done
}

@test "the same from a pipe and a file, for any number of threads" {
	gan-interp -j 1 1 2 3 <"$M" >a.pgm
	gan-interp -j 3 -m "$M" -o b.pgm 1 2 3
	cmp a.pgm b.pgm
	[ "$(ls)" = "$(printf 'a.pgm\nb.pgm')" ]
}

@test "-n frames, open or closed; a short walk is a strip" {
	gan-interp -m "$M" 1 2 >a.pgm
	gan-interp -m "$M" 1 2 3 >b.pgm
	gan-interp -m "$M" --closed 1 2 >c.pgm
	gan-interp -m "$M" -n 12 --grid=4x3 1 2 3 >d.pgm
	gan-interp -m "$M" -n 9 --grid 1 2 >e.pgm
	run -0 pamfile a.pgm b.pgm c.pgm d.pgm e.pgm
	[[ ${lines[0]} == *'152 by 16 '* ]]
	[[ ${lines[1]} == *'84 by 67 '* ]]
	[[ ${lines[2]} == *'271 by 16 '* ]]
	[[ ${lines[3]} == *'67 by 50 '* ]]
	[[ ${lines[4]} == *'50 by 50 '* ]]
	gan-interp -1 -m "$M" -n 9 1 2 3 >open.pgm
	gan-interp -1 -m "$M" -n 12 --closed 1 2 3 >closed.pgm
	cmp <(head -c $((9 * size)) closed.pgm) open.pgm
	gan-interp -1 -m "$M" 1 3 -n 5 >last.pgm
	cmp <(picture 10 closed.pgm) <(picture 2 last.pgm)
}

@test "lines for uniform latents, arcs for others, and --lerp and --slerp say otherwise" {
	gan-interp -t --no-pg -m "$U" -o default.t 1 2
	gan-interp -t --no-pg -m "$U" --lerp -o lerp.t 1 2
	gan-interp -t --no-pg -m "$U" --slerp -o slerp.t 1 2
	same_content default.t lerp.t
	run -1 same_content default.t slerp.t
	gan-init mlp like="$BATS_FILE_TMPDIR/d.t" z=1 hidden.g=8 hidden.d=8 -o one.t
	gan-interp -t --no-pg -m one.t -o default.t 1 2 3 4 5 6
	gan-interp -t --no-pg -m one.t --lerp -o lerp.t 1 2 3 4 5 6
	same_content default.t lerp.t
	refuses 64 '*from point * to point *: two points are opposite*--lerp*' gan-interp -m one.t --slerp --closed 1 2 3 4 5 6
	gan-interp -t --no-pg -m "$M" -o default.t 1 2
	gan-interp -t --no-pg -m "$M" --lerp -o lerp.t 1 2
	gan-interp -t --no-pg -m "$M" --slerp -o slerp.t 1 2
	same_content default.t slerp.t
	run -1 same_content default.t lerp.t
}

@test "-t: latents that gan-sample draws the same pictures of, with their history" {
	gan-interp -t -m "$M" -o z.t -n 6 1 2
	gan-interp -1 -m "$M" -n 6 1 2 | cmp - <(gan-sample -1 --latents z.t -m "$M")
	run -0 gan-stat z.t
	[[ $output == *'record 0: latents'*'gan-init dcgan'*'gan-interp -t'*'[6,5]'* ]]
	gan-interp -t -m "$P" -o p.t 1 2 # of points too
	refuses 65 '*points of 2 numbers*-t*' gan-interp -m "$P" 1 2
}

@test "points: seeds, numbers of a seed, files, several with commas" {
	gan-sample -1 -s 8 -n 40 -m "$M" >all.pgm
	gan-interp -1 --points -m "$M" 8:17-19 8:3,8 >some.pgm
	cmp some.pgm <(for k in 17 18 19 3 0; do picture $k all.pgm; done)
	gan-interp -t --points -m "$M" -o z.t 8:0-9
	gan-interp -1 --points -m "$M" z.t:4 z.t:1-2 | cmp - <(for k in 4 1 2; do picture $k all.pgm; done)
	gan-interp -1 --points -m "$M" z.t | cmp - <(head -c $((10 * size)) all.pgm)
	gan-interp -1 --points -m "$M" - <z.t | cmp - <(head -c $((10 * size)) all.pgm)
	gan-interp -1 --points -m "$M" <(cat z.t) | cmp - <(head -c $((10 * size)) all.pgm)
	gan-interp -1 -m "$M" 8:5 | cmp - <(picture 5 all.pgm)
}

@test "a sheet has its corners" {
	gan-interp -1 --sheet 4x3 -m "$M" 1 2 3 4 >s.pgm
	gan-interp --sheet 4x3 -m "$M" 1 2 3 4 | pamfile | grep -q '67 by 50 '
	gan-interp -1 --points -m "$M" 1 2 3 4 | cmp - <(for k in 0 3 8 11; do picture $k s.pgm; done)
	gan-interp -1 -n 4 -m "$M" 1 2 | cmp - <(head -c $((4 * size)) s.pgm)
}

@test "variations surround their point" {
	gan-interp -1 --vary .25 -m "$M" 7 >v.pgm
	[ "$(stat -c %s v.pgm)" -eq $((9 * size)) ]
	cmp <(picture 4 v.pgm) <(gan-sample -1 -s 7 -n 1 -m "$M")
	gan-interp --vary .25 -m "$M" 7 | pamfile | grep -q '50 by 50 '
	gan-interp -1 --vary .25 -s 6 -m "$M" 7 >w.pgm
	run -1 cmp -s v.pgm w.pgm
	gan-interp -1 --vary 0 -n 3 -m "$M" 7 | cmp - <(for _ in 1 2 3; do picture 4 v.pgm; done)
}

@test "arithmetic" {
	gan-interp -1 -m "$M" 'a - b + b' a=3 b=4 | cmp - <(gan-sample -1 -s 3 -n 1 -m "$M")
	gan-interp -t --no-pg -m "$M" -o a.t 'mean(a)-mean(b)+.5*c' a=1:0-2 b=2,3,4 c=7
	gan-interp -t --points -m "$M" -o p.t 1:0-2 2 3 4 7
	gan-interp -t --no-pg -m "$M" -o b.t 'mean(a)-mean(b)+c/2' a=p.t:0-2 b=p.t:3-5 c=p.t:6
	same_content a.t b.t
	gan-interp -1 -n 3 -m "$M" a -- -b a=1 b=2 >p.pgm # a path between two results
	cmp <(picture 0 p.pgm) <(gan-sample -1 -s 1 -n 1 -m "$M")
	gan-interp --vary .25 -m "$M" 'mean(a)' a=1:0-2 | pamfile | grep -q '50 by 50 '
	refuses 64 "*'a-q', character 3: 'q' stands for nothing*" gan-interp -m "$M" a-q a=1
	refuses 64 "*'a+', character 3*" gan-interp -m "$M" a+ a=1
	refuses 64 '*b=2*no expression*' gan-interp -m "$M" a a=1 b=2
	refuses 64 '*letters, digits and dots*' gan-interp -m "$M" a a-b=1
	refuses 65 '*2 latents and 3*mean*' gan-interp -m "$M" a+b a=1:0-1 b=1:0-2
	refuses 66 '*a=nowhere.t: *' gan-interp -m "$M" a a=nowhere.t
}

# mse: the mean squared errors of what -v said, one a line
errors() {
	sed -n 's/.*mean squared error of //p'
}

@test "inversion finds the latents of pictures that the model made" {
	gan-sample -1 -s 99 -n 2 -m "$T" >made.pgm
	gan-sample -t -s 99 -n 2 -m "$T" >made.t
	run -0 --separate-stderr gan-interp -v --points -t -o z.t -m "$T" made.pgm
	[ "$(errors <<<"$stderr" | awk '$1 < 1e-5' | wc -l)" -eq 2 ]
	gan-interp --points -1 -m "$T" made.pgm >a.pgm
	gan-interp --points -1 -m "$T" z.t | cmp - a.pgm
	gan-interp --points -1 -m "$T" made.t | cmp - a.pgm
	gan-interp --points -1 -j 1 -m "$T" - <made.pgm | cmp - a.pgm
	cmp -l a.pgm made.pgm >differ || true # the rounding of a byte, here and there
	awk 'function oct(s) { return substr(s, length(s)) + 8 * substr(s, length(s) - 1, 1) + (length(s) > 2 ? 64 * substr(s, 1, 1) : 0) }
		{ d = oct($2) - oct($3) } d > 2 || d < -2 { exit 1 }' differ
	gan-interp -1 -n 3 -m "$T" made.t:0 7 >path.pgm # a way from a picture to a sample
	cmp <(picture 0 path.pgm) <(picture 0 a.pgm)
	cmp <(picture 2 path.pgm) <(gan-sample -1 -s 7 -n 1 -m "$T")
	run -0 gan-stat z.t
	[[ $output == *'made by   gan-interp'* ]]
}

@test "pictures of a DCGAN and an MLP that others trained are inverted to an error under 1e-3" {
	need_data weights
	local w=$GAN_DATA/weights n=$GAN_TOP/tests/net x
	for x in mnist-dcgan-dennisjooo/mnist-dcgan-G-dennisjooo mnist-mlpgan/mnist-mlpgan-G-csinva; do
		sed -n '/^net g/,/^output/p' "$n/${x%/*}.net" >g.net
		gan-init g.net --weights g="$w/${x#*/}.safetensors" -o g.t
		gan-sample -1 -n 1 -s 77 -m g.t >made.pgm
		run -0 --separate-stderr gan-interp -v --points -t -o z.t -m g.t made.pgm
		[ "$(errors <<<"$stderr" | awk '$1 > 0 && $1 < 1e-3' | wc -l)" -eq 1 ]
	done
}

@test "inverted latents stay where latents are drawn; points are inverted too" {
	gan-sample -1 -s 99 -n 1 -m "$E" >made.pgm
	run -0 --separate-stderr gan-interp -v -t -o near.t -m "$E" made.pgm
	[ "$(errors <<<"$stderr" | awk '$1 < 1e-3' | wc -l)" -eq 1 ]
	{ printf 'P2 16 16 1 ' && yes '0 1' | head -n 128; } >stripes.pgm # which it cannot make
	gan-interp -t -o far.t -m "$E" stripes.pgm
	for f in near far; do
		gan-stat $f.t | awk '$1 == "z" { n++; if ($4 < -1 || $5 > 1) n = 9 } END { exit n != 1 }'
	done
	gan-sample -t -n 2 -m "$P" -o points.t
	run -0 --separate-stderr gan-interp -v -t --points -o o.t -m "$P" points.t
	[ "$(errors <<<"$stderr" | awk '$1 < 1e-6' | wc -l)" -eq 2 ]
}

@test "inversion: restarts, steps, seed, and what a network sees" {
	gan-data -x -1 -n 1 "$BATS_FILE_TMPDIR/d.t" >x.pgm
	gan-sample -1 -s 99 -n 1 -m "$T" >made.pgm
	one() { gan-interp -v -t -o z.t -m "$T" "$@" 2>&1 | errors; }
	awk -v few="$(one --steps 3 x.pgm)" -v many="$(one x.pgm)" 'BEGIN { exit !(many < few) }'
	awk -v few="$(one --restarts 1 --steps 1 x.pgm)" -v many="$(one --steps 1 x.pgm)" 'BEGIN { exit !(many < few) }'
	awk -v e="$(one -f "$T:d.main.2" made.pgm)" 'BEGIN { exit !(e < 1e-3) }'
	gan-interp -t --no-pg --steps 5 -o a.t -m "$T" x.pgm
	gan-interp -t --no-pg --steps 5 -s 4 -o b.t -m "$T" x.pgm
	run -1 same_content a.t b.t
	gan-interp -t --no-pg --steps 5 -f "$T:d.main.2" -o b.t -m "$T" x.pgm
	run -1 same_content a.t b.t
	refuses 64 '*--steps is about pictures*' gan-interp --steps 5 -m "$M" 1 2
	refuses 64 '*-f is about pictures*' gan-interp -f "$M" -m "$M" 1 2
	refuses 65 "*no layer 'q'*" gan-interp -f "$M:d.q" -m "$M" x.pgm
	refuses 65 '*expected 16x16 gray, as net g makes, found 9x9 gray*' gan-interp -m "$M" <(gan-data -S 9x9 -n 1 "$BATS_FILE_TMPDIR/d.t")
	refuses 65 '*as net g makes, found 16x16 rgb*' gan-interp -m "$M" <(gan-data -C rgb -n 1 "$BATS_FILE_TMPDIR/d.t")
	refuses 65 '*picture 2: expected 16x16*found 4x4*' gan-interp -m "$M" <(cat x.pgm; printf 'P5 4 4 255 0123456789abcdef')
	refuses 65 '*element 60 (from 0), found 60 elements*' gan-interp -m "$M" "$BATS_FILE_TMPDIR/d.t:60"
}

@test "--along: a row for each point, the point where a step is 0" {
	gan-interp --along sefa:1 -m "$M" 1 2 3 | pamfile | grep -q '118 by 50 '
	gan-interp --along sefa:2 --by=-1:1 -n 5 --grid=4x3 -m "$M" 1 2 | pamfile | grep -q '67 by 50 '
	gan-interp -1 --along sefa:2 --by -4:4 -n 5 -m "$M" 1 2 >a.pgm
	cmp <(picture 2 a.pgm) <(gan-sample -1 -s 1 -n 1 -m "$M")
	cmp <(picture 7 a.pgm) <(gan-sample -1 -s 2 -n 1 -m "$M")
	run -1 cmp -s <(picture 2 a.pgm) <(picture 4 a.pgm)
	# a point is a direction too, as long as it is
	gan-interp -1 --along 5 --by 0:1 -n 2 -m "$M" 1 >a.pgm
	gan-interp -1 -m "$M" a a+b a=1 b=5 -n 2 >b.pgm
	cmp a.pgm b.pgm
	gan-interp -1 --along b-a --by 0:1 -n 2 -m "$M" a a=1 b=5 >a.pgm
	cmp <(picture 1 a.pgm) <(gan-sample -1 -s 5 -n 1 -m "$M")
}

@test "--along sefa and pca: unit lengths, one unlike another, the same each time" {
	for d in sefa:1 sefa:2 pca:main.0:1 pca:main.0:2; do
		gan-interp -t --no-pg -z 0 --along $d --by 0:1 -n 2 -m "$T" -o $d.t 1
		gan-interp -j 1 -t --no-pg -z 0 --along $d --by 0:1 -n 2 -m "$T" -o again.t 1
		cmp $d.t again.t
		tail -c 64 $d.t | od -An -v -tf4 -w32 | awk 'NR == 1 { split($0, a) }
			NR == 2 { for (i = 1; i <= 8; i++) s += ($i - a[i]) ^ 2; exit !(s > .9999 && s < 1.0001) }'
	done
	run -1 cmp -s sefa:1.t sefa:2.t
	run -1 cmp -s pca:main.0:1.t pca:main.0:2.t
	gan-interp --along sefa:1 -m "$U" 1 >/dev/null # linear, where the other is convt
	gan-interp -t --no-pg -s 3 --along pca:main.0:1 --by 0:1 -n 2 -z 0 -m "$T" -o again.t 1
	run -1 cmp -s pca:main.0:1.t again.t
	refuses 65 '*--along sefa:9: there are fewer than 9*' gan-interp --along sefa:9 -m "$T" 1
	refuses 65 "*no layer 'q'*" gan-interp --along pca:q:1 -m "$T" 1
	refuses 64 '*expected pca:LAYER:K*' gan-interp --along pca:1 -m "$T" 1
	refuses 64 '*expected sefa:K*' gan-interp --along sefa:0 -m "$T" 1
	refuses 64 '*-s is the seed*' gan-interp -s 3 --along sefa:1 -m "$T" 1
}

@test "--along class and logistic: a classifier sees more of the class" {
	local a b
	# the two classes that the model makes most of: which they are depends on how the machine rounds
	read -r a b < <(gan-stat -M classes -n 500 -f "$C" "$T" | awk -F'\t' '$3 ~ /^class[.]/ { print $4, substr($3, 7) }' |
		sort -g -r | awk 'NR < 3 { printf "%s ", $2 } END { print "" }')
	share() { # DIR BY: of 100 samples, that of class a
		gan-interp -t --along "$1" --by "$2:0" -n 1 -f "$C" -m "$T" 3:0-99 | gan-sample -t -m "$T" --latents - |
			gan-stat -M classes -f "$C" | awk -v name="class.$a" '$3 == name { print $4 }'
	}
	for d in class:$a logistic:$a class:$a-$b logistic:$a-$b; do
		awk -v less="$(share $d -2)" -v more="$(share $d 2)" 'BEGIN { exit !(more > less + .05) }'
	done
	awk -v less="$(share class:$b-$a -2)" -v more="$(share class:$b-$a 2)" 'BEGIN { exit !(less > more + .05) }'
	refuses 64 '*expected -f CLASSIFIER*' gan-interp --along class:1 -m "$T" 1
	refuses 64 '*two classes*' gan-interp --along class:1-1 -f "$C" -m "$T" 1
	refuses 65 '*knows classes 0 to 9, found 10*' gan-interp --along class:10 -f "$C" -m "$T" 1
	refuses 64 '*-f is about*' gan-interp --along sefa:1 -f "$C" -m "$T" 1
	refuses 64 '*--by*' gan-interp --by 1:2 -m "$T" 1 2
	refuses 64 '*--by 3: expected FROM:TO*' gan-interp --along sefa:1 --by 3 -m "$T" 1 2
	refuses 64 '*exclude each other*' gan-interp --along sefa:1 --closed -m "$T" 1 2
	refuses 64 '*one direction, found 2*' gan-interp --along 7:0-1 -m "$T" 1 2
}

@test "each model of a series gives its pictures; --record takes one" {
	gan-interp 1 2 <"$S" >a.pgm
	gan-interp --record 0 1 2 <"$S" >b.pgm
	gan-interp --record 1 1 2 <"$S" >c.pgm
	cat b.pgm c.pgm | cmp - a.pgm
	run -1 cmp -s b.pgm c.pgm
	gan-interp --record last 1 2 -m "$S" | cmp - c.pgm
	gan-interp 1 2 -m "$M" | cmp - c.pgm
	gan-interp -1 -n 3 1 2 <"$S" | cmp - <(for k in 0 1; do gan-interp --record $k -1 -n 3 1 2 -m "$S"; done)
	gan-interp --no-ema -m "$M" 1 2 >d.pgm
	run -1 cmp -s c.pgm d.pgm
	refuses 65 '*no record 2: there are 2*' gan-interp --record 2 -m "$S" 1 2
	head -c $(($(stat -c %s "$S") - 40)) "$S" >cut.t
	refuses 65 '*cut.t*' bash -c 'gan-interp -o x.pgm -m "$@"' _ cut.t 1 2
	gan-interp -q --salvage -m cut.t 1 2 | cmp - b.pgm
}

@test "a series and files that can be read once" {
	gan-interp -t -m "$M" -o z.t --points 1 2 3
	gan-interp z.t <"$S" >want.pgm
	gan-interp - -m "$S" <z.t | cmp - want.pgm
	gan-interp <(cat z.t) <"$S" | cmp - want.pgm
	mkfifo f
	cat z.t >f &
	gan-interp f:0 f:1-2 <"$S" | cmp - want.pgm # a name that comes twice is read once
	wait
	gan-interp --along a-b --by 0:1 -n 2 c a=z.t:0 b=z.t:1 c=- <z.t -m "$S" >along.pgm
	run -0 pamfile -allimages along.pgm
	[ "${#lines[@]}" -eq 2 ]
	# pictures are inverted for each model anew, directions found
	gan-sample -1 -s 99 -n 1 -m "$M" >x.pgm
	run -0 --separate-stderr bash -c 'gan-interp -v --steps 20 --restarts 2 - 7 -m "$1" <x.pgm >p.pgm' _ "$S"
	[ "$(errors <<<"$stderr" | sort -u | wc -l)" -eq 2 ]
	gan-interp --steps 20 --restarts 2 x.pgm 7 --record 1 -m "$S" | cmp - <(pamsplit p.pgm s%d.pgm; cat s1.pgm)
	gan-interp --along sefa:1 1 -m "$S" | cmp - <(for k in 0 1; do gan-interp --record $k --along sefa:1 1 -m "$S"; done)
	# models of several sizes: each its own pictures, but not latents that do not fit
	cat "$M" "$U" >both.t
	gan-interp 1 2 <both.t | cmp - <(gan-interp 1 2 -m "$M"; gan-interp 1 2 -m "$U")
	run -65 gan-interp -o no.pgm z.t <both.t
	[[ $output == *'latents of 4 numbers, as net g takes, found 5'* && ! -e no.pgm ]]
}

@test "-t of a series is a series of latents" {
	gan-interp -t -n 3 1 2 -o z.t <"$S"
	run -0 gan-stat -w tensors z.t
	[[ ${#lines[@]} -eq 3 && ${lines[1]} == $'0\tz\tF32\t[3,5]'* && ${lines[2]} == $'1\tz\t'* ]]
	[ "$(gan-sample -1 --latents z.t -m "$M" | wc -c)" -eq $((6 * size)) ]
	gan-interp -t --no-pg -n 3 --record last 1 2 <"$S" >one.t
	gan-interp -t --no-pg -n 3 -m "$M" 1 2 >m.t
	cmp one.t m.t
	run -0 --separate-stderr gan-interp -t -z 0 -n 3 1 2 -o p.t -m "$S"
	[[ $stderr == *'no end mark'* ]]
	run -0 --separate-stderr gan-interp -t -z 0 -n 3 1 2 -o p.t -m "$M"
	[ -z "$stderr" ]
}

@test "refusals with their cure" {
	refuses 64 '*expected points*' gan-interp -m "$M"
	refuses 64 '*-n 1: *two ends*' gan-interp -n 1 -m "$M" 1 2
	refuses 64 '*two points or more*' gan-interp -n 5 -m "$M" 1
	refuses 64 '*--sheet: expected 4 points, found 3*' gan-interp --sheet 3x3 -m "$M" 1 2 3
	refuses 64 '*--vary: expected 1 point, found 2*' gan-interp --vary 1 -m "$M" 1 2
	refuses 64 '*exclude each other*' gan-interp --closed --points -m "$M" 1 2
	refuses 64 '*exclude each other*' gan-interp -1 -t -m "$M" 1 2
	refuses 64 '*ways between points*' gan-interp --lerp --points -m "$M" 1 2
	refuses 64 '*fewer cells*' gan-interp --grid=2x2 -m "$M" 1 2
	refuses 64 '*read once*' gan-interp 1 - <"$M"
	refuses 64 '*pnmtopng > x.png*' gan-interp -o x.png -m "$M" 1 2
	refuses 64 '*-s*variations*' gan-interp -s 3 -m "$M" 1 2
	refuses 65 '*latents of 5 numbers*found 4*' gan-interp -m "$M" <(gan-interp -t -m "$U" 1) 2
	refuses 65 '*latent 3 (from 0), found 1 *' bash -c 'gan-interp -t -m "$1" -o z.t 1; gan-interp -m "$1" 1 z.t:3' _ "$M"
	refuses 66 '*nowhere.t*' gan-interp -m "$M" nowhere.t 2
	[ "$(ls)" = z.t ]
}
