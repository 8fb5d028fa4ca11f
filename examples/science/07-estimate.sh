#!/usr/bin/env bash
# 7. WGAN's estimate falls as samples get better
# source: Arjovsky et al. 2017, "Wasserstein GAN", sec. 4.2 and figure 3: the critic's estimate correlates with the quality of samples.
# recipe: MNIST, nets of three hidden layers of 512 (relu), batches of 64, five critic steps an update of G. gp: loss=wgan with gp=10, Adam at 1e-4
#   with betas .5 and .9, 1,000 updates of G. clip: clip=.01, RMSprop, 100 critic steps for each of the first 25, as in the authors'
#   code; G at their 5e-5, the critic at 2e-4, so that five steps can follow what an update of G changes; 3,600 updates, of which the
#   first 600 are not looked at: there the critic grows into its bounds, and the estimate rises while the distance stays what it was. At each
#   of ten checkpoints the estimate is the median of -d.loss over the last 101 steps (50 for gp), and the Frechet distance is that of
#   5,000 samples and the test set's pictures in the features of a classifier. spearman: the rank correlation of the two; falls: the
#   estimate at the last over that at the first.
# cost: 25 minutes of one core
# needs: mnist classifier
# seeds: 1 2 3
# band: gp spearman - .7:1
# band: gp falls - <1
# band: clip spearman - .7:1
# band: clip falls - <1
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 07 "$@"
need_mnist

mnist=$SCIENCE/mnist-train.t
gan-init mlp like="$mnist" hidden.g=512,512,512 hidden.d=512,512,512 out=tanh d-update=joint loss=wgan batch=64 ema=0 seed="$seed" > m.t
case $case in
gp)
	window=50
	gan-step -n 1000 d-steps=5 gp=10 optim=adam lr=1e-4 beta1=.5 beta2=.9 --every 100 --log log.tsv "$mnist" < m.t > checkpoints.t
	;;
clip)
	window=101
	gan-step -n 25 d-steps=100 clip=.01 optim=rmsprop lr.d=2e-4 lr.g=5e-5 "$mnist" < m.t |
		gan-step --to 600 d-steps=5 "$mnist" | gan-step --to 3600 --every 300 --log log.tsv "$mnist" > checkpoints.t
	;;
esac
gan-stat -M fid -f "$SCIENCE/mnist-classifier.t" --ref "$SCIENCE/mnist-test.t" -n 5000 checkpoints.t > table.tsv

for step in $(awk -F'\t' '$3 == "fid" { print $1 }' table.tsv); do
	awk -F'\t' -v s="$step" -v window=$window 'NR == 1 { for (i = 1; i <= NF; i++) col[$i] = i; next }
		$col["step"] > s - window && $col["step"] <= s { print -$col["d.loss"] }' log.tsv | sort -g | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
done > estimates
values fid < table.tsv | paste estimates - | awk '
	function rank(a, i,   j, r) { r = 1; for (j = 1; j <= NR; j++) r += a[j] < a[i] || (a[j] == a[i] && j < i); return r }
	{ x[NR] = $1; y[NR] = $2 }
	END { for (i = 1; i <= NR; i++) s += (rank(x, i) - rank(y, i)) ^ 2; print 1 - 6 * s / (NR * (NR * NR - 1)) }' | result spearman
awk 'NR == 1 { a = $1 } END { print $1 / a }' estimates | result falls
