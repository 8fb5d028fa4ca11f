#!/usr/bin/env bash
# Digits from nothing: draws warped digits, trains a DCGAN on them, and writes a grid of what it makes and a strip of how
# it learnt. Offline, in about a minute on two cores.
#
#     demo.sh [DIR]     DIR (demo) gets glyphs.t, model.t, data.png, grid.png, strip.png
#     N=8000 STEPS=2000 ARCH='ngf=24 ndf=24 lr=1e-3' demo.sh
set -euo pipefail

dir=${1:-demo} n=${N:-8000} steps=${STEPS:-2000} frames=8
read -ra arch <<< "${ARCH:-ngf=24 ndf=24 lr=1e-3}"
mkdir -p "$dir"
cd "$dir"

echo "drawing $n digits"
gan-data --toy glyphs -n "$n" seed=1 -o glyphs.t
gan-data -x --grid=16x4 -n 64 glyphs.t | pnmtopng > data.png

echo "training for $steps steps"
gan-init dcgan like=glyphs.t seed=1 "${arch[@]}" -o model.t
for ((k = 1; k <= frames; k++)); do
	gan-step --to $((steps * k / frames)) -m model.t -o model.t glyphs.t
	gan-sample --grid=1x6 -n 6 -m model.t > "frame-$k.pgm"
done

pnmcat -lr frame-*.pgm | pnmtopng > strip.png
rm -f frame-*.pgm
gan-sample --grid=16x4 -n 64 -m model.t | pnmtopng > grid.png
echo "what it makes:       $PWD/grid.png"
echo "how it learnt:       $PWD/strip.png"
echo "what it learnt from: $PWD/data.png"
