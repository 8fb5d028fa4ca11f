#!/usr/bin/env bash
# A classifier of MNIST, and how good it is after each epoch: 99.3 % of the test set after seven, four minutes on two fast cores.
#
#     classifier.sh [DIR]    DIR (.) holds train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz, and of the test set
#                            t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz; without these the last HOLD (10000) pictures
#                            of the others are held out. Writes train.t, test.t, model.t, confusion.tsv into OUT (classifier)
#     EPOCHS=10 ARCH='classifier augment=flip' OUT=fashion classifier.sh fashion-mnist       # 92.4 %
#
# model.t is what gan-stat -M fid -f model.t looks with.
set -euo pipefail

in=${1:-.} out=${OUT:-classifier} epochs=${EPOCHS:-7} batch=${BATCH:-128} hold=${HOLD:-10000}
read -ra arch <<< "${ARCH:-classifier}"
mkdir -p "$out"

idx() { gan-data --idx <(zcat "$in/$1-images-idx3-ubyte.gz") <(zcat "$in/$1-labels-idx1-ubyte.gz"); }
idx train > "$out/all.t"
total=$(gan-stat -w tensors "$out/all.t" | awk -F '\t' '$2 == "y" { gsub(/[^0-9]/, "", $4); n += $4 } END { print n }')
if [ -e "$in/t10k-images-idx3-ubyte.gz" ]; then
	idx t10k > "$out/test.t"
	mv "$out/all.t" "$out/train.t"
else
	total=$((total - hold))
	gan-data -n "$total" -o "$out/train.t" "$out/all.t"
	gan-data --skip "$total" -o "$out/test.t" "$out/all.t"
	rm "$out/all.t"
fi

gan-init "${arch[@]}" like="$out/train.t" batch="$batch" -o "$out/model.t"
for ((e = 1; e <= epochs; e++)); do
	gan-step --to $((e * total / batch)) --log "$out/log.tsv" -m "$out/model.t" -o "$out/model.t" "$out/train.t"
	gan-stat -M accuracy -f "$out/model.t" -o "$out/confusion.tsv" "$out/test.t"
	awk -F '\t' -v e="$e" -v n="$epochs" '$3 == "accuracy" { printf "epoch %d of %d: %.2f %%\n", e, n, 100 * $4 }' "$out/confusion.tsv"
done
