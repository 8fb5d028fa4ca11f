#!/usr/bin/env bash
# 8. The lecture's GAN of fully connected layers
# source: a Keras lecture on MNIST, digit 2 alone: D's loss (the sum of its halves on real and fake) .3717 and .3893, G's 2.4746 and
#   2.3023 at the end of two runs.
# recipe: As there: 100-256-784 against 784-256-1, 5,000 steps of 50 pictures, D updated on real and on fakes by turns, Adam at 1e-4 and
#   2e-4. The means of the last 200 steps.
# cost: 1 minute of one core
# needs: mnist
# seeds: 1 2 3
# band: digit-2 d.loss .3717 .25:.60
# band: digit-2 g.loss 2.4746 1.8:3.2
# known: digit-2 d.loss The game has no fixed end: D's loss falls to .05-.15 by step 3,500 and rises again, and runs of different
#   seeds end between .05 and .31, here as in the same recipe written with NumPy and with PyTorch; the lecture shows two runs' last
#   steps. Some single seeds are in the band.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 08 "$@"
need_mnist

gan-data --class 2 -o d.t "$SCIENCE/mnist-train.t"
gan-init mlp like=d.t seed="$seed" | gan-step -n 5000 --log log.tsv d.t > m.t
mean_of_last d.loss 200 log.tsv | result d.loss
mean_of_last g.loss 200 log.tsv | result g.loss
