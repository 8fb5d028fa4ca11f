#!/usr/bin/env bats
# Transformers of pictures: gan-init styletx, objective=perceptual, gan-sample -i.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	gan-data --toy glyphs -S 24x24 -n 16 -s 1 -o d.t
	# Stripes, of a gray step every other pixel.
	awk 'BEGIN { print "P2 32 32 255"; for (i = 0; i < 1024; i++) print int(i / 32) % 4 < 2 ? 40 : 220 }' >stripes.pgm
	gan-init styletx channels=1 width=4 blocks=1 style=stripes.pgm batch=2 -s 3 -o m.t
	export D=$BATS_FILE_TMPDIR/d.t M=$BATS_FILE_TMPDIR/m.t STRIPES=$BATS_FILE_TMPDIR/stripes.pgm
}

setup() { cd "$BATS_TEST_TMPDIR" || return; }

value() { awk -F '\t' -v c="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == c) k = i } END { print $k }' "$2"; }

@test "it learns a style, and keeps what it looks with" {
	gan-step -n 1 --log a.tsv -m "$M" "$D" >/dev/null
	gan-step -n 60 --log b.tsv -m "$M" -o n.t "$D"
	awk -v a="$(value g.style a.tsv)" -v b="$(value g.style b.tsv)" 'BEGIN { exit !(b < a / 3) }'
	cmp <(gan-stat -w tensors "$M" | grep -P '\t[fs]\.') <(gan-stat -w tensors n.t | grep -P '\t[fs]\.')
	run -1 cmp -s <(gan-stat -w tensors "$M" | grep -P '\tg\.') <(gan-stat -w tensors n.t | grep -P '\tg\.')
	gan-data -n 1 "$D" | gan-data -x -1 >in.pgm
	gan-sample -i in.pgm -m n.t >out.pgm
	[ "$(head -c 8 out.pgm | tr '\n' ' ')" = 'P5 24 24' ]
	run -1 cmp -s in.pgm out.pgm
}

@test "a run that is cut and resumed, and any number of threads, give the same" {
	gan-step --no-pg -n 4 -j 1 -m "$M" "$D" >a.t
	gan-step --no-pg -n 2 -j 3 -m "$M" "$D" | gan-step --no-pg -n 2 -j 2 "$D" >b.t
	cmp a.t b.t
}

@test "it stays smaller without what it learned by, and takes pictures of any size" {
	gan-init --from "$M" --only g -o g.t
	awk 'BEGIN { print "P2 52 20 255"; for (i = 0; i < 1040; i++) print i % 256 }' >p.pgm
	gan-sample -i p.pgm -m g.t >a.pgm
	gan-sample -i p.pgm -m "$M" >b.pgm
	cmp a.pgm b.pgm
	[ "$(head -c 8 a.pgm | tr '\n' ' ')" = 'P5 52 20' ]
}

@test "content-weight=0 makes textures of noise" {
	gan-data --toy noise -S 24x24 -n 8 -o noise.t
	gan-step -n 30 content-weight=0 --log t.tsv -m "$M" -o t.t noise.t
	run -0 head -n 1 t.tsv
	[[ $output == *g.style* && $output != *g.content* ]]
	awk -v a="$(sed -n 2p t.tsv | cut -f 3)" -v b="$(value g.loss t.tsv)" 'BEGIN { exit !(b < a) }'
}

@test "what it refuses" {
	refuses 64 'gan-init: styletx: expected style=PICTURE*' gan-init styletx
	refuses 66 'gan-init: *nowhere.ppm*' gan-init styletx style=nowhere.ppm
	refuses 65 'gan-init: *expected a picture (PNM), found a stream*' gan-init styletx style="$D"
	refuses 65 'gan-step: *multiples of 4*gan-data -S*' gan-step -m "$M" <(gan-data -S 26x24 "$D")
	refuses 64 'gan-step: *loss=hinge*perceptual*' gan-step loss=hinge -m "$M" "$D"
	refuses 65 'gan-step: *no moments of layer*' gan-step statistic=w2 -m "$M" "$D"
	refuses 65 "gan-step: style-layers: *no layer 'nothing'; there are: *" gan-step style-layers=nothing -m "$M" "$D"
	gan-init --from "$M" --only g -o g.t
	refuses 65 'gan-step: *no net f (gan-init styletx*' gan-step -m g.t "$D"
}
