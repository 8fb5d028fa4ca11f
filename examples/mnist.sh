#!/usr/bin/env bash
# A DCGAN on MNIST at 28x28, with a grid of samples after each epoch: three minutes on two fast cores, under ten on slow ones.
#
#     mnist.sh [DIR]     DIR (.) holds train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz; writes mnist.t, model.t,
#                        epoch-*.png into OUT (mnist)
#     EPOCHS=10 ARCH='ngf=32 ndf=32' OUT=mnist mnist.sh DIR
set -euo pipefail

in=${1:-.} out=${OUT:-mnist} epochs=${EPOCHS:-10} batch=${BATCH:-64}
read -ra arch <<< "${ARCH:-ngf=32 ndf=32}"
mkdir -p "$out"

gan-data --idx <(zcat "$in/train-images-idx3-ubyte.gz") <(zcat "$in/train-labels-idx1-ubyte.gz") -o "$out/mnist.t"
gan-init dcgan like="$out/mnist.t" batch="$batch" "${arch[@]}" -o "$out/model.t"
for ((e = 1; e <= epochs; e++)); do
	gan-step --to $((e * 60000 / batch)) --log "$out/log.tsv" -m "$out/model.t" -o "$out/model.t" "$out/mnist.t"
	gan-sample --grid=16x4 < "$out/model.t" | pnmtopng > "$out/epoch-$e.png"
	echo "epoch $e of $epochs: $out/epoch-$e.png"
done
