#!/usr/bin/env bash
# 7. WGAN's estimate falls as samples get better
# source: Arjovsky et al. 2017, "Wasserstein GAN", sec. 4.2 and figure 3: the critic's estimate correlates with the quality of samples.
# recipe: MNIST, nets of three hidden layers of 512 (relu), loss=wgan with clip=.01, RMSprop at 5e-5, batches of 64; 100 critic steps an update of
#   G for the first 25, then 5, as in the authors' code; 3,000 updates of G. At each of ten checkpoints the estimate is the median of -d.loss
#   over the last 101 steps, as in the paper's figures, and the Frechet distance is that of 5,000 samples and the test set's pictures in
#   the features of a classifier. spearman: the rank correlation of the two; falls: the estimate at the last over that at the first.
# cost: 15 minutes
# needs: mnist classifier
# seeds: 1 2 3
# band: wgan spearman - .7:1
# band: wgan falls - <1
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 07 "$@"
need_mnist

gan-init mlp like="$SCIENCE/mnist-train.t" hidden.g=512,512,512 hidden.d=512,512,512 out=tanh d-update=joint loss=wgan clip=.01 \
	optim=rmsprop lr=5e-5 batch=64 ema=0 seed="$seed" |
	gan-step -n 25 d-steps=100 "$SCIENCE/mnist-train.t" |
	gan-step --to 3000 d-steps=5 --every 300 --log log.tsv "$SCIENCE/mnist-train.t" > checkpoints.t
gan-stat -M fid -f "$SCIENCE/mnist-classifier.t" --ref "$SCIENCE/mnist-test.t" -n 5000 checkpoints.t > table.tsv

for step in $(awk -F'\t' '$3 == "fid" { print $1 }' table.tsv); do
	awk -F'\t' -v s="$step" 'NR == 1 { for (i = 1; i <= NF; i++) col[$i] = i; next }
		$col["step"] > s - 101 && $col["step"] <= s { print -$col["d.loss"] }' log.tsv | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
done > estimates
values fid < table.tsv | paste estimates - | tee >(cat >&2) | awk '
	function rank(a, i,   j, r) { r = 1; for (j = 1; j <= NR; j++) r += a[j] < a[i] || (a[j] == a[i] && j < i); return r }
	{ x[NR] = $1; y[NR] = $2 }
	END { for (i = 1; i <= NR; i++) s += (rank(x, i) - rank(y, i)) ^ 2; print 1 - 6 * s / (NR * (NR * NR - 1)) }' | result spearman
awk 'NR == 1 { a = $1 } END { print $1 / a }' estimates | result falls
