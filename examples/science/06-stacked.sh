#!/usr/bin/env bash
# 6. Stacked MNIST: 1,000 modes
# source: Metz et al. 2017, sec. 3.3.1, and Lin et al. 2018, table 3, for a discriminator of half the generator's size; published is the latter's
#   plain GAN and packing of 2, and the former's 5 unrolled updates.
# recipe: gan-init stacked as it stands: three random digits as channels, 128,000 pictures, Adam at 1e-4 (D: 2e-4), batches of 128 (256 in pairs
#   where two are packed); unroll5 has the minimax loss. 10,000 steps. A classifier looks at each channel of 26,000 samples; its three
#   digits are the mode. rkl is the divergence of modes from the uniform distribution. The classifier's net is one text: three
#   branches that share weights, and their answers as a number of three digits, a point on a line, of which `modes' counts.
# cost: 50 minutes
# needs: mnist classifier
# seeds: 1 2 3
# band: plain modes 487.7 -
# band: plain rkl 2.24 -
# band: pac2 modes 840.7 >plain
# band: pac2 modes 840.7 >=300
# band: pac2 rkl 1.00 <plain
# band: unroll5 modes 732 >plain
# band: unroll5 rkl 1.66 <plain
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 06 "$@"
need_mnist

case $case in
plain) train=() ;;
pac2) train=(pack=2 batch=256) ;;
unroll5) train=(unroll=5 loss=minimax) ;;
esac

branch() { # channel: its digit is the value of digit$1
	cat << END
c$1        slice from=x axis=c start=$1 end=$(($1 + 1))
conv1-$1   conv out=32 k=3 weight=conv1.weight bias=conv1.bias
-          relu
conv2-$1   conv out=64 k=3 weight=conv2.weight bias=conv2.bias
-          relu
-          maxpool k=2
-          flatten
hidden-$1  linear out=128 weight=hidden.weight bias=hidden.bias
-          relu
classes-$1 linear out=10 weight=classes.weight bias=classes.bias
-          argmax axis=c
digit$1    cast to=real
END
}
{
	echo 'net c'
	echo 'input x image 28 28 3 range=0:1'
	branch 0
	branch 1
	branch 2
	echo 'hundreds affine from=digit0 scale=100'
	echo 'tens     affine from=digit1 scale=10'
	echo '-        add from=hundreds,tens,digit2'
	echo 'mode     view to=1'
} > digits.net
gan-init digits.net --weights c="$SCIENCE/mnist-classifier.t" -o digits.t

gan-data --stack 3 -n 128000 seed="$seed" "$SCIENCE/mnist-train.t" -o d.t
gan-init stacked like=d.t ema=0 "${train[@]}" seed="$seed" | gan-step -n "${STEPS:-10000}" d.t | gan-sample -t -n 26000 |
	gan-stat -t -f digits.t:mode | gan-stat -M modes toy="mixture means=$(seq -s , 0 999) sigma=.01" > table.tsv
values found < table.tsv | result modes
values rkl < table.tsv | result rkl
