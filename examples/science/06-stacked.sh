#!/usr/bin/env bash
# 6. Stacked MNIST: 1,000 modes
# source: Metz et al. 2017, sec. 3.3.1, and Lin et al. 2018, table 3, for a discriminator of half the generator's size; published is the latter's
#   plain GAN and packing of 2, and the former's 5 unrolled updates.
# recipe: gan-init stacked: three random digits as channels, 128,000 pictures, batches of 128 (256 in pairs where two are packed). 5,000 steps,
#   so that the whole table ends in 150 minutes of two slow cores, and Adam at 1e-3, without which G has learned nothing by then: all
#   find fewer modes than the published runs. (After 2,500 steps the order is not yet the published one: seed 1 found 120 modes plain,
#   154 packed, 97 unrolled. At the published rates, 1e-4 and 2e-4 for D, and 10,000 steps it found 295, kl 3.59, plain and 821, 1.18,
#   packed.) A classifier looks at each channel of 26,000 samples; its three digits are the mode. kl is the divergence of modes
#   from the uniform distribution.
# cost: 100 minutes of one core
# needs: mnist classifier
# seeds: 1 2 3
# band: plain modes 487.7 -
# band: plain kl 2.24 -
# band: pac2 modes 840.7 >plain
# band: pac2 modes 840.7 >=300
# band: pac2 kl 1.00 <plain
# band: unroll5 modes 732 >plain
# band: unroll5 kl 1.66 <plain
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 06 "$@"
need_mnist

case $case in
plain) train=() ;;
pac2) train=(pack=2 batch=256) ;;
unroll5) train=(unroll=5) ;;
esac

gan-data --stack 3 -n 128000 seed="$seed" "$SCIENCE/mnist-train.t" -o d.t
gan-init stacked like=d.t lr=1e-3 ema=0 "${train[@]}" seed="$seed" | gan-step -n 5000 d.t |
	gan-stat -M stacked -f "$SCIENCE/mnist-classifier.t" -n 26000 > table.tsv
values found < table.tsv | result modes
values kl < table.tsv | result kl
