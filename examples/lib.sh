#!/usr/bin/env bash
# What examples share; sourced by those that say so, and by examples/science/lib.sh.
set -euo pipefail

# long FULL SHORT: how much of something, as the run is long or short.
long() { if [ -n "${SHORT:-}" ]; then echo "$2"; else echo "$1"; fi; }

# Of gan-stat's table on standard input: the values of NAME, one for each model or set that was judged.
values() { awk -F'\t' -v name="$1" '$3 == name { print $4 }'; }

unavailable() {
	echo "$*" >&2
	exit 69
}

# Where MNIST's files are: GAN_DATA, or mnist/ or data/mnist/ in it.
mnist_folder() {
	local d
	for d in "${GAN_DATA:-}" "${GAN_DATA:-}/mnist" "${GAN_DATA:-}/data/mnist"; do
		[ ! -e "$d/train-images-idx3-ubyte.gz" ] || { (cd "$d" && pwd); return; }
	done
}

# idx DIR train|t10k [OPTION...]: pictures and labels, as a data stream.
idx() { gan-data --idx "${@:3}" <(zcat "$1/$2-images-idx3-ubyte.gz") <(zcat "$1/$2-labels-idx1-ubyte.gz"); }

no_mnist='no MNIST: no folder that GAN_DATA names has train-images-idx3-ubyte.gz'
