# gan-styletx: style transfer and textures.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	gan-data --toy glyphs -n 1 -S 40x32 -C rgb -s 3 | gan-data -x - >content.ppm
	gan-data --toy glyphs -n 1 -S 32x32 -C rgb -s 4 | gan-data -x - >style.ppm
	gan-data --toy glyphs -n 1 -S 24x32 -C gray -s 5 | gan-data -x - >grey.pgm
	printf 'net c\ninput x image * * 3\na conv out=6 k=3 p=1\nra relu\nb conv out=8 k=3 p=1 s=2\nrb relu\noutput\n' >small.net
	gan-init -s 1 small.net -o small.t
}
setup() {
	mkdir "$BATS_TEST_TMPDIR/w"
	cd "$BATS_TEST_TMPDIR/w"
	C=$BATS_FILE_TMPDIR/content.ppm S=$BATS_FILE_TMPDIR/style.ppm G=$BATS_FILE_TMPDIR/grey.pgm F=$BATS_FILE_TMPDIR/small.t
}
size() { pamfile "$1" | sed 's/^[^:]*:[[:space:]]*//; s/ *maxval.*//'; }

@test "a picture of the content's size, the same from a pipe, and for any number of threads" {
	gan-styletx -n 3 -j 1 "$C" "$S" >a.ppm
	pipe -0 'gan-styletx -n 3 -j 2 - "$2" <"$1" | cmp a.ppm -' "$C" "$S"
	gan-styletx -n 3 -j 3 "$C" - <"$S" -o b.ppm
	cmp a.ppm b.ppm
	[ "$(size a.ppm)" = "$(size "$C")" ]
	run -1 cmp -s a.ppm "$C"
}

@test "-S, for content and for textures, which read no standard input" {
	gan-styletx -n 1 -f "$F" -S 20x24 "$C" "$S" >a.ppm
	[ "$(size a.ppm)" = 'PPM raw, 20 by 24' ]
	gan-styletx --texture -n 1 -f "$F" -S 50x20 "$S" >b.ppm <&-
	[ "$(size b.ppm)" = 'PPM raw, 50 by 20' ]
	gan-styletx --texture -n 1 -f "$F" "$S" >b.ppm
	[ "$(size b.ppm)" = 'PPM raw, 32 by 32' ]
}

@test "grey where all are grey, else colours" {
	gan-styletx -n 1 -f "$F" "$G" "$G" >a.pgm
	[ "$(size a.pgm)" = 'PGM raw, 24 by 32' ]
	gan-styletx -n 1 -f "$F" "$G" "$S" >a.ppm
	[ "$(size a.ppm)" = 'PPM raw, 24 by 32' ]
	gan-styletx -n 1 -f "$F" "$C" "$G" >a.ppm
	[ "$(size a.ppm)" = 'PPM raw, 40 by 32' ]
}

@test "a net of grey looks at colours, and the input itself is a layer" {
	printf 'net c\ninput x image 8 8 1\na conv out=6 k=3 p=1\nf flatten\nl linear out=4\noutput\n' >grey.net
	gan-init grey.net -o grey.t
	gan-styletx -n 2 -f grey.t "$C" "$S" >a.ppm
	[ "$(size a.ppm)" = "$(size "$C")" ]
	run -1 cmp -s a.ppm "$C"
	gan-styletx -n 2 -f "$F" style=x,ra content=x "$C" "$S" --trace t.tsv >a.ppm
	[ "$(head -n 1 t.tsv)" = "$(printf 'step\tscale\tevals\ttotal\tcontent.x\tstyle.x\tstyle.ra\ttv')" ]
	refuses 65 "*layer 'l'*no positions*" gan-styletx -f grey.t style=l "$C" "$S" -S 8x8
}

