#!/usr/bin/env bash
# 9. Spectral norm: what D multiplies by has no singular value above 1
# source: Miyato et al. 2018, "Spectral normalization for generative adversarial networks", sec. 2.1: one step of power iteration an update
#   keeps the greatest singular value of each normalised weight near 1.
# recipe: A DCGAN of 28x28 glyphs (ngf=16 ndf=16), sn=d, hinge loss, 1,000 steps. For each weight W of D and the vector u beside it, the
#   estimate is |W'u|; the measures are the greatest and the least, over the layers, of W's greatest singular value (400 steps of power
#   iteration by awk) over its estimate. The case plain has no norm: the greatest singular value of its weights, to compare.
# cost: a minute and a half of one core
# seeds: 1 2 3
# band: sn most 1 .95:1.05
# band: sn least 1 .95:1.05
# band: plain most - >1.05
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 09 "$@"

train=(sn=d)
[ "$case" = sn ] || train=(norm.d=none)
gan-data --toy glyphs -n 4000 seed="$seed" > d.t
gan-init dcgan like=d.t ngf=16 ndf=16 loss=hinge "${train[@]}" seed="$seed" | gan-step -n 1000 -z 0 d.t > m.safetensors

# The file is a length in 8 bytes, a header in JSON, and the numbers. "name shape begin end" of D's weights and vectors:
read -r length <<< "$(od -A n -t u8 -N 8 m.safetensors)"
head -c $((8 + length)) m.safetensors | tail -c "$length" |
	grep -o '"d\.[^"]*":{"dtype":"F32","shape":\[[^]]*\],"data_offsets":\[[^]]*\]' |
	sed 's/"\([^"]*\)":.*"shape":\[\(.*\)\],"data_offsets":\[\(.*\),\(.*\)\]/\1 \2 \3 \4/' > tensors
numbers() { # of the tensor with that name
	local from to
	read -r _ _ from to <<< "$(grep "^$1 " tensors)"
	[ -z "$from" ] || od -A n -v -w4 -t f4 -j $((8 + length + from)) -N $((to - from)) m.safetensors
}

grep '\.weight ' tensors | while read -r name shape _; do
	{ numbers "$name" && echo && numbers "${name%weight}u"; } | awk -v rows="${shape%%,*}" '
		function apply(x, y,   i, j, s) { for (i = 0; i < rows; i++) { s = 0; for (j = 0; j < n; j++) s += w[i * n + j] * x[j]; y[i] = s } }
		function back(x, y,   i, j) { for (j = 0; j < n; j++) y[j] = 0
			for (i = 0; i < rows; i++) for (j = 0; j < n; j++) y[j] += w[i * n + j] * x[i] }
		function norm(x, k,   i, s) { for (i = 0; i < k; i++) s += x[i] * x[i]; s = sqrt(s); for (i = 0; i < k; i++) x[i] /= s; return s }
		NF == 0 { part = 1; next }
		part == 0 { w[count++] = $1 }
		part == 1 { u[given++] = $1 }
		END {
			n = count / rows
			estimate = 1
			if (given) { back(u, v); estimate = norm(v, n) }
			srand(1)
			for (i = 0; i < rows; i++) x[i] = rand() - .5
			for (k = 0; k < 400; k++) { back(x, v); norm(v, n); apply(v, x); sigma = norm(x, rows) }
			print sigma / estimate
		}'
done > ratios
sort -g ratios | tail -n 1 | result most
sort -g ratios | head -n 1 | result least
