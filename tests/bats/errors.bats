# Bad input, for all tools alike: one line on stderr with tool, source, expected and found; the exit status; no output.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	gan-data --toy glyphs -n 40 -o d.t
	gan-data --toy glyphs -n 8 -S 32x32 -o big.t
	gan-data -C rgb -o rgb.t d.t
	gan-data --toy ring -n 40 -o points.t
	gan-init dcgan like=d.t ngf=4 ndf=4 batch=8 z=8 -o g.t
	gan-data -x -n 1 d.t >d.pgm
}

# The tools that read a stream by name, as commands to which the name is added.
readers=('gan-data' 'gan-stat' 'gan-sample -m' 'gan-step -m' 'gan-init --from' 'gan-init mlp' 'gan-interp 1 2 -m'
	'gan-interp 1' 'gan-styletx -f')
reader() { # the I-th reader's command on file $2, into the array cmd
	read -ra cmd <<<"${readers[$1]}"
	case ${readers[$1]} in
	'gan-init mlp') cmd+=("like=$2") ;;
	'gan-interp 1') cmd+=("$2" -m "$BATS_FILE_TMPDIR/g.t") ;;
	'gan-styletx -f') cmd+=("$2" "$BATS_FILE_TMPDIR/d.pgm" "$BATS_FILE_TMPDIR/d.pgm") ;;
	'gan-step -m') cmd+=("$2" "$BATS_FILE_TMPDIR/d.t") ;;
	*) cmd+=("$2") ;;
	esac
}
every_reader() { # STATUS PATTERN FILE
	local i cmd
	for i in "${!readers[@]}"; do
		reader "$i" "$3"
		refuses "$1" "$2" "${cmd[@]}" || { echo "command: ${cmd[*]}"; return 1; }
	done
}

@test "no such file" { every_reader 66 'gan-*: nope.t: *No such file or directory*' nope.t; }

@test "a folder" {
	mkdir dir
	every_reader 66 'gan-*: dir: is a folder*' dir
}

@test "an empty file" {
	: >empty.t
	every_reader 65 'gan-*: empty.t: *@(empty, expected|expected *, found no bytes)*' empty.t
}

@test "a stream that was cut" {
	local f
	for f in d g; do head -c 700 "$BATS_FILE_TMPDIR/$f.t" >"$f.t"; done
	every_reader 65 'gan-*: [dg].t: record 0: truncated*' d.t
	every_reader 65 'gan-*: [dg].t: record 0: truncated*' g.t
}

@test "a stream with a byte flipped" {
	local n b
	n=$(($(stat -c %s "$BATS_FILE_TMPDIR/d.t") / 2))
	b=$(od -An -tu1 -j "$n" -N 1 "$BATS_FILE_TMPDIR/d.t")
	{ head -c "$n" "$BATS_FILE_TMPDIR/d.t" && printf "\\$(printf %03o $((b ^ 16)))" &&
		tail -c +$((n + 2)) "$BATS_FILE_TMPDIR/d.t"; } >flip.t
	every_reader 65 'gan-*: flip.t: *' flip.t
}

@test "noise" {
	printf 'nothing that anybody knows, and more than nine bytes of it' >noise
	every_reader 65 'gan-*: noise: *expected a tensor stream*' noise
}

@test "PNG and JPEG: the line with anytopnm" {
	need_program pnmtojpeg
	gan-data -x -n 1 "$BATS_FILE_TMPDIR/d.t" >p.pgm
	pnmtopng p.pgm >p.png 2>/dev/null
	pnmtojpeg p.pgm >p.jpg
	every_reader 65 'gan-*: p.png: expected *, found *PNG*anytopnm * | gan-data*' p.png
	every_reader 65 'gan-*: p.jpg: expected *, found *JPEG*anytopnm * | gan-data*' p.jpg
}

@test "gzip: <(zcat ...)" {
	gzip -c "$BATS_FILE_TMPDIR/d.t" >d.t.gz
	every_reader 65 'gan-*: d.t.gz: expected *, found gzip*<(zcat *' d.t.gz
}

@test "the wrong kind of stream" {
	cd "$BATS_FILE_TMPDIR"
	refuses 65 "gan-data: g.t: expected a data stream, found gan.kind 'model'*" gan-data g.t
	refuses 65 "gan-step: g.t: expected a data stream, found gan.kind 'model'*" gan-step -m g.t g.t
	refuses 65 "gan-init: g.t: expected a data stream, found gan.kind 'model'*" gan-init dcgan like=g.t
	refuses 65 "gan-step: d.t: expected a model, found gan.kind 'data'*gan-init*" gan-step -m d.t d.t
	refuses 65 "gan-sample: d.t: expected a model, found gan.kind 'data'*" gan-sample -m d.t
	refuses 65 "gan-init: d.t: expected a model, found gan.kind 'data'*" gan-init --from d.t
	refuses 65 "gan-sample: d.t: expected *" gan-sample -m g.t --latents d.t
}

