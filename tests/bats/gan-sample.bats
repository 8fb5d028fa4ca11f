# gan-sample: pictures and data out of models.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	gan-data --toy glyphs -n 60 -S 16x16 -C gray -s 3 -o d.t
	gan-data -C rgb -o rgb.t d.t
	gan-data --toy ring -n 60 -o ring.t
	gan-init dcgan like=rgb.t z=5 ngf=4 ndf=4 batch=10 -s 5 | gan-step -n 6 -o m.t rgb.t
	gan-init mlp like=d.t z=4 hidden.g=8 hidden.d=8 batch=10 -s 5 | gan-step --every 2 -n 6 d.t >series.t
	gan-init mlp like=ring.t z=4 hidden.g=8 hidden.d=8 batch=10 | gan-step -n 2 -o points.t ring.t
}
setup() {
	mkdir "$BATS_TEST_TMPDIR/w" # bats keeps files of its own in the folder above
	cd "$BATS_TEST_TMPDIR/w"
	M=$BATS_FILE_TMPDIR/m.t S=$BATS_FILE_TMPDIR/series.t P=$BATS_FILE_TMPDIR/points.t
}

@test "a grid of 64 by default, near-square, with gaps of a pixel" {
	gan-sample <"$M" >a.ppm
	gan-sample -n 5 -m "$M" >b.ppm
	gan-sample --grid=7x2 -m "$M" >c.ppm
	run -0 pamfile a.ppm b.ppm c.ppm
	[[ ${lines[0]} == *'PPM raw, 135 by 135 '* ]]
	[[ ${lines[1]} == *'50 by 33 '* ]]
	[[ ${lines[2]} == *'118 by 33 '* ]]
}

@test "the same picture from a pipe, a file, and with -o" {
	gan-sample <"$M" >a.ppm
	gan-sample -m "$M" >b.ppm
	gan-sample -m "$M" -o c.ppm
	cmp a.ppm b.ppm
	cmp a.ppm c.ppm
	[ "$(ls)" = "$(printf 'a.ppm\nb.ppm\nc.ppm')" ]
}

@test "sample k does not depend on how many are made, nor on threads" {
	for n in 1 3 16 17 64; do
		gan-sample -j 1 -1 -n $n -m "$M" >"$n.ppm"
		size=$(stat -c %s "$n.ppm")
		gan-sample -j 3 -1 -n 64 -m "$M" >all.ppm
		cmp -n "$size" "$n.ppm" all.ppm
	done
	gan-sample -t -z 0 --no-pg -n 64 -m "$M" | tail -c $((64 * 768)) >x
	gan-sample -t -z 0 --no-pg -n 19 -m "$M" | tail -c $((19 * 768)) | cmp - <(head -c $((19 * 768)) x)
}

@test "-1 gives pictures one after another" {
	pipe -0 'gan-sample -1 -n 3 -m "$1" | pamfile -allimages' "$M"
	[ "${#lines[@]}" -eq 3 ]
	[[ ${lines[2]} == *'16 by 16'* ]]
}

@test "-t gives the same samples as data" {
	gan-sample -t -n 5 -m "$M" -o x.t
	gan-data -x -1 x.t >a.ppm
	gan-sample -1 -n 5 -m "$M" >b.ppm
	cmp a.ppm b.ppm
	run -0 gan-stat -w pg x.t
	[[ $output == *gan-init*gan-step*'gan-sample -t'* ]]
}

@test "-s draws others, and the model's own seed is the default" {
	gan-sample -m "$M" >a.ppm
	gan-sample -m "$M" -s 5 >b.ppm
	gan-sample -m "$M" -s 6 >c.ppm
	cmp a.ppm b.ppm
	run -1 cmp -s a.ppm c.ppm
}

@test "averaged weights where there are any, and --no-ema" {
	gan-sample -m "$M" >a.ppm
	gan-sample --no-ema -m "$M" >b.ppm
	run -1 cmp -s a.ppm b.ppm
	gan-step -n 0 ema=0 -m "$M" -o plain.t
	gan-step -n 1 ema=0 -m "$M" -o plain.t "$BATS_FILE_TMPDIR/rgb.t"
	gan-sample -m plain.t >a.ppm
	gan-sample --no-ema -m plain.t >b.ppm
	cmp a.ppm b.ppm
	run -0 --separate-stderr gan-sample -v -m "$M" -o x.ppm
	[[ $stderr == *'step 6, averaged weights, seed 5'* ]]
}

