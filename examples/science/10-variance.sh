#!/usr/bin/env bash
# 10. Minibatch discrimination keeps variance; what D learns of smoothed labels
# source: Salimans et al. 2016, "Improved techniques for training GANs", sec. 3.2 and 3.4: with labels of .9 for real and 0 for fake the
#   best D is .9 p/(p+q).
# recipe: Cases plain and mbdisc: the game of row 2 (N(4, 1.25^2); hidden layers of 32, tanh; 5,000 steps of 128); with mbdisc D compares the
#   samples of a batch by 5 kernels of 3 numbers. Case smooth: real data are 0 or 1 with shares 3/4 and 1/4, fakes with 1/4 and 3/4, from a G
#   that does not learn; D is sigmoid(a x + b). Measures: D at 0 and 1, that is .9*.75 = .675 and .9*.25 = .225.
# cost: 40 seconds of one core
# seeds: 1 2 3
# band: plain deviation - <mbdisc
# band: mbdisc deviation 1.25 1.1:1.4
# band: mbdisc ks - <plain
# band: smooth D(0) .675 .665:.685
# band: smooth D(1) .225 .215:.235
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 10 "$@"

line() {
	cat << END
net g
input z 1
l1  linear out=32 init=glorot
-   tanh
l2  linear out=32 init=glorot
-   tanh
l3  linear out=1 init=glorot
output

net d
input x 1
l1  linear out=32 init=glorot
-   tanh
l2  linear out=32 init=glorot
-   tanh
$1
l3  linear out=1 init=glorot
output
END
}

learn_line() {
	gan-data --toy normal mean=4 sigma=1.25 -n 10000 seed="$seed" > d.t
	gan-data --toy normal mean=4 sigma=1.25 -n 10000 seed=100 > other.t
	gan-init - lr=1e-3 batch=128 seed="$seed" | gan-step -n 5000 d.t | gan-stat -M moments --ref other.t > table.tsv
	values std.0 < table.tsv | result deviation
	values ks.0 < table.tsv | result ks
}

# A z of -1..1 becomes 1 where it is above -1/2, and 0 elsewhere; l1 keeps it as it is.
smooth() {
	cat > smooth.net << 'END'
net g
input z 1
-   gt by=-.5
l1  linear out=1 init=constant:1
output

net d
input x 1
l1  linear out=1 init=constant:0
output
END
	gan-data --toy mixture means=0,1 weights=3,1 sigma=0 -n 100000 seed="$seed" > d.t
	gan-init smooth.net z-dist=uniform label-real=.9 lr.g=0 lr.d=.01 batch=1000 ema=0 seed="$seed" |
		gan-step -n 1000 d.t | gan-step -n 1000 lr.d=.001 d.t > m.t
	gan-stat -w tensors m.t | awk -F'\t' '
		$2 == "d.l1.weight" { a = $8 }
		$2 == "d.l1.bias" { b = $8 }
		END { print 1 / (1 + exp(-b)), 1 / (1 + exp(-a - b)) }' > best
	cut -d ' ' -f 1 best | result 'D(0)'
	cut -d ' ' -f 2 best | result 'D(1)'
}

case $case in
plain) line '' | learn_line ;;
mbdisc) line 'mb  mbdisc kernels=5 dims=3' | learn_line ;;
smooth) smooth ;;
esac