@test "the trace falls, and has a column for each term" {
	gan-styletx -n 20 -f "$F" scales=2 --trace t.tsv "$C" "$S" >a.ppm
	[ "$(head -n 1 t.tsv)" = "$(printf 'step\tscale\tevals\ttotal\tcontent.rb\tstyle.ra\tstyle.rb\ttv')" ]
	[ "$(wc -l <t.tsv)" -eq 43 ]
	awk -F '\t' 'NR > 1 { if ($2 == s && $4 > v) exit 1; s = $2; v = $4 }' t.tsv
	awk -F '\t' '$2 == "40x32" { if (!v) v = $4; w = $4 } END { exit !(w < v) }' t.tsv
	gan-styletx --texture -n 60 -f "$F" scales=1 tv=0 --trace t.tsv "$S" >a.ppm
	awk -F '\t' 'NR == 2 { v = $4 } END { exit !($4 < v / 100) }' t.tsv
}

@test "a texture's style loss falls 1,000-fold in 300 steps" {
	need_plain "a figure of 300 steps; runs of fewer are sanitized above and below"
	need_data data/textures/embark_bricks.png
	pngtopnm "$GAN_DATA/data/textures/embark_bricks.png" 2>/dev/null | pamscale -xyfit 96 96 >bricks.ppm
	gan-styletx --texture -n 300 scales=1 tv=0 --trace t.tsv bricks.ppm >a.ppm
	awk -F '\t' 'NR > 1 { s = 0; for (i = 5; i <= NF; i++) s += $i; if (NR == 2) first = s; if (NR > 2 && $4 > v) exit 1; v = $4 }
		END { print first / s; exit !(s < first / 1000) }' t.tsv
}

@test "tileable=1: the borders of a texture meet" {
	gan-styletx --texture -n 60 -f "$F" start=noise "$S" -S 32x32 >a.ppm
	gan-styletx --texture -n 60 -f "$F" start=noise tileable=1 -j 1 "$S" -S 32x32 >b.ppm
	gan-styletx --texture -n 60 -f "$F" start=noise tileable=1 -j 3 "$S" -S 32x32 | cmp b.ppm -
	# the step over the border beside that within, of red
	seam() {
		ppmtoppm <"$1" | pamdepth 255 | pnmtoplainpnm | awk 'NR > 3 { for (i = 1; i <= NF; i++) v[n++] = $i }
			function d(a, b) { return a > b ? a - b : b - a }
			END { for (y = 0; y < 32; y++) { s += d(v[y * 96], v[y * 96 + 93]); for (x = 0; x < 31; x++) t += d(v[y * 96 + 3 * x], v[y * 96 + 3 * x + 3]) }
				print s / (t / 31) }'
	}
	echo "$(seam a.ppm) $(seam b.ppm)"
	awk -v a="$(seam a.ppm)" -v b="$(seam b.ppm)" 'BEGIN { exit !(b < a && b < 1.3) }'
	refuses 64 '*tileable=1*--texture*' gan-styletx -f "$F" "$C" "$S" tileable=1
}

@test "every statistic, both solvers, every start" {
	for set in statistic=mean statistic=w2 optim=adam start=noise start=grey "start=$G" tv-power=1 balance=0 tv=0 content-weight=0 style-weight=0; do
		gan-styletx -n 2 -f "$F" "$C" "$S" "$set" >"out.ppm"
		cmp -s out.ppm "$C" && [ "$set" != style-weight=0 ] && { echo "$set"; return 1; }
	done
	gan-styletx -n 2 -f "$F" "$C" "$S" start=noise -s 1 >a.ppm
	gan-styletx -n 2 -f "$F" "$C" "$S" start=noise -s 2 >b.ppm
	run -1 cmp -s a.ppm b.ppm
}

@test "styles by weights: one alone is itself, and weights are shares" {
	gan-styletx -n 3 -f "$F" "$C" "$S" >a.ppm
	gan-styletx -n 3 -f "$F" "$C" "$S:7" "$G:0" >b.ppm
	cmp a.ppm b.ppm
	gan-styletx -n 3 -f "$F" "$C" "$S:.6" "$G:.2" >a.ppm
	gan-styletx -n 3 -f "$F" "$C" "$S:3" "$G" >b.ppm
	cmp a.ppm b.ppm
}

