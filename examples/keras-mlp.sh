#!/usr/bin/env bash
# The lecture's GAN of fully connected layers: 100-256-784 against 784-256-1, 5,000 steps of 50 pictures, D trained on real
# and fake in two updates as Keras' train_on_batch does. Prints the mean losses of the last 200 steps: for digit 2 alone the
# lecture's runs end near D .37-.39 (sum of both halves) and G 2.3-2.5. This game has no fixed end: D's mean falls to .05-.15 by
# step 3,500 and rises again, and seeds end between .05 and .31, here as in the same recipe written with NumPy. SEED=8 ends
# near .27 and 2.2.
#
#     keras-mlp.sh [DIR]     DIR (.) holds MNIST's train-*.gz; writes models, logs and grids into OUT (keras-mlp)
set -euo pipefail

in=${1:-.} out=${OUT:-keras-mlp}
mkdir -p "$out"

train() { # name, data
	rm -f "$out/$1.tsv"
	gan-init mlp like="$2" seed="${SEED:-8}" | gan-step -n 5000 --log "$out/$1.tsv" -o "$out/$1.t" "$2"
	gan-sample --grid=16x4 < "$out/$1.t" | pnmtopng > "$out/$1.png"
	awk -F'\t' -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) col[$i] = i; next }
		{ d[NR] = $col["d.loss"]; g[NR] = $col["g.loss"] }
		END { for (i = NR - 199; i <= NR; i++) { sd += d[i]; sg += g[i] }
		      printf "%s: D loss %.4f, G loss %.4f over the last 200 of %d steps\n", name, sd / 200, sg / 200, NR - 1 }' "$out/$1.tsv"
}

gan-data --idx <(zcat "$in/train-images-idx3-ubyte.gz") <(zcat "$in/train-labels-idx1-ubyte.gz") -o "$out/mnist.t"
gan-data --class 2 -o "$out/twos.t" "$out/mnist.t"
train digit-2 "$out/twos.t"
train all-digits "$out/mnist.t"
