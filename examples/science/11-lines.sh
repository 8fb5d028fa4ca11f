#!/usr/bin/env bash
# 11. Two parallel lines
# source: Arjovsky et al. 2017, "Wasserstein GAN", example 1 and figure 1: between the uniform distributions on (0,u) and (theta,u) the
#   Wasserstein distance is |theta|, the Jensen-Shannon divergence ln 2 wherever theta is not 0.
# recipe: The data lie on the line at 0; G makes (theta,u) and does not learn (lr.g=0). The critic 2-64-64-1 learns by loss=wgan with
#   gp=100, Adam at 1e-3, 2,000 steps of 256: the mean of -d.loss over the last 200 steps is the estimate. The penalty bounds the slope softly:
#   its best is 1 + theta/200, by which the estimate is too large (1 percent at theta = 2). For the divergence D learns by loss=ns:
#   it is ln 2 - d.loss/2 at the best D.
# cost: 20 seconds of one core
# seeds: 1 2 3
# band: theta=.25 wasserstein .25 .235:.265
# band: theta=.25 jensen-shannon .6931 .67:.6932
# band: theta=-.5 wasserstein .5 .475:.525
# band: theta=-.5 jensen-shannon .6931 .67:.6932
# band: theta=1 wasserstein 1 .95:1.05
# band: theta=1 jensen-shannon .6931 .67:.6932
# band: theta=2 wasserstein 2 1.9:2.1
# band: theta=2 jensen-shannon .6931 .67:.6932
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 11 "$@"

cat > lines.net << END
net g
input z 1
u     affine scale=.5 shift=.5
at    param to=1 init=constant:${case#theta=}
-     concat from=at,u
output

net d
input x 2
l1  linear out=64 init=he
-   relu
l2  linear out=64 init=he
-   relu
l3  linear out=1 init=he
output
END

gan-data --toy lines lines=1 -n 10000 seed="$seed" > d.t
gan-init lines.net z-dist=uniform lr.g=0 lr.d=1e-3 batch=256 ema=0 seed="$seed" > m.t
gan-step -n 2000 loss=wgan gp=100 --log w.tsv d.t < m.t > /dev/null
gan-step -n 2000 loss=ns --log j.tsv d.t < m.t > /dev/null
mean_of_last d.loss 200 w.tsv | awk '{ print -$1 }' | result wasserstein
mean_of_last d.loss 200 j.tsv | awk '{ print log(2) - $1 / 2 }' | result jensen-shannon