@test "--every writes the stages, all of one size, the last as without" {
	gan-styletx -n 4 -f "$F" scales=2 --every 3 "$C" "$S" >all.ppm
	run -0 pamfile -allimages all.ppm
	[ "${#lines[@]}" -eq 3 ]
	gan-styletx -n 4 -f "$F" scales=2 "$C" "$S" >a.ppm
	[ "$(($(stat -c %s a.ppm) * 3))" -eq "$(stat -c %s all.ppm)" ]
	tail -c "$(stat -c %s a.ppm)" all.ppm | cmp a.ppm -
}

@test "a run that was cut goes on with the same bytes, picture and trace" {
	for optim in lbfgs adam; do
		gan-styletx -n 9 -f "$F" scales=1 optim=$optim "$C" "$S" --trace a.tsv >a.ppm
		gan-styletx -n 4 -f "$F" scales=1 optim=$optim "$C" "$S" --state $optim.t >b.ppm
		gan-styletx -n 9 -f "$F" scales=1 optim=$optim "$C" "$S" --state $optim.t --trace b.tsv >b.ppm
		cmp a.ppm b.ppm
		cmp a.tsv b.tsv
		gan-styletx -n 9 -f "$F" scales=1 optim=$optim "$C" "$S" --state $optim.t >b.ppm
		cmp a.ppm b.ppm
	done
	# cut where its reader goes away, somewhere in its second scale
	gan-styletx -n 300 -f "$F" scales=2 --texture "$S" --trace a.tsv >a.ppm
	pipe -0 'gan-styletx -n 300 -f "$1" scales=2 --texture --every 1 --state s.t "$2" | head -c 1000000 >/dev/null; [ "${PIPESTATUS[0]}" != 0 ]' "$F" "$S"
	run -0 gan-stat s.t
	[[ $output == *'record 0: style'*gan-styletx*--texture* ]]
	gan-styletx -n 300 -f "$F" scales=2 --texture "$S" --state s.t --trace b.tsv >b.ppm
	cmp a.ppm b.ppm
	cmp a.tsv b.tsv
	refuses 65 "*lbfgs.t*another run: optim was 'lbfgs', is 'adam'" gan-styletx -f "$F" scales=1 optim=adam "$C" "$S" --state lbfgs.t
	refuses 65 '*another run: picture.style.1 was*' gan-styletx -f "$F" scales=1 "$C" "$C" --state lbfgs.t
	refuses 65 "*expected the state of a run*found model*" gan-styletx -f "$F" "$C" "$S" --state "$F"
}

@test "a signal ends it after a step, with what there is" {
	mkfifo stages
	gan-styletx -n 100000 -f "$F" scales=1 tv=0 optim=adam "$C" "$S" --every 1 --state s.t --trace t.tsv >stages &
	local pid=$! rc=0
	{ head -c 3000 >/dev/null; kill -TERM $pid; cat >rest; } <stages
	wait $pid || rc=$?
	[ $rc -eq 143 ]
	[ -s s.t ]
	[ "$(wc -l <t.tsv)" -gt 1 ]
}

@test "-v says what memory was taken" {
	run -0 --separate-stderr gan-styletx -v -n 1 -f "$F" "$C" "$S" -o a.ppm
	[[ $stderr == 'gan-styletx: 1 steps; memory: network '*' MB, plan '*'; peak '*' MB' ]]
}

@test "a discriminator looks, at a size that is not its own" {
	gan-data --toy glyphs -n 4 -S 32x32 -C rgb -o d.t
	gan-init dcgan like=d.t ngf=4 ndf=4 -o m.t
	gan-styletx -n 2 -f m.t "$C" "$S" >a.ppm
	[ "$(size a.ppm)" = "$(size "$C")" ]
	gan-styletx -n 2 -f m.t:d. "$C" "$S" >b.ppm
	cmp a.ppm b.ppm
	refuses 64 '*layers are named by content=*' gan-styletx -f m.t:d.main.0 "$C" "$S"
	refuses 65 '*net g*expected one input, a picture*' gan-styletx -f m.t:g. "$C" "$S"
}

