#!/usr/bin/env bash
# 4. Unrolled GANs on a ring of eight Gaussians
# source: Metz et al. 2017, "Unrolled generative adversarial networks", sec. 3.1, figure 2 and appendix A: with 10 unrolled updates all
#   modes are found and kept, without any G goes from mode to mode. (The authors' demonstration has seven modes, as its circle's end
#   point stands twice; here there are eight.)
# recipe: As in appendix A: ring of radius 2 and deviation .02, z of 256 numbers, G with two hidden layers of 128, D with one, which sees
#   its input over 4, relu, orthogonal weights times .8, the minimax loss, Adam at 1e-4 with beta1 .5; 15,000 steps of 512, where the paper
#   has 25,000. k0, k5, k10: that many unrolled updates; in k5 D's rate is 2e-4, so that five updates foresee as much as ten (at 1e-4 one
#   seed of three goes from mode to mode). Modes among 2,500 samples, within 3 deviations, at the end (modes, hq: the
#   share of samples near one), and the fewest at any of the last six thousands of steps (kept).
# cost: 19 minutes of one core
# seeds: 1 2 3
# band: k0 modes - <8
# band: k0 kept - <8
# band: k5 modes 8 =8
# band: k5 kept - >k0
# band: k5 hq - -
# band: k5 rkl - <.3
# band: k10 modes 8 =8
# band: k10 kept - >k0
# band: k10 hq - -
# band: k10 rkl - <.3
# short: k0 modes - <8
# short: k10 modes 8 >k0
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 04 "$@"

cat > unrolled.net << 'END'
net g
input z 256
l1  linear out=128 init=orthogonal:.8
-   relu
l2  linear out=128 init=orthogonal:.8
-   relu
l3  linear out=2 init=orthogonal:.8
output

net d
input x 2
-   affine scale=.25
l1  linear out=128 init=orthogonal:.8
-   relu
l2  linear out=1 init=orthogonal:.8
output   # a logit
END

case $case in
k5) rate=2e-4 ;;
*) rate=1e-4 ;;
esac

gan-data --toy ring -n 51200 seed="$seed" > d.t
gan-init unrolled.net loss=minimax unroll="${case#k}" lr.g=1e-4 lr.d=$rate beta1=.5 batch=512 ema=0 seed="$seed" |
	gan-step -n "$(long 9000 1000)" d.t |
	gan-step -n "$(long 6000 500)" --every 1000 d.t |
	gan-stat -M modes --ref d.t -n 2500 > table.tsv
values found < table.tsv | least | result kept
values found < table.tsv | tail -n 1 | result modes
values hq < table.tsv | tail -n 1 | result hq
values rkl < table.tsv | tail -n 1 | result rkl