@test "each model of a series gives its picture; --record takes one" {
	pipe -0 'gan-sample -n 4 < "$1" | pamfile -allimages' "$S"
	[ "${#lines[@]}" -eq 3 ]
	gan-sample -1 -n 1 <"$S" >all.pgm
	for k in 0 1 2; do gan-sample -1 -n 1 --record $k -m "$S"; done >each.pgm
	cmp all.pgm each.pgm
	gan-sample -1 -n 1 --record last <"$S" | cmp - <(gan-sample -1 -n 1 --record 2 <"$S")
	refuses 65 '*no record 3: there are 3 *count from 0*' gan-sample --record 3 -m "$S" -o x.pgm
	refuses 64 '*--record*' gan-sample --record first -m "$S"
}

@test "a picture comes as soon as its model has come" {
	mkfifo models
	gan-sample -1 -n 1 <models >out.pgm 3>&- &
	exec 7>models
	gan-step -n 0 -m "$M" >&7
	for _ in $(seq 100); do
		[ "$(stat -c %s out.pgm)" -gt 0 ] && break
		sleep .05
	done
	[ "$(stat -c %s out.pgm)" -gt 768 ]
	exec 7>&-
	wait $!
}

@test "--latents: pictures of latents that are given" {
	printf 'net g\ninput z 3\na linear out=3 bias=0\n- view to=3,1,1\noutput range=0:1\n' >id.net
	gan-init id.net -o id.t
	python=$(command -v python3 || true)
	[ -n "$python" ] || skip "no python3 here"
	"$python" - <<'PY'
import json, struct
def doc(name, kind, tensors):
    head, data = {"__metadata__": kind}, b""
    for key, shape, values in tensors:
        raw = struct.pack("<%df" % len(values), *values)
        head[key] = {"dtype": "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    h = json.dumps(head).encode()
    open(name, "wb").write(struct.pack("<Q", len(h)) + h + data)
doc("z.safetensors", {"gan.kind": "latents"}, [("z", [2, 3], [0, .2, .4, .6, .8, 1])])
doc("w.safetensors", {"format": "pt"}, [("a.weight", [3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1])])
PY
	gan-init id.net --weights w.safetensors -o id.t
	gan-sample -1 --latents z.safetensors -m id.t | pnmtoplainpnm | tr '\n' ' ' >out.txt
	run -0 cat out.txt
	[[ $output == *'255 0 51 102'*'255 153 204 255'* ]]
	refuses 65 '*expected 3 latents, found 2*' gan-sample -n 3 --latents z.safetensors -m id.t
	refuses 65 '*latents of 5 numbers*found 3*' gan-sample --latents z.safetensors -m "$M"
	refuses 65 "*no 'z'*" gan-sample --latents "$BATS_FILE_TMPDIR/d.t" -m "$M"
}

@test "of a net's outputs the first is taken" {
	printf 'net g\ninput z 3\na linear out=3\nv view to=3,1,1\noutput range=0:1\n' >one.net
	{ cat one.net && printf 'output %s from=a\n' b c d e f; } >six.net
	gan-init one.net -s 3 | gan-sample -1 -n 2 >one.ppm
	gan-init six.net -s 3 | gan-sample -1 -n 2 | cmp - one.ppm
	gan-init six.net -o six.t
	printf 'net c\ninput x 2\na linear out=8\noutput\noutput b from=a\noutput c from=x\noutput d from=x\n' >c.net
	gan-data --toy ring -n 16 -o r.t
	pipe -0 'gan-init c.net | gan-stat -M accuracy -f - r.t'
	[[ $output == *accuracy* ]]
}

@test "points are data only" {
	refuses 65 '*points of 2 numbers*-t*' gan-sample -m "$P"
	gan-sample -t -n 7 -m "$P" -o x.t
	run -0 gan-stat x.t
	[[ $output == *'[7,2]'* ]]
}

@test "refusals with their cure" {
	refuses 64 '*pnmtopng > x.png*' gan-sample -o x.png -m "$M"
	refuses 64 '*pnmtojpeg > x.jpg*' gan-sample -o x.jpg -m "$M"
	refuses 64 '*-m FILE*' gan-sample "$M"
	refuses 64 '*exclude each other*' gan-sample -1 -t -m "$M"
	refuses 64 '*--grid=9*' gan-sample --grid=9 -m "$M"
	refuses 65 '*expected a model*' gan-sample -m "$BATS_FILE_TMPDIR/d.t" -o x.ppm
	refuses 65 '*' gan-sample -o x.ppm </dev/null
	refuses 66 '*nowhere.t*' gan-sample -m nowhere.t -o x.ppm
	head -c 2000 "$M" >cut.t
	refuses 65 '*cut.t*' gan-sample -m cut.t -o x.ppm
	[ "$(ls)" = cut.t ]
	printf 'net c\ninput x image 4 4 1\n- flatten\na linear out=2\noutput\n' >c.net
	gan-init c.net -o c.t
	refuses 65 '*no net g*' gan-sample -m c.t -o x.ppm
	run -74 bash -c 'gan-sample -m "$1" > /dev/full' _ "$M"
}

@test "a cut series is refused, --salvage takes its whole records" {
	head -c $(($(stat -c %s "$S") - 40)) "$S" >cut.t
	run -65 --separate-stderr gan-sample -1 -n 1 -m cut.t -o x.pgm
	[[ $stderr == *cut.t* ]]
	[ ! -e x.pgm ]
	pipe -0 'gan-sample --salvage -1 -n 1 -m cut.t 2>/dev/null | pamfile -allimages'
	[ "${#lines[@]}" -ge 2 ]
}

# nets that make pictures of pictures: the negative; one with weights, for any size; one that draws at random
image_nets() {
	printf 'net g\ninput x image * * 3\n- affine scale=-1 shift=1\n' | gan-init - -o negative.t
	printf 'net g\ninput x image * * 3 range=-1:1\na conv out=5 k=3 s=2 p=same\n- relu\nb convt out=3 k=3 s=2 p=same\n- tanh\noutput range=-1:1\n' |
		gan-init - -s 3 -o any.t
	printf 'net g\ninput x image * * 1\n- noise scale=.2 when=always\n' | gan-init - -s 4 -o noise.t
}

@test "-i: pictures of pictures, of a file, a pipe, a stream of several sizes" {
	image_nets
	gan-data -x -1 -n 2 "$BATS_FILE_TMPDIR/rgb.t" >two.ppm
	gan-data -x -n 1 -S 7x11 "$BATS_FILE_TMPDIR/rgb.t" >odd.ppm
	gan-sample -i odd.ppm -m negative.t | cmp - <(pnminvert odd.ppm)
	cat odd.ppm two.ppm odd.ppm | gan-sample -i - -m negative.t >all.ppm
	pamsplit two.ppm two.%d
	for f in odd.ppm two.0 two.1 odd.ppm; do pnminvert $f; done | cmp - all.ppm
	gan-sample -i odd.ppm <negative.t | cmp - <(pnminvert odd.ppm)
	# a data stream is pictures too
	gan-data two.ppm | gan-sample -i - -m negative.t -o x.ppm
	gan-sample -i two.ppm -m negative.t | cmp - x.ppm
	# of a series the last
	cat any.t negative.t >series.t
	gan-sample -i odd.ppm -m series.t | cmp - <(pnminvert odd.ppm)
	gan-sample -i odd.ppm --record 0 -m series.t | cmp - <(gan-sample -i odd.ppm -m any.t)
}

@test "-i: a picture's bytes depend on no other and on no number of threads; the size is the net's affair" {
	image_nets
	gan-data -x -1 -n 2 "$BATS_FILE_TMPDIR/rgb.t" >two.ppm
	gan-data -x -n 1 -S 7x11 "$BATS_FILE_TMPDIR/rgb.t" >odd.ppm
	cat two.ppm odd.ppm two.ppm | gan-sample -j 1 -i - -m any.t >a.ppm
	for f in two odd two; do gan-sample -j 3 -i $f.ppm -m any.t; done >b.ppm
	cmp a.ppm b.ppm
	run -0 bash -c 'pamfile -allimages a.ppm'
	[[ ${lines[2]} == *'8 by 12'* ]] # 7x11, halved upwards and doubled
}

@test "-i: gray for rgb, luma for gray, 16 bits, alpha" {
	image_nets
	gan-data -x -n 1 "$BATS_FILE_TMPDIR/d.t" >g.pgm
	gan-sample -i g.pgm -m negative.t | cmp - <(pnminvert g.pgm | gan-data -x -C rgb)
	printf 'net g\ninput x image * * 1\n- affine scale=-1 shift=1\n' | gan-init - -o gray.t
	printf 'P3 2 1 255 255 0 0 10 20 30\n' >c.ppm
	run -0 --separate-stderr gan-sample -i c.ppm -m gray.t -o y.pgm
	[[ $stderr == *'takes gray pictures'*luma* ]]
	gan-data -x -C gray c.ppm | pnminvert | cmp - y.pgm
	printf 'P2 2 1 65535 65535 32768\n' >deep.pgm
	gan-sample -q -i deep.pgm -m gray.t | cmp - <(gan-data -x deep.pgm | pnminvert)
	printf 'P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n\310\144\062\200' >alpha.pam
	gan-sample -i alpha.pam -m negative.t | cmp - <(gan-data -x alpha.pam | pnminvert)
}

@test "-i: layers that draw go by the seed and the picture's place" {
	image_nets
	gan-data -x -n 1 "$BATS_FILE_TMPDIR/d.t" >g.pgm
	gan-sample -i g.pgm -m noise.t >a.pgm
	gan-sample -i g.pgm -s 4 -m noise.t | cmp - a.pgm
	gan-sample -i g.pgm -s 5 -m noise.t >b.pgm
	run -1 cmp -s a.pgm b.pgm
	cat g.pgm g.pgm | gan-sample -i - -m noise.t >c.pgm
	cmp -n "$(stat -c %s a.pgm)" a.pgm c.pgm
	run -1 cmp -s <(cat a.pgm a.pgm) c.pgm
}

@test "-i: a picture leaves as soon as it is made" {
	image_nets
	gan-data -x -n 1 "$BATS_FILE_TMPDIR/d.t" >g.pgm
	mkfifo in
	gan-sample -i in -m negative.t >out.ppm 3>&- &
	exec 7>in
	cat g.pgm >&7
	cat g.pgm >&7
	for _ in $(seq 100); do
		[ "$(stat -c %s out.ppm)" -ge 768 ] && break
		sleep .05
	done
	[ "$(stat -c %s out.ppm)" -ge 768 ]
	exec 7>&-
	wait $!
	[ "$(pamfile -allimages out.ppm | wc -l)" -eq 2 ]
}

@test "-i: what does not fit" {
	image_nets
	gan-data -x -n 1 "$BATS_FILE_TMPDIR/d.t" >g.pgm
	refuses 65 '*m.t: net g: takes latents, not pictures*' gan-sample -i g.pgm -m "$M"
	refuses 65 '*net g: makes pictures of pictures*-i FILE*' gan-sample -m negative.t
	refuses 65 '*net g: makes pictures of pictures*-i FILE*' gan-interp 1 2 -m negative.t
	refuses 64 '*-i and -t exclude each other*gan-data*' gan-sample -i g.pgm -t -m negative.t
	refuses 64 '*-i and --grid exclude each other*' gan-sample -i g.pgm --grid -m negative.t
	refuses 64 '*-i and -n exclude each other*' gan-sample -i g.pgm -n 1 -m negative.t
	refuses 64 '*-i and --latents exclude each other*' gan-sample -i g.pgm --latents z -m negative.t
	refuses 64 '*standard input is the model already*' gan-sample -i -
	refuses 66 '*none.ppm*' gan-sample -i none.ppm -m negative.t
	: >empty
	refuses 65 '*empty*' gan-sample -i empty -m negative.t
	head -c 100 g.pgm >cut.pgm
	refuses 65 '*cut.pgm: picture 1*' gan-sample -i cut.pgm -m negative.t -o x.ppm
	refuses 65 '*ring.t: expected pictures, found points of 2 numbers*' gan-sample -i "$BATS_FILE_TMPDIR/ring.t" -m negative.t
	printf 'net g\ninput x image 8 8 1\na conv out=1 k=3\n' | gan-init - -o fixed.t
	refuses 65 '*g.pgm: picture 1: net g takes pictures of 8x8, found 16x16 (gan-data -x -S 8x8 makes them so)*' gan-sample -i g.pgm -m fixed.t
	pipe -0 'gan-data -x -S 8x8 g.pgm | gan-sample -i - -m fixed.t | pamfile'
	[[ $output == *'6 by 6'* ]]
	printf 'net g\ninput x image * * 1\na conv out=1 k=3 p=1 mode=reflect\n' | gan-init - -o reflect.t
	printf 'P2 1 1 255 7\n' >one.pgm
	refuses 65 "*one.pgm: picture 1: *layer 'a' conv: *" gan-sample -i one.pgm -m reflect.t
	printf 'net g\ninput x image * * 1\ninput z 3\n- id from=x\n' | gan-init - -o two.t
	refuses 65 '*expected one input, an image, found 2*' gan-sample -i g.pgm -m two.t
	printf 'net g\ninput x image 16 16 1\n- flatten\na linear out=2\n' | gan-init - -o points.t
	refuses 65 '*expected a picture as its output*' gan-sample -i g.pgm -m points.t
	GAN_MAX_BYTES=100000 refuses 71 '*: picture 1: the nets need * bytes at work, the limit is 100000 (*picture*' \
		gan-sample -i <(pamenlarge 20 g.pgm) -m any.t
}

@test "-i: a foreign style on a photo is as it was elsewhere" {
	need_data weights/faststyle-udnie-ml5.safetensors goldens/chicago-192x128.png goldens/chicago-192x128-udnie.png
	need_program pngtopnm
	gan-init "$GAN_TOP/share/nets/faststyle.net" --weights "$GAN_DATA/weights/faststyle-udnie-ml5.safetensors" -o u.t
	pngtopnm "$GAN_DATA/goldens/chicago-192x128.png" | gan-sample -i - -m u.t >u.ppm
	pngtopnm "$GAN_DATA/goldens/chicago-192x128-udnie.png" >want.ppm
	# of 73,728 numbers a few are rounded otherwise
	[ "$(stat -c %s u.ppm)" = "$(stat -c %s want.ppm)" ]
	[ "$(cmp -l u.ppm want.ppm | wc -l)" -lt 20 ]
}

@test "-i: a foreign net sharpens an enlarged butterfly" {
	need_data weights/vdsr-twtygqyy.safetensors goldens/butterfly-bicubic-x4.png data/superres/Set5/butterfly.png
	need_program pngtopnm
	need_program pnmpsnr
	gan-init "$GAN_TOP/share/nets/vdsr.net" --weights "$GAN_DATA/weights/vdsr-twtygqyy.safetensors" -o v.t
	pngtopnm "$GAN_DATA/data/superres/Set5/butterfly.png" | gan-data -x -C gray >sharp.pgm
	pngtopnm "$GAN_DATA/goldens/butterfly-bicubic-x4.png" | gan-data -x -C gray >soft.pgm
	gan-sample -i soft.pgm -m v.t >made.pgm
	before=$(pnmpsnr -machine sharp.pgm soft.pgm) after=$(pnmpsnr -machine sharp.pgm made.pgm)
	awk -v b="$before" -v a="$after" 'BEGIN { print b, a; exit !(b < 21 && a > 25.3) }' # dB
}

@test "--quiz: a sheet of real and generated pictures, and its key" {
	G=$BATS_FILE_TMPDIR/rgb.t
	gan-sample --quiz "$G" --key key.tsv -n 21 -m "$M" >sheet.ppm
	run -0 cut -f 2 key.tsv
	[ "${lines[0]}" = is ]
	[ "$(grep -c real <<<"$output")" -eq 11 ]
	[ "$(grep -c generated <<<"$output")" -eq 10 ]
	[ "$(tail -n +2 key.tsv | sort -u -k 2,3 | wc -l)" -eq 21 ] # no picture twice
	# the same again, from pipes and with another number of threads; another seed is another sheet
	gan-sample --quiz <(cat "$G") --key key2.tsv -n 21 -j 1 <"$M" | cmp - sheet.ppm
	cmp key.tsv key2.tsv
	gan-sample --quiz "$G" --key key2.tsv -n 21 -s 9 -m "$M" >other.ppm
	run -1 cmp -s key.tsv key2.tsv
	# a picture on the sheet is what the key says that it is: 16x16, four times as large
	IFS=$'\t' read -r _ _ k < <(grep $'\treal\t' key.tsv | head -n 1)
	at=$(($(grep -n $'\treal\t' key.tsv | head -n 1 | cut -d : -f 1) - 2)) # cells are 72 wide and 84 high
	need_program pamcut
	pamcut -left $((8 + at % 5 * 72)) -top $((8 + at / 5 * 84)) -width 64 -height 64 sheet.ppm >cell.ppm
	gan-data -x -1 "$G" --skip "$k" -n 1 | pamenlarge 4 | cmp - cell.ppm
	# the last of a series, a grid of one's own
	gan-data -n 60 -o gray.t "$BATS_FILE_TMPDIR/d.t"
	gan-sample --quiz gray.t --key - --grid=4x2 -m "$S" -o s.ppm >k.tsv
	[ "$(wc -l <k.tsv)" -eq 9 ]
	[ "$(pamfile -allimages s.ppm | wc -l)" -eq 1 ]
}

@test "--quiz: answers are scored" {
	printf 'number\tis\telement\n1\treal\t0\n2\tgenerated\t0\n3\treal\t4\n4\tgenerated\t1\n' >key.tsv
	printf '1 r\n2 Fake\n# a word\n3: generated\n4\n' >a.txt
	run -0 gan-stat --score key.tsv a.txt
	[ "${lines[0]}" = $'pictures\tanswered\tright\tshare\tlow\thigh\tchance\treal\tgenerated' ]
	[[ ${lines[1]} == $'4\t3\t2\t0.6666666666666'*$'\t0.0942'*$'\t0.9915'*$'\t0.5\t0.5\t1' ]]
	pipe -0 'gan-stat --score key.tsv --json < key.tsv'
	[[ $output == '{"pictures":4,"answered":4,"right":4,"share":1,'*'"chance":0.0625,'* ]]
	run -0 gan-stat --score key.tsv a.txt key.tsv
	[[ ${lines[2]} == $'key.tsv\t4\t4\t4\t1\t'* ]]
	printf '5 r\n' >b.txt
	refuses 65 '*b.txt: number 5 is not in the key key.tsv*' gan-stat --score key.tsv b.txt
	printf '1 r\n1 g\n' >b.txt
	refuses 65 '*line 2: number 1 has an answer already*' gan-stat --score key.tsv b.txt
	printf '1 perhaps\n' >b.txt
	refuses 65 "*line 1: expected a number and*found '1 perhaps'*" gan-stat --score key.tsv b.txt
	printf '1\n' >b.txt
	refuses 65 '*has no answers*' gan-stat --score key.tsv b.txt
	refuses 66 '*none.tsv: cannot open*' gan-stat --score none.tsv a.txt
	refuses 64 '*may stand once*' gan-stat --score - -
	refuses 64 '*--score and -n exclude each other*' gan-stat --score key.tsv -n 3 a.txt
}

@test "--quiz: what does not fit" {
	G=$BATS_FILE_TMPDIR/rgb.t
	refuses 64 '*--quiz: expected --key FILE*' gan-sample --quiz "$G" -m "$M"
	refuses 64 '*--key goes with --quiz*' gan-sample --key k -m "$M"
	refuses 64 '*--quiz and -t exclude*' gan-sample --quiz "$G" --key k -t -m "$M"
	refuses 64 '*standard input is the model already*' gan-sample --quiz - --key k
	refuses 64 '*standard output is the sheet already*' gan-sample --quiz "$G" --key - -m "$M"
	refuses 64 '*--grid=2x2: too small for 5*' gan-sample --quiz "$G" --key k --grid=2x2 -n 5 -m "$M"
	refuses 65 '*rgb.t: expected pictures of 16x16 gray as net g makes them, found 16x16 rgb*' gan-sample --quiz "$G" --key k -m "$S"
	refuses 65 '*expected 100 pictures or more, for half of 200, found 60*' gan-sample --quiz "$G" --key k -n 200 -m "$M"
	refuses 65 '*net g makes points*' gan-sample --quiz "$G" --key k -m "$P"
	[ ! -e k ]
}