@test "--describe, and settings that are wrong" {
	run -0 gan-styletx --describe
	[[ $output == *'style-weight	number 0..'* ]]
	refuses 64 "*'stile' is unknown*'style'*" gan-styletx -f "$F" "$C" "$S" stile=a
	refuses 64 '*statistic*gram|mean|w2*' gan-styletx -f "$F" "$C" "$S" statistic=max
	refuses 64 '*expected a content picture*' gan-styletx -f "$F" "$C"
	refuses 64 '*once*' gan-styletx -f "$F" - -
	refuses 64 '*a texture has no content' gan-styletx -f "$F" --texture "$S" start=content
	refuses 64 '*nothing is asked for*' gan-styletx -f "$F" "$C" "$S" content-weight=0 style-weight=0
	refuses 64 '*all 0*' gan-styletx -f "$F" "$C" "$S:0"
	refuses 64 '*all 0*' gan-styletx -f "$F" "$C" "$S" style=ra:0
	refuses 64 '*twice*' gan-styletx -f "$F" "$C" "$S" style=ra,ra
	for set in lr=.1 beta1=.5 'history=3 optim=adam' 'tv-power=1 tv=0' seed=1 'style=ra style-weight=0' 'content=ra content-weight=0'; do
		# shellcheck disable=SC2086 # words
		refuses 64 "*${set%% *}: acts w*" gan-styletx -f "$F" "$C" "$S" $set
	done
	refuses 64 '*LAYER:WEIGHT*' gan-styletx -f "$F" "$C" "$S" content=ra:x
	refuses 64 '*pnmtopng*' gan-styletx -f "$F" "$C" "$S" -o a.png
}

@test "bad input: a layer that is not there, nets that cannot look, pictures of one pixel, alpha, 16 bit" {
	refuses 65 "*has no layer 'relu9'; there are: a ra b rb" gan-styletx -f "$F" "$C" "$S" style=relu9
	printf 'net c\ninput x image 8 8 3\n- flatten\nl linear out=4\noutput\n' >l.net
	gan-init l.net -o l.t
	refuses 65 '*no convolution*' gan-styletx -f l.t "$C" "$S"
	ppmmake '#204080' 1 1 >one.ppm
	gan-styletx -n 2 -f "$F" one.ppm "$S" >a.ppm
	[ "$(size a.ppm)" = 'PPM raw, 1 by 1' ]
	gan-styletx -n 2 -f "$F" "$C" one.ppm >a.ppm
	refuses 65 '*layer*picture of 1x1*' gan-styletx one.ppm "$S"
	pamstack -tupletype=RGB_ALPHA "$C" <(ppmtopgm "$C") >alpha.pam
	gan-styletx -n 1 -f "$F" alpha.pam "$S" >a.ppm
	pamdepth 65535 "$C" >deep.ppm
	gan-styletx -n 1 -f "$F" deep.ppm "$S" >a.ppm
	gan-styletx -n 1 -f "$F" "$C" "$S" | cmp a.ppm -
	refuses 65 '*expected one picture*' gan-styletx -f "$F" <(cat "$C" "$C") "$S"
	mkdir a:1
	cp "$S" a:1/s:2
	gan-styletx -n 1 -f "$F" "$C" a:1/s:2:1 | cmp - <(gan-styletx -n 1 -f "$F" "$C" "$S")
	refuses 65 '*found a stream*' gan-styletx -f "$F" "$F" "$S"
	refuses 66 '*nowhere*' gan-styletx -f "$F" "$C" nowhere.ppm
	GAN_MAX_BYTES=100K refuses 71 '*GAN_MAX_BYTES*' gan-styletx -f "$F" "$C" "$S"
}

