#!/usr/bin/env bash
# Pictures in the style of others: a sheet of contents (down the left side) and styles (along the top).
#
#     style.sh CONTENTS STYLES     two folders of pictures (jpg, png or PNM); writes each picture and sheet.png into OUT (style)
#     style.sh 'a.jpg b.jpg' 'c.jpg d.png'    or names of pictures, with blanks between
#     SIZE=256x256 OUT=style SETTINGS='style-weight=100' style.sh CONTENTS STYLES
#
# A picture of 256x256 takes about half a minute of one core.
set -euo pipefail

usage() {
	sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
	exit 64
}
[ $# -eq 2 ] || usage
size=${SIZE:-256x256} out=${OUT:-style}
read -ra settings <<< "${SETTINGS:-}"
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

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
# cell FROM: a picture of the sheet's size and in colour.
cell() { pnm "$1" | gan-data -S "$size" -C rgb | gan-data -x -1; }
name() { basename "${1%.*}"; }

mapfile -t contents < <(pictures "$1")
mapfile -t styles < <(pictures "$2")
printf 'P6\n1 1\n255\n\377\377\377' > "$work/white.ppm"
cell "$work/white.ppm" > "$work/corner"
sheet=("$work/corner")
for s in "${styles[@]}"; do
	pnm "$s" > "$work/style-$(name "$s").ppm"
	cell "$s" > "$work/style-$(name "$s")"
	sheet+=("$work/style-$(name "$s")")
done
for c in "${contents[@]}"; do
	cell "$c" > "$work/content"
	cp "$work/content" "$work/content-$(name "$c")"
	sheet+=("$work/content-$(name "$c")")
	for s in "${styles[@]}"; do
		picture=$(name "$c")-$(name "$s")
		gan-styletx "${settings[@]}" -o "$work/$picture" "$work/content" "$work/style-$(name "$s").ppm"
		pnmtopng -quiet "$work/$picture" > "$out/$picture.png"
		sheet+=("$work/$picture")
	done
done
gan-data "${sheet[@]}" | gan-data -x --grid=$((${#styles[@]} + 1))x$((${#contents[@]} + 1)) | pnmtopng -quiet > "$out/sheet.png"
echo "$out/sheet.png"
