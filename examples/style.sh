#!/usr/bin/env bash
# Pictures in the style of others: a sheet of contents (down the left side) and styles (along the top).
#
#     style.sh CONTENTS STYLES     two folders of pictures (jpg, png or PNM); writes sheet.ppm and each picture into OUT (style)
#     style.sh 'a.jpg b.jpg' 'c.jpg d.png'    or names of pictures, with blanks between
#     SIZE=256x256 OUT=style SETTINGS='style-weight=20' style.sh CONTENTS STYLES
#
# A picture of 256x256 takes about ten seconds of two cores.
set -euo pipefail

usage() {
	sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
	exit 64
}
[ $# -eq 2 ] || usage
size=${SIZE:-256x256} out=${OUT:-style}
read -ra settings <<< "${SETTINGS:-}"
mkdir -p "$out"

pictures() {
	if [ -d "$1" ]; then
		find "$1" -maxdepth 1 -type f \( -name '*.jpg' -o -name '*.jpeg' -o -name '*.png' -o -name '*.p[gpn]m' \) | LC_ALL=C sort
	else
		tr ' ' '\n' <<< "$1"
	fi
}
pnm() {
	case $1 in
	*.jpg | *.jpeg) jpegtopnm -quiet "$1" ;;
	*.png) pngtopnm -quiet "$1" ;;
	*) cat "$1" ;;
	esac
}
# cell FROM NAME: a picture of the sheet's size and in colour.
cell() { pnm "$1" | gan-data -S "$size" -C rgb | gan-data -x -1 > "$out/$2.ppm"; }
name() { basename "${1%.*}"; }

mapfile -t contents < <(pictures "$1")
mapfile -t styles < <(pictures "$2")
printf 'P6\n1 1\n255\n\377\377\377' > "$out/white.ppm"
cell "$out/white.ppm" corner
sheet=("$out/corner.ppm")
for s in "${styles[@]}"; do
	cell "$s" "style-$(name "$s")"
	sheet+=("$out/style-$(name "$s").ppm")
done
for c in "${contents[@]}"; do
	cell "$c" "content-$(name "$c")"
	sheet+=("$out/content-$(name "$c").ppm")
	for s in "${styles[@]}"; do
		picture=$out/$(name "$c")-$(name "$s").ppm
		gan-styletx "${settings[@]}" -o "$picture" "$out/content-$(name "$c").ppm" <(pnm "$s")
		sheet+=("$picture")
	done
done
gan-data "${sheet[@]}" | gan-data -x --grid=$((${#styles[@]} + 1))x$((${#contents[@]} + 1)) > "$out/sheet.ppm"
rm "$out/white.ppm" "$out/corner.ppm"