@test "the default network is found beside the programs" {
	need_plain "the programs are copied"
	mkdir -p r/bin r/share/gan-tools
	cp "$GAN_BIN/gan-styletx" r/bin
	mv r r:1
	ln -s r:1 r
	refuses 66 '*-f*features.t*' r/bin/gan-styletx "$C" "$S"
	cp "$GAN_TOP/share/features.t" r/share/gan-tools
	r/bin/gan-styletx -n 1 "$C" "$S" >a.ppm
}

@test "colours: kept, by luma alone, matched first, in all ways" {
	# luma of a picture as PGM, and its red less its luma
	luma() { ppmtopgm "$1"; }
	gan-styletx -n 3 -f "$F" "$C" "$S" >free.ppm
	gan-styletx -n 3 -f "$F" "$C" "$S" colour=free | cmp free.ppm -
	gan-styletx -n 3 -f "$F" "$C" "$S" colour=keep >keep.ppm
	[ "$(pamarith -difference <(luma free.ppm) <(luma keep.ppm) | pamsumm -max -brief)" -le 1 ]
	gan-styletx -n 0 -f "$F" "$C" "$S" scales=1 colour=keep >a.ppm
	[ "$(pamarith -difference "$C" a.ppm | pamsumm -max -brief)" -le 1 ]
	for set in colour=luma colour=match colour=hist 'colour=match colour-root=cholesky' 'colour=match colour-root=transport'; do
		# shellcheck disable=SC2086 # words are meant
		gan-styletx -n 3 -f "$F" "$C" "$S" $set >"out.ppm"
		[ "$(size out.ppm)" = "$(size "$C")" ]
		run -1 cmp -s out.ppm free.ppm
		run -1 cmp -s out.ppm keep.ppm
	done
	gan-styletx -n 3 -f "$F" "$C" "$G" colour=luma >a.ppm
	gan-styletx -n 3 -f "$F" "$C" "$G" colour=match >a.ppm
	gan-styletx -n 3 -f "$F" "$G" "$S" colour=match >a.ppm
	gan-styletx -n 3 -f "$F" "$G" "$G" colour=hist >a.pgm
	# grey content keeps its grey
	gan-styletx -n 3 -f "$F" "$G" "$S" colour=keep >a.ppm
	ppmtopgm a.ppm | pgmtoppm white | cmp - a.ppm
	# resumed
	gan-styletx -n 6 -f "$F" "$C" "$S" scales=1 colour=luma >a.ppm
	gan-styletx -n 2 -f "$F" "$C" "$S" scales=1 colour=luma --state s.t >b.ppm
	gan-styletx -n 6 -f "$F" "$C" "$S" scales=1 colour=luma --state s.t | cmp a.ppm -
	refuses 64 '*all pictures are grey*' gan-styletx -f "$F" "$G" "$G" colour=keep
	refuses 64 '*a texture has none*' gan-styletx -f "$F" --texture "$S" colour=match
	refuses 64 '*colour*free|hist|keep|luma|match*' gan-styletx -f "$F" "$C" "$S" colour=blue
}

