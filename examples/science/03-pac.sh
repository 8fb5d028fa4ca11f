#!/usr/bin/env bash
# 3. Packing (PacGAN) on a ring of 8 and a grid of 25 Gaussians
# source: Lin et al. 2018, "PacGAN: the power of two samples in generative adversarial networks", sec. 4.1, table 1 (means of 10 runs).
# recipe: As there but for the length: 100,000 points (ring: radius 1, deviation .01; grid: -4..4, .05), z of 2 numbers, G
#   2-400-400-400-400-2 with batch norm, D three maxout layers of 200 units of 5 pieces, Adam at 1e-4 with beta1 .8, 100 judgements of D a
#   step (of m samples each, where m are packed), G and D learning at once from the same samples, as in the authors' code. 10 epochs,
#   where the paper has 400: twice as many take the whole table beyond 150 minutes on two slow cores. 2,500 samples; of high quality
#   is what is within 3 deviations of a mode. After 20 epochs, D learning before G, seed 1 had on the ring 6 modes and a reverse
#   divergence of .65 plain, 8 and .14 packed by two.
# cost: 80 minutes of one core
# seeds: 1 2 3
# band: ring-plain modes 6.3 -
# band: ring-plain hq .982 -
# band: ring-plain rkl .45 -
# band: ring-pac2 modes 7.9 >=ring-plain
# band: ring-pac2 hq .956 -
# band: ring-pac2 rkl .07 <ring-plain
# band: ring-pac4 modes 7.8 >=ring-plain
# band: ring-pac4 hq .959 -
# band: ring-pac4 rkl .07 <ring-plain
# band: grid-plain modes 17.3 -
# band: grid-plain hq .948 -
# band: grid-plain rkl .70 -
# band: grid-pac2 modes 23.8 >=grid-plain
# band: grid-pac2 hq .913 -
# band: grid-pac2 rkl .13 <grid-plain
# short: ring-pac2 modes - >=1
# short: ring-pac2 rkl - <1.5
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 03 "$@"

case $case in
ring-*) toy=(ring radius=1 sigma=.01) ;;
grid-*) toy=(grid) ;;
esac
case $case in
*-plain) pack=1 ;;
*) pack=${case#*-pac} ;;
esac

gan-data --toy "${toy[@]}" -n 100000 seed="$seed" > d.t
gan-init mlp like=d.t z=2 hidden.g=400,400,400,400 norm.g=bn hidden.d=200,200,200 act.d=maxout init=normal:.02 \
	d-update=joint z=shared order=simultaneous lr=1e-4 beta1=.8 pack="$pack" batch=$((100 * pack)) ema=0 seed="$seed" |
	gan-step -n "$(long 10000 200)" d.t | gan-stat -M modes --ref d.t -n 2500 > table.tsv
values found < table.tsv | result modes
values hq < table.tsv | result hq
values rkl < table.tsv | result rkl