@test "no model on standard input: gan-init" {
	cd "$BATS_FILE_TMPDIR"
	local tool
	for tool in 'gan-step d.t' gan-sample; do
		refuses 65 'gan-*: standard input: expected *gan-init*' bash -c "$tool </dev/null"
	done
}

@test "a terminal on standard input" {
	cd "$BATS_FILE_TMPDIR"
	local tool
	for tool in gan-data gan-stat 'gan-step d.t' gan-sample 'gan-init --from -'; do
		pipe 'script -qec "$1 >out" /dev/null </dev/null; echo "status ${PIPESTATUS[0]}"; test ! -s out' "$tool"
		[[ ${lines[0]} == gan-*': standard input is a terminal'*expected* ]]
		[ "${lines[1]}" = "status 64" ]
	done
}

@test "a terminal on standard output gets no binary data" {
	cd "$BATS_FILE_TMPDIR"
	local tool
	for tool in 'gan-data d.t' 'gan-data -x d.t' 'gan-init mlp' 'gan-step -n 1 -m g.t d.t' 'gan-sample -m g.t' 'gan-sample -t -m g.t' \
		'gan-interp -m g.t 1 2' 'gan-interp -t -m g.t 1 2' 'gan-styletx -n 1 -f g.t d.pgm d.pgm'; do
		pipe 'script -qec "$1" /dev/null </dev/null; echo "status ${PIPESTATUS[0]}"' "$tool"
		[[ ${lines[0]} == gan-*': standard output is a terminal'*'-o FILE'* ]]
		[ "${lines[1]}" = "status 64" ]
	done
	# text may go there
	pipe 'script -qec "gan-stat d.t" /dev/null </dev/null; echo "status ${PIPESTATUS[0]}"'
	[[ $output == *"status 0" ]]
}

@test "data that do not fit the model" {
	cd "$BATS_FILE_TMPDIR"
	refuses 65 'gan-step: big.t: expected 28x28 *found 32x32*-S 28x28*like=*' gan-step -m g.t big.t
	refuses 65 'gan-step: rgb.t: expected *1 channel*found *3*-C gray*' gan-step -m g.t rgb.t
	refuses 65 'gan-step: points.t: *expected pictures, found points of 2*' gan-step -m g.t points.t
	refuses 65 'gan-step: standard input: expected 28x28 *found 32x32*' bash -c 'gan-step -m g.t - <big.t'
}

@test "data that do not fit each other" {
	cd "$BATS_FILE_TMPDIR"
	refuses 65 'gan-data: big.t: *expected 28x28 *found 32x32*-S WxH*' gan-data -o never.t d.t big.t
	refuses 65 'gan-data: rgb.t: *found *rgb*-C gray*' gan-data -o never.t d.t rgb.t
	refuses 65 'gan-step: big.t: expected 28x28 *found 32x32*-S WxH*' gan-step -m g.t d.t big.t
	[ ! -e never.t ]
}

@test "unknown settings and names name the nearest" {
	cd "$BATS_FILE_TMPDIR"
	refuses 64 "gan-step: unknown setting 'btach' *'batch'*" gan-step -m g.t btach=8 d.t
	refuses 64 "gan-step: unknown setting 'nonsense' *" gan-step -m g.t nonsense=8 d.t
	refuses 64 "gan-init: unknown setting 'ngff' *'ngf'*" gan-init dcgan ngff=8
	refuses 64 "gan-init: *'dcgna'*'dcgan'*" gan-init dcgna
	refuses 64 "gan-data: *'glyhps'*'glyphs'*" gan-data --toy glyhps
	refuses 64 "gan-data: *'sede'*seed=SEED*" gan-data --toy glyphs sede=1
	refuses 64 "gan-sample: 'lr=1': gan-sample takes no settings*" gan-sample -m g.t lr=1
}

