#!/usr/bin/env bash
# A DCGAN on 64x64 colour faces. A few hundred pictures are little: mirrored and slightly warped copies help.
#
#     faces.sh FACES.idx4.gz | faces.sh PICTURE.ppm...     writes faces.t, model.t and grid-*.png into OUT (faces)
#     STEPS=2000 ARCH='ngf=32 ndf=32' OUT=faces faces.sh FACES.idx4.gz
set -euo pipefail

[ $# -gt 0 ] || { echo 'usage: faces.sh FACES.idx4.gz | PICTURE.ppm...' >&2; exit 64; }
out=${OUT:-faces} steps=${STEPS:-2000}
read -ra arch <<< "${ARCH:-ngf=32 ndf=32}"
mkdir -p "$out"

case $1 in
*.gz) gan-data --idx <(zcat "$1") --flip --shuffle -o "$out/faces.t" ;;
*) gan-data -S 64x64 -C rgb --flip --shuffle -o "$out/faces.t" "$@" ;;
esac
gan-init dcgan like="$out/faces.t" "${arch[@]}" -o "$out/model.t"
for k in 1 2 3 4; do
	gan-step --to $((steps * k / 4)) --log "$out/log.tsv" -m "$out/model.t" -o "$out/model.t" "$out/faces.t"
	gan-sample --grid=10x4 -n 40 < "$out/model.t" | pnmtopng > "$out/grid-$k.png"
	echo "step $((steps * k / 4)) of $steps: $out/grid-$k.png"
done
