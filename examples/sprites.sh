#!/usr/bin/env bash
# A DCGAN on 32x32 colour tiles: gan-data reads an IDX file of four dimensions (n, height, width, channels).
#
#     sprites.sh TILES.idx4.gz     writes tiles.t, model.t and grid-*.png into OUT (sprites)
#     STEPS=6000 ARCH='ngf=32 ndf=32' OUT=sprites sprites.sh TILES.idx4.gz
set -euo pipefail

in=${1:?usage: sprites.sh TILES.idx4.gz} out=${OUT:-sprites} steps=${STEPS:-6000}
read -ra arch <<< "${ARCH:-ngf=32 ndf=32}"
mkdir -p "$out"

gan-data --idx <(zcat "$in") --flip --shuffle -o "$out/tiles.t"
gan-init dcgan like="$out/tiles.t" "${arch[@]}" -o "$out/model.t"
for k in 1 2 3 4; do
	gan-step --to $((steps * k / 4)) --log "$out/log.tsv" -m "$out/model.t" -o "$out/model.t" "$out/tiles.t"
	gan-sample --grid=16x4 < "$out/model.t" | pnmtopng > "$out/grid-$k.png"
	echo "step $((steps * k / 4)) of $steps: $out/grid-$k.png"
done
