#!/usr/bin/env bash
# A film that can be repeated: a closed walk through points in a model's latent space. By ffmpeg where it is installed (film.mp4),
# else by gifsicle (film.gif), else as a sheet of its frames (film.png).
#
#     film.sh MODEL [POINT...]     points as gan-interp(1) takes them: seeds, latents, pictures (1 2 3 4 5); writes into OUT (film)
#     FRAMES=120 RATE=24 ZOOM=4 WITH=sheet film.sh MODEL 1 2 3       WITH: ffmpeg, gifsicle or sheet, whatever is there
set -euo pipefail

[ $# -gt 0 ] || { echo 'usage: film.sh MODEL [POINT...]' >&2; exit 64; }
model=$1 out=${OUT:-film} frames=${FRAMES:-120} rate=${RATE:-24} zoom=${ZOOM:-4} with=${WITH:-}
shift
[ $# -gt 0 ] || set -- 1 2 3 4 5
for program in ffmpeg gifsicle; do
	if [ -z "$with" ] && command -v "$program" > /dev/null; then with=$program; fi
done
mkdir -p "$out"
walk() { gan-interp -m "$model" --record last -n "$frames" --closed "$@"; }

case ${with:=sheet} in
ffmpeg) # which wants to know whether frames are gray, and an even number of pixels
	gan-interp -m "$model" --record last -o "$out/film.pnm" --points 1
	case $(head -c 2 "$out/film.pnm") in P5) codec=pgm ;; *) codec=ppm ;; esac
	rm "$out/film.pnm"
	walk -1 "$@" | ffmpeg -loglevel error -y -f image2pipe -framerate "$rate" -c:v "$codec" -i - \
		-vf "scale=iw*$zoom:ih*$zoom:flags=neighbor,crop=trunc(iw/2)*2:trunc(ih/2)*2" -pix_fmt yuv420p "$out/film.mp4"
	echo "$out/film.mp4"
	;;
gifsicle)
	tmp=$(mktemp -d)
	trap 'rm -rf "$tmp"' EXIT
	walk -1 "$@" | pamsplit - "$tmp/%d.pnm" -padname=6 2> "$tmp/said"
	for f in "$tmp"/*.pnm; do
		{ pamenlarge "$zoom" "$f" | pnmquant 256 | pamtogif > "${f%.pnm}.gif"; } 2> "$tmp/said" || { cat "$tmp/said" >&2; exit 65; }
	done
	gifsicle --delay $((100 / rate)) --loopcount "$tmp"/*.gif > "$out/film.gif"
	echo "$out/film.gif"
	;;
sheet)
	walk --grid "$@" | pamenlarge "$zoom" | pnmtopng > "$out/film.png"
	echo "$out/film.png"
	;;
*)
	echo "film.sh: WITH=$with: expected ffmpeg, gifsicle or sheet" >&2
	exit 64
	;;
esac