@test "masks: regions with styles of their own" {
	pgmmake 1 40 32 >all.pgm
	pgmmake 0 40 32 >none.pgm
	pamcut -width 20 all.pgm >w.pgm
	pamcut -width 20 none.pgm >k.pgm
	pnmcat -lr w.pgm k.pgm >left.pgm
	pnmcat -lr k.pgm w.pgm >right.pgm
	pgmmake 1 32 32 >wide.pgm
	# one region that is all
	gan-styletx -n 3 -f "$F" "$C" "$S" >a.ppm
	gan-styletx -n 3 -f "$F" "$C" "$S" --mask all.pgm:wide.pgm | cmp a.ppm -
	# two, which are far enough from each other for their middles not to mind what the other's style is
	gan-styletx -n 3 -f "$F" scales=1 "$C" "$S" "$C" --mask left.pgm --mask right.pgm --trace t.tsv >a.ppm
	[ "$(head -n 1 t.tsv)" = "$(printf 'step\tscale\tevals\ttotal\tcontent.rb\tstyle1.ra\tstyle2.ra\tstyle1.rb\tstyle2.rb\ttv')" ]
	gan-styletx -n 1 -f "$F" scales=1 tv=0 start=content optim=adam "$C" "$S" "$C:0" --mask left.pgm --mask right.pgm >b.ppm
	cmp <(pamcut -left 24 "$C") <(pamcut -left 24 b.ppm)
	run -1 cmp -s <(pamcut -width 16 "$C") <(pamcut -width 16 b.ppm)
	gan-styletx -n 3 -f "$F" scales=1 "$C" "$S" "$C" --mask left.pgm --mask right.pgm mask-erode=1 >b.ppm
	run -1 cmp -s a.ppm b.ppm
	gan-styletx -n 3 -f "$F" --texture -S 40x32 "$S" "$C" --mask left.pgm --mask right.pgm:all.pgm >b.ppm
	gan-styletx -n 6 -f "$F" scales=1 "$C" "$S" --mask left.pgm >a.ppm
	gan-styletx -n 2 -f "$F" scales=1 "$C" "$S" --mask left.pgm --state s.t >b.ppm
	gan-styletx -n 6 -f "$F" scales=1 "$C" "$S" --mask left.pgm --state s.t | cmp a.ppm -
	refuses 65 '*another run: picture.mask.1 was*' gan-styletx -f "$F" scales=1 "$C" "$S" --mask right.pgm --state s.t
	refuses 65 "*wide.pgm: expected a mask of the content's size, 40x32, found 32x32*" gan-styletx -f "$F" "$C" "$S" --mask wide.pgm
	refuses 65 "*all.pgm*the style's size, 32x32*" gan-styletx -f "$F" "$C" "$S" --mask all.pgm:all.pgm
	refuses 65 '*none.pgm: the mask is black*' gan-styletx -f "$F" "$C" "$S" --mask none.pgm
	refuses 64 '*expected one for each of 2 styles, found 1*' gan-styletx -f "$F" "$C" "$S" "$C" --mask left.pgm
	refuses 64 '*there are no regions*' gan-styletx -f "$F" "$C" "$S" mask-erode=1
	refuses 64 '*once*' gan-styletx -f "$F" - "$S" --mask -
	printf 'net c\ninput x image * * 3\na conv out=6 k=3 p=1\nn inorm\nra relu\noutput\n' >i.net
	gan-init i.net -o i.t
	refuses 65 "*mask-erode=1: layer 'ra'*whole picture*" gan-styletx -f i.t "$C" "$S" --mask left.pgm mask-erode=1
}

@test "style-scale: twice as large is the style enlarged, and half a texture is half of it" {
	gan-styletx -n 3 -f "$F" scales=1 "$C" "$S" >a.ppm
	gan-styletx -n 3 -f "$F" scales=1 "$C" "$S" style-scale=2 >b.ppm
	run -1 cmp -s a.ppm b.ppm
	# a texture of 32x32 looked at as 16x16 is the one that gan-data makes so small
	gan-data -S 16x16 "$S" | gan-data -x - >small.ppm
	gan-styletx --texture -n 3 -f "$F" scales=1 -S 20x20 small.ppm >a.ppm
	gan-styletx --texture -n 3 -f "$F" scales=1 -S 20x20 "$S" style-scale=.5 | cmp a.ppm -
	gan-styletx -n 1 -f "$F" scales=1 "$C" "$S" style-scale=.01 >a.ppm
	refuses 65 '*32768*' gan-styletx -n 1 -f "$F" scales=1 "$C" "$S" style-scale=100 -S 400x2
	refuses 64 '*style-scale*acts where style-weight*' gan-styletx -f "$F" "$C" "$S" style-scale=2 style-weight=0
	refuses 64 '*colour-root*acts with colour=match*' gan-styletx -f "$F" "$C" "$S" colour-root=transport
}

