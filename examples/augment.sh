#!/usr/bin/env bash
# Data augmentation: a classifier has 100 digits of each class. What helps it more, 1,000 samples a class of GANs that learned from
# these 100, or copies that were turned, shifted and mirrored? Prints a table, which README.md has.
#
#     GAN_DATA=DIR augment.sh     DIR, or mnist/ or data/mnist/ in it, has MNIST's four *.gz; writes sets, models, the table and
#                                 gan.png, the first 16 samples of each class, into OUT (augment)
#     SHORT=1                     hardly any training: shows that all works, not what comes of it
#     SEED=1                      of the GANs and of the copies; six minutes of one core
#
# Each class has a small DCGAN of its own. Of so few pictures D would know each, and G learn nothing: diffaug=translation, by which
# D never sees the same picture twice, is what makes this work (Zhao et al. 2020). Each set trains a classifier from the beginning
# with the seeds 1, 2 and 3, all for as many steps; the table has mean and standard deviation of what they get right of the test set.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

out=${OUT:-augment} seed=${SEED:-1} dir=$(mnist_folder)
[ -n "$dir" ] || unavailable "$no_mnist"
seeds=$(long '1 2 3' 1)
mkdir -p "$out"
cd "$out"

idx "$dir" t10k -n "$(long 10000 500)" -o test.t
idx "$dir" train -n "$(long 60000 2500)" -o all.t
for k in 0 1 2 3 4 5 6 7 8 9; do gan-data --class $k -n "$(long 100 10)" all.t; done > real.t

# One GAN a class. A model that is there already goes on to the last step, or passes through.
for k in 0 1 2 3 4 5 6 7 8 9; do
	gan-data --class $k -o class.t real.t
	[ -s gan-$k.t ] || gan-init dcgan like=class.t ngf=16 ndf=16 batch="$(long 50 10)" lr=5e-4 diffaug=translation seed="$seed" \
		-o gan-$k.t
	gan-step -q --to "$(long 1000 2)" -m gan-$k.t -o gan-$k.t class.t
	gan-sample -t -n "$(long 1000 16)" < gan-$k.t | gan-data -l $k
done > samples.t
for k in 0 1 2 3 4 5 6 7 8 9; do gan-data --class $k -n 16 samples.t; done | gan-data -x --grid=16x10 | pnmtopng > gan.png

gan-data --warp "$(long 10 1)" -s "$seed" -o warped.t real.t # each picture and 10 warps of it: as many more as samples
gan-data --flip -o flipped.t real.t
gan-data --flip --warp "$(long 5 1)" -s "$seed" -o both.t real.t

# row NAME DATA...: the mean and deviation of accuracies.
row() {
	local s n
	n=$(cat "${@:2}" | gan-stat -w tensors | awk -F'\t' '$2 == "y" { gsub(/[^0-9]/, "", $4); n += $4 } END { print n }')
	for s in $seeds; do
		gan-init classifier like=real.t width=8 features=64 ema=0.99 seed="$s" | gan-step -q -n "$(long 500 2)" "${@:2}" |
			gan-stat -M accuracy -f - test.t | values accuracy
	done | awk -v name="$1" -v size="$n" '{ s += $1; q += $1 * $1 } END {
		m = s / NR; v = NR > 1 ? (q - NR * m * m) / (NR - 1) : 0
		printf "| %s | %s | %.2f ± %.2f |\n", name, size, 100 * m, 100 * sqrt(v > 0 ? v : 0) }'
}

{
	echo '| the classifier learns from | pictures | right, percent |'
	echo '|---|---|---|'
	row '100 digits a class' real.t
	row 'these and 1,000 samples of GANs a class' real.t samples.t
	row 'these and 10 warps of each, `--warp 10`' warped.t
	row 'these and their mirror images, `--flip`' flipped.t
	row 'these and both, `--flip --warp 5`' both.t
	row 'these, 10 warps of each and the samples' warped.t samples.t
} | tee table.md
