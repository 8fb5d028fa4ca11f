# The EXAMPLES of the manual pages are run as they stand, in a folder that has what they name, with fewer steps and samples.
# A block that cannot run here is preceded by a comment in the page:  .\" not run: REASON
load helper

# -n, --to, --every, batch, iters and such, made small; the tools behind them are the real ones.
small='
gan-data() {
	local a args=() next=
	for a in "$@"; do
		if [ "$next" = -n ] && [ "$a" -gt 400 ]; then a=400; fi
		next=$a args+=("$a")
	done
	command gan-data "${args[@]}"
}
gan-step() {
	local a args=() next=
	for a in "$@"; do
		case $next in
		-n) a=2 ;;
		--to) if [ "$a" -gt 6 ]; then a=6; fi ;;
		--every) a=1 ;;
		esac
		next=$a args+=("$a")
	done
	command gan-step "${args[@]}"
}
gan-init() {
	local a args=()
	for a in "$@"; do
		case $a in
		ngf=* | ndf=*) a=${a%%=*}=4 ;;
		classifier) args+=(classifier) a=batch=8 ;;
		esac
		args+=("$a")
	done
	command gan-init "${args[@]}"
}
gan-advex() {
	case " $* " in
	*" pgd "*) command gan-advex "$@" iters=3 ;;
	*) command gan-advex "$@" ;;
	esac
}
gan-styletx() { command gan-styletx -n 1 scales=1 "$@"; }
'

be32() { # a 32-bit big-endian number, for IDX headers
	# shellcheck disable=SC2059 # the format is made
	printf "$(printf '\\%03o\\%03o\\%03o\\%03o' $(($1 >> 24 & 255)) $(($1 >> 16 & 255)) $(($1 >> 8 & 255)) $(($1 & 255)))"
}

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	gan-data --toy glyphs -n 40 -o d.t
	gan-init dcgan like=d.t ngf=4 ndf=4 batch=8 z=8 | gan-step -n 2 -o g.t d.t
	gan-data -x -n 4 d.t >d.pgm
	mkdir photos pictures cats dogs
	gan-data -x -C rgb -n 1 d.t | tee content.ppm bricks.ppm starry.ppm scream.ppm | pnmtopng >tubingen.png
	gan-data -x -n 1 d.t >photos/a.pgm
	cp photos/a.pgm photos/b.pgm
	cp photos/*.pgm pictures
	for d in cats dogs; do gan-data -x -C rgb -n 1 d.t >$d/1.ppm; done
	{ be32 2051 && be32 20 && be32 28 && be32 28 && head -c 15680 /dev/zero; } | gzip >train-images-idx3-ubyte.gz
	{ be32 2049 && be32 20 && head -c 20 /dev/zero | tr '\0' '\2'; } | gzip >train-labels-idx1-ubyte.gz
	cp "$BATS_TEST_DIRNAME"/../../share/*.net . 2>/dev/null || true
}

# The literal blocks of a page's EXAMPLES, each in a file block.N with mdoc's escapes undone, or skip.N with the reason.
blocks() {
	awk '
	/^\.Sh / { on = ($2 == "EXAMPLES") }
	!on { next }
	/^\.\\" not run: / { reason = substr($0, 13); next }
	/^\.Bd -literal/ { n++; f = (reason != "" ? "skip." : "block.") n; inside = 1; if (reason != "") print reason > f; next }
	/^\.Ed/ { if (inside) close(f); inside = 0; reason = ""; next }
	inside {
		gsub(/\\e/, "\\"); gsub(/\\&/, ""); gsub(/\\\(aq/, "\047"); gsub(/\\-/, "-"); gsub(/\\\(dq/, "\"")
		print > f
	}' "$1"
}

run_page() {
	local page=$GAN_TOP/man/$1 b n=0
	[ -e "$page" ] || skip "there is no such page yet"
	cp -r "$BATS_FILE_TMPDIR"/* .
	blocks "$page"
	for b in $(ls | grep '^block\.' | sort -t . -k 2n); do
		if grep -q ffmpeg "$b" && ! command -v ffmpeg >/dev/null; then continue; fi
		if grep -q gnuplot "$b" && ! command -v gnuplot >/dev/null; then continue; fi
		{ echo "$small" && echo 'set -euo pipefail' && cat "$b"; } >script
		run -0 timeout "$GAN_TIMEOUT" bash script || {
			cat "$b"
			echo "$output"
			return 1
		}
		n=$((n + 1))
	done
	[ "$n" -gt 0 ]
}

@test "gan(7)" { run_page gan.7; }
@test "gan-advex(1)" { run_page gan-advex.1; }
@test "gan-data(1)" { run_page gan-data.1; }
@test "gan-init(1)" { run_page gan-init.1; }
@test "gan-step(1)" { run_page gan-step.1; }
@test "gan-sample(1)" { run_page gan-sample.1; }
@test "gan-interp(1)" { run_page gan-interp.1; }
@test "gan-stat(1)" { run_page gan-stat.1; }
@test "gan-styletx(1)" { run_page gan-styletx.1; }

@test "every page with EXAMPLES stands above" {
	local p
	for p in $(grep -l '^\.Sh EXAMPLES' "$GAN_TOP"/man/*.1 "$GAN_TOP"/man/*.7); do
		grep -qF "run_page ${p##*/};" "$BATS_TEST_FILENAME" || { echo "$p"; return 1; }
	done
}

@test "the README's first three commands" {
	{ echo "$small" && echo 'set -euo pipefail' && grep '^    gan-' "$GAN_TOP/README.md" | head -n 3; } >script
	grep -q 'pnmtopng > grid.png' script
	pipe -0 'bash script'
	[ "$(head -c 4 grid.png | tail -c 3)" = PNG ]
}

@test "the README's three commands from a model to a chart, a film and a number" {
	cp -r "$BATS_FILE_TMPDIR"/*.t .
	grep -A 4 'needs no network:$' "$GAN_TOP/README.md" | sed -n 's/^    //p' >three
	[ "$(wc -l <three)" -eq 3 ]
	mkdir examples && cp "$GAN_TOP/examples/film.sh" examples/
	{ echo "$small" && echo 'set -euo pipefail' && echo 'export WITH=sheet FRAMES=6' && cat three; } >script
	pipe -0 'bash script'
	[[ $(pngtopnm loss.png | pamfile) == *'800 by 500'* && -s film/film.png && $output == *$'\tswd\tswd\t'* ]]
}
