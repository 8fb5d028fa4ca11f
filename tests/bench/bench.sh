#!/usr/bin/env bash
# make bench: the figures of the README's table, in one run. Rates are medians; a step's share of the machine's own sgemm
# rate is what to compare between machines. PATH has the tools, $1 is the folder of the benchmark programs.
set -euo pipefail

bench=$1
export LC_ALL=C
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cpus=$(nproc)
gflop=147.0 # of a DCGAN-64 step: 3 G + 8 D passes of .21 GFLOP an image, batch 64

row() { printf '%-44s %s\n' "$1" "$2"; }

# median of column "images/s" of a log, first rows left out: they touch memory for the first time
median_rate() {
	awk -F'\t' 'NR==1 { for (i = 1; i <= NF; i++) if ($i == "images/s") c = i; next } NR > 3 { print $c }' "$1" | sort -g |
		awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

step() { # threads steps log [setting]
	rm -f "$3"
	gan-step -j "$1" -n "$2" --log "$3" -o /dev/null "$dir/d.t" "${@:4}" < "$dir/m.t"
}

row "machine" "$(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo 2> /dev/null || uname -m), $cpus cores"
sgemm=$("$bench/bench_sgemm")
row "sgemm 2048^3, OpenBLAS, all cores" "$sgemm GFLOP/s"

gan-data --toy glyphs -n 512 -S 64x64 -C rgb -o "$dir/d.t"
gan-init dcgan like="$dir/d.t" ngf=64 ndf=64 z=100 batch=64 ema=0 -o "$dir/m.t"
step "$cpus" "${STEPS:-15}" "$dir/l"
step 1 "${STEPS1:-9}" "$dir/l1"
all=$(median_rate "$dir/l") one=$(median_rate "$dir/l1")
row "DCGAN-64 step, batch 64, $cpus threads" "$(awk -v r="$all" -v g=$gflop -v s="$sgemm" \
	'BEGIN { t = 64 / r; printf "%.3f s = %.0f GFLOP/s = %.0f %% of sgemm", t, g / t, 100 * g / t / s }')"
row "  one thread" "$(awk -v r="$all" -v o="$one" 'BEGIN { printf "%.3f s; all threads are %.2f times as fast", 64 / o, r / o }')"
if gan-step -q -n 1 -m "$dir/m.t" -o /dev/null "$dir/d.t" precision=bf16 2> /dev/null; then
	step "$cpus" "${STEPS:-15}" "$dir/lh" precision=bf16
	half=$(median_rate "$dir/lh")
	row "  precision=bf16, $cpus threads" "$(awk -v r="$half" -v o="$all" \
		'BEGIN { printf "%.3f s; %.2f times as fast as f32", 64 / r, r / o }')"
else
	row "  precision=bf16" "not on this CPU"
fi
gan-init dcgan like="$dir/d.t" ngf=64 ndf=64 z=100 batch=64 ema=0 norm.d=none -o "$dir/c.t"
for j in "$cpus" 1; do
	read -r penalised plain ratio <<< "$("$bench/bench_critic" "$dir/c.t" "$j")"
	row "WGAN-GP critic step, batch 64, threads: $j" "$penalised s, without penalty $plain s; less its fakes, $ratio plain D steps"
done
mem=$("$bench/bench_time" 1 gan-step -n 3 -m "$dir/m.t" -o /dev/null "$dir/d.t")
row "  peak memory" "$(cut -f2 <<< "$mem") MB"
sample=$("$bench/bench_time" 5 gan-sample -m "$dir/m.t")
row "64 samples of it, whole process" "$(cut -f1 <<< "$sample") s"
gan-init dcgan like="$dir/d.t" ngf=64 ndf=64 z=100 ema=0 -o "$dir/m.t"

gan-data --toy glyphs -n 50 -S 28x28 -C gray -o "$dir/e.t"
gan-init mlp like="$dir/e.t" -o "$dir/mlp.t"
read -r t products ratio <<< "$("$bench/bench_mlp" "$dir/mlp.t" "$cpus")"
row "MLP GAN, batch 50, 1,000 iterations" "$t s, $ratio times its products ($products s)"
read -r t products ratio <<< "$("$bench/bench_mlp" "$dir/mlp.t" 1)"
row "  one thread" "$t s, $ratio times its products ($products s)"
# Ring nets, on one thread. A plain D step is what one more update of D takes, less the making of its fakes (z=fresh makes others,
# for one update of G); an unrolled update of G is counted with D's passes for its loss as a whole D step, which is too much.
gan-data --toy ring -n 1000 -o "$dir/p.t"
gan-init mlp like="$dir/p.t" z=256 hidden.g=128,128 hidden.d=128,128 act=tanh batch=512 ema=0 d-update=joint z=shared \
	-o "$dir/ring.t"
"$bench/bench_variants" "$dir/ring.t" 1 "" z=fresh d-steps=3 unroll=1 unroll=5 unroll=10 | awk -F'\t' '{ t[$2] = $1 }
	END {
		d = (t["d-steps=3"] - t[""]) / 2 - (t["z=fresh"] - t[""])
		printf "%.1f ms; a D step %.2f ms; K = 1, 5, 10 updates ahead: %.1f, %.1f and %.1f D steps (of 4K+3: 7, 23, 43)\n",
			1000 * t[""], 1000 * d, (t["unroll=1"] - t[""]) / d + 1, (t["unroll=5"] - t[""]) / d + 1, (t["unroll=10"] - t[""]) / d + 1
	}' | while read -r line; do row "ring nets, batch 512, one thread; unrolled D" "$line"; done
for size in 256 512; do
	read -r forward back <<< "$("$bench/bench_picture" $size "$cpus")"
	read -r forward1 back1 <<< "$("$bench/bench_picture" $size 1)"
	row "3x3 over one picture of ${size}x${size}x64" "$(awk -v f="$forward" -v b="$back" -v f1="$forward1" -v b1="$back1" -v s="$sgemm" \
		'BEGIN { printf "%.0f GFLOP/s = %.0f %% of sgemm, back %.0f %%; all threads are %.2f and %.2f times as fast",
			f, 100 * f / s, 100 * b / s, f / f1, b / b1 }')"
done

for tool in gan-data gan-init gan-step gan-sample gan-stat; do
	row "start of $tool" "$("$bench/bench_time" 21 "$tool" --version | awk '{ printf "%.1f ms", 1000 * $1 }')"
done
"$bench/bench_stream" "$dir" | while read -r level write read; do
	row "stream of 256 MB, level $level" "write $write MB/s, read $read MB/s"
done

echo
echo "where the step's time goes:"
gan-step -n 6 --profile -m "$dir/m.t" -o /dev/null "$dir/d.t" 2>&1