@test "--tile: the same picture, whatever the tile and the threads, and what cannot be tiled" {
	gan-styletx -n 4 -f "$F" "$C" "$S" "$C" scales=2 --trace a.tsv >a.ppm
	gan-styletx -n 4 -f "$F" "$C" "$S" "$C" scales=2 --tile 12 --trace b.tsv -j 1 >b.ppm
	[ "$(pamarith -difference a.ppm b.ppm | pamsumm -max -brief)" -le 1 ]
	paste a.tsv b.tsv | awk 'NR > 1 { d = $4 / $12 - 1; if (d < -1e-4 || d > 1e-4) exit 1; n++ } END { exit n != 10 }'
	gan-styletx -n 4 -f "$F" "$C" "$S" "$C" scales=2 tile=12 -j 3 | cmp b.ppm -
	gan-styletx -n 4 -f "$F" "$C" "$S" "$C" scales=2 tile=500 | cmp a.ppm -
	gan-styletx --texture -n 4 -f "$F" "$S" scales=1 --tile 8 --state s.t >a.ppm
	gan-styletx --texture -n 8 -f "$F" "$S" scales=1 --tile 8 --state s.t >a.ppm
	gan-styletx --texture -n 8 -f "$F" "$S" scales=1 --tile 8 | cmp a.ppm -
	gan-styletx --texture -n 4 -f "$F" "$S" -S 48x40 scales=1 tileable=1 >a.ppm
	gan-styletx --texture -n 4 -f "$F" "$S" -S 48x40 scales=1 tileable=1 --tile 16 >b.ppm
	[ "$(pamarith -difference a.ppm b.ppm | pamsumm -max -brief)" -le 1 ]
	printf 'net c\ninput x image * * 3\na conv out=6 k=3 p=1\nn inorm\nra relu\noutput\n' >i.net
	gan-init i.net -o i.t
	refuses 65 "*i.t: tile=16: layer 'ra': its op 'sum' looks at the whole picture*" gan-styletx -f i.t "$C" "$S" --tile 16
	gan-styletx -n 1 -f i.t "$C" "$S" style=a content=a --tile 16 >a.ppm
	printf 'net c\ninput x image * * 3\np pad p=1 mode=circular\na conv out=6 k=3\nra relu\noutput\n' >p.net
	gan-init p.net -o p.t
	refuses 65 "*p.t: tile=16: layer 'ra' is padded by the picture's other end*" gan-styletx -f p.t "$C" "$S" --tile 16
	refuses 64 '*tile*0..32768*' gan-styletx -f "$F" "$C" "$S" --tile 40000
}

@test "--tile: memory does not grow with the picture, and a tile that would fit is named" {
	need_plain "pictures of these sizes take minutes"
	plan() { gan-styletx -v -n 0 "$C" "$S" scales=1 "$@" 2>&1 >a.ppm | sed -n 's/.*plan \([0-9.]*\) MB.*/\1/p'; }
	local small
	small=$(plan -S 160x128 --tile 32)
	[ "$small" = "$(plan -S 200x160 --tile 32)" ]
	[ "$small" != "$(plan -S 160x128 --tile 64)" ]
	GAN_MAX_BYTES=120M refuses 71 '*320x256: --tile 64 would fit*GAN_MAX_BYTES*' gan-styletx -n 1 scales=1 -S 320x256 "$C" "$S"
	GAN_MAX_BYTES=120M gan-styletx -n 1 scales=1 -S 320x256 "$C" "$S" --tile 64 >a.ppm
	GAN_MAX_BYTES=90M refuses 71 '*--tile 32 would fit*' gan-styletx -n 1 scales=1 -S 320x256 "$C" "$S" --tile 64
}

@test "that a fine scale does not fit is said before the coarse ones are made" {
	GAN_MAX_BYTES=200M refuses 71 '*600x500: --tile * would fit*' gan-styletx -n 100000 -S 600x500 "$C" "$S" --trace t.tsv
	[ ! -e t.tsv ]
}
