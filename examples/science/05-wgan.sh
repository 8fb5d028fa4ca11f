#!/usr/bin/env bash
# 5. WGAN-GP and WGAN on 8 and 25 Gaussians
# source: Gulrajani et al. 2017, "Improved training of Wasserstein GANs", figure 2 and the authors' toy script, which show level sets
#   and no numbers: that all modes are found is what their pictures say.
# recipe: The authors' toy, smaller: layers of 128 instead of 512, 5,000 steps of G (grid: 10,000, clipped 15,000) instead of 100,000. Ring
#   of radius 2 and deviation .02 over 1.414, grid of -4..4 and .05 over 2.828; relu, He's weights, batches of 256, five critic steps. gp:
#   weight .1, Adam at 1e-4 with betas .5 and .9. clip: RMSprop; the bound is .1 and the rate falls from 1e-3 to 0, where the authors have
#   .01 and 5e-5: at a quarter of their width and a tenth of their steps a critic of such small weights is too flat, and G's samples stay
#   spread out (with theirs, 10,000 steps ended at 7 or 8 modes of the ring, 20,000 at 15 and 21 of the grid; from 1e-4, 10,000 ended at 24 or 25).
#   Modes among 2,500 samples, within 3 deviations; hq: the share of samples that lie so.
# cost: 30 minutes of one core
# seeds: 1 2 3
# band: gp-ring modes 8 =8
# band: gp-ring hq - -
# band: gp-ring rkl - <.1
# band: gp-grid modes 25 =25
# band: gp-grid hq - -
# band: gp-grid rkl - <.1
# band: clip-ring modes 8 =8
# band: clip-ring hq - -
# band: clip-ring rkl - <.1
# band: clip-grid modes 25 =25
# band: clip-grid hq - -
# band: clip-grid rkl - <.1
# short: gp-ring modes 8 >=1
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 05 "$@"

case $case in
*-ring) toy=(ring scale=.70711) steps=5000 ;;
gp-grid) toy=(grid scale=.35355) steps=10000 ;;
clip-grid) toy=(grid scale=.35355) steps=15000 ;;
esac
case $case in
gp-*) train=(gp=.1 optim=adam lr=1e-4 beta1=.5 beta2=.9) ;;
clip-*) train=(clip=.1 optim=rmsprop lr=1e-3 lr-schedule=linear lr-end="$steps") ;;
esac

gan-data --toy "${toy[@]}" -n 100000 seed="$seed" > d.t
gan-init mlp like=d.t z=2 hidden.g=128,128,128 hidden.d=128,128,128 init=he d-update=joint loss=wgan d-steps=5 batch=256 ema=0 \
	"${train[@]}" seed="$seed" |
	gan-step -n "$(long $steps 300)" d.t | gan-stat -M modes --ref d.t -n 2500 > table.tsv
values found < table.tsv | result modes
values hq < table.tsv | result hq
values rkl < table.tsv | result rkl