@test "numbers out of range" {
	cd "$BATS_FILE_TMPDIR"
	refuses 64 'gan-step: batch=0: *1..65536*' gan-step -m g.t batch=0 d.t
	refuses 64 'gan-step: batch=0: *1..65536*' gan-step -m g.t -b 0 d.t
	refuses 64 'gan-step: lr=x: expected a number*' gan-step -m g.t lr=x d.t
	refuses 64 'gan-step: lr=nan: *' gan-step -m g.t lr=nan d.t
	refuses 64 'gan-step: beta1=1: *' gan-step -m g.t beta1=1 d.t
	refuses 64 'gan-step: loss=best: *ns*' gan-step -m g.t loss=best d.t
	refuses 64 "gan-step: -n: expected a whole number*'-1'" gan-step -m g.t -n -1 d.t
	refuses 64 "gan-data: -n: *'0'" gan-data --toy glyphs -n 0
	refuses 64 "gan-data: -S: *'0x9'" gan-data -S 0x9 d.t
	refuses 64 "gan-data: -z: *'20'" gan-data -z 20 d.t
	refuses 64 "gan-sample: -n: *'1e3'" gan-sample -m g.t -n 1e3
	refuses 64 'gan-init: ngf=0: *' gan-init dcgan ngf=0
	refuses 64 'gan-init: size=30x30: *28*' gan-init dcgan size=30x30
}

@test "pictures under a name that is not PNM: pipe them" {
	cd "$BATS_FILE_TMPDIR"
	refuses 64 'gan-sample: *x.png*pnmtopng > x.png*' gan-sample -m g.t -o x.png
	refuses 64 'gan-sample: *x.jpg*pnmtojpeg > x.jpg*' gan-sample -m g.t -o x.jpg
	[ ! -e x.png ]
}

writers=('gan-data d.t' 'gan-data -x d.t' 'gan-init mlp' 'gan-step -n 1 -m g.t d.t' 'gan-sample -m g.t' 'gan-sample -t -m g.t' 'gan-stat g.t'
	'gan-interp -m g.t 1 2' 'gan-interp -t -m g.t 1 2' 'gan-styletx -n 1 -f g.t d.pgm d.pgm')

@test "a full disk" {
	cd "$BATS_FILE_TMPDIR"
	local w
	for w in "${writers[@]}"; do
		refuses 74 "gan-*: standard output: *No space left on device" bash -c "$w >/dev/full"
		refuses 74 "gan-*: /dev/full: *No space left on device" bash -c "$w -o /dev/full"
	done
}

@test "a folder that is not there, or may not be written" {
	cd "$BATS_FILE_TMPDIR"
	local w
	for w in "${writers[@]}"; do
		refuses 73 "gan-*: nodir/x: *No such file or directory" bash -c "$w -o nodir/x"
	done
}

@test "a closed pipe: quiet, and by SIGPIPE" {
	cd "$BATS_FILE_TMPDIR"
	local w
	for w in "${writers[@]}"; do
		run -141 --separate-stderr timeout "$GAN_TIMEOUT" bash -o pipefail -c "{ sleep .1; exec $w; } | :"
		[ -z "$stderr" ]
		run -74 --separate-stderr timeout "$GAN_TIMEOUT" bash -o pipefail -c "trap '' PIPE; { sleep .1; exec $w; } | :"
		[ -z "$stderr" ]
	done
}

@test "an error leaves the file behind -o alone, and no other file" {
	mkdir work
	cd work
	cp "$BATS_FILE_TMPDIR"/*.t .
	echo precious >keep
	head -c 700 d.t >cut.t
	ls -A >../before
	refuses 65 'gan-data: *' gan-data -o keep d.t cut.t
	refuses 65 'gan-step: *' gan-step -o keep -m g.t cut.t
	refuses 65 'gan-init: *' gan-init -o keep --from cut.t
	refuses 65 'gan-sample: *' gan-sample -o keep -m cut.t
	refuses 65 'gan-stat: *' gan-stat -o keep cut.t
	[ "$(cat keep)" = precious ]
	ls -A >../after
	run -0 diff ../before ../after || { echo "$output"; return 1; }
}

@test "a cut input makes the next tool fail too" {
	cd "$BATS_FILE_TMPDIR"
	pipe 'head -c 700 g.t | gan-step -n 1 d.t 2>/dev/null | gan-sample 2>/dev/null | wc -c; echo "${PIPESTATUS[@]}"'
	[ "$output" = "0
0 65 65 0" ]
}

@test "no memory" {
	need_plain "a sanitizer needs its address space"
	cd "$BATS_FILE_TMPDIR"
	refuses 71 'gan-init: *memory*' bash -c 'ulimit -v 100000; exec gan-init -j 1 dcgan size=128x128'
	refuses 71 'gan-step: *memory*' bash -c 'ulimit -v 100000; exec gan-step -j 1 -m g.t -b 8192 -n 1 d.t'
	refuses 71 'gan-sample: *memory*' bash -c 'ulimit -v 100000; exec gan-sample -j 1 -m g.t -n 300000'
	refuses 71 'gan-data: *memory*' bash -c 'ulimit -v 60000; exec gan-data -j 1 --toy glyphs -S 2000x2000 -n 64'
}
