# What the rows share; sourced by each after its head. A row is called with a case and a seed, and prints results.

export LC_ALL=C OPENBLAS_NUM_THREADS=1

# Each run keeps to one thread, so that several stand side by side.
for tool in gan-data gan-init gan-step gan-sample gan-stat; do
	eval "$tool() { command $tool -j 1 \"\$@\"; }"
done

# begin ROW "$@": names what is run, and gives it a folder to work in. At the end, the run's time on the CPU is a result too.
begin() {
	row=$1 case=${2:?case} seed=${3:?seed}
	work=$(mktemp -d)
	trap 'status=$?; [ $status -ne 0 ] || cpu_seconds; rm -rf "$work"; exit $status' EXIT
	trap 'exit 143' TERM
	trap 'exit 130' INT
	cd "$work"
}

# result MEASURE: the value is one number on standard input, so that a failure in the pipe before it is one of the script.
result() {
	local value
	value=$(cat)
	[[ $value =~ ^-?[0-9.]+(e[-+]?[0-9]+)?$ ]] || { echo "$1: expected a number, found '$value'" >&2; exit 1; }
	printf '%s\t%s\t%s\t%s\t%s\n' "$row" "$case" "$seed" "$1" "$value"
}

cpu_seconds() {
	times > "$work/times"
	awk '{ for (i = 1; i <= 2; i++) { split($i, t, /[ms]/); s += 60 * t[1] + t[2] } } END { print s }' "$work/times" | result cpu.seconds
}

# long FULL SHORT: how much of something, as the run is long or short.
long() { if [ -n "${SHORT:-}" ]; then echo "$2"; else echo "$1"; fi; }

# Of gan-stat's table on standard input: the values of NAME, one for each model that was judged.
values() { awk -F'\t' -v name="$1" '$3 == name { print $4 }'; }

# Of a log: the mean of column NAME over its last N lines.
mean_of_last() { awk -F'\t' -v name="$1" -v n="$2" '
	NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next }
	{ v[NR] = $c }
	END { for (i = NR - n + 1; i <= NR; i++) s += v[i]; print s / n }' "$3"; }

least() { sort -g | head -n 1; }
mean() { awk '{ s += $1 } END { print s / NR }'; }

unavailable() {
	echo "$*" >&2
	exit 69
}

# Where MNIST's files are: GAN_DATA, or mnist/ or data/mnist/ in it.
mnist_folder() {
	local d
	for d in "${GAN_DATA:-}" "${GAN_DATA:-}/mnist" "${GAN_DATA:-}/data/mnist"; do
		[ ! -e "$d/train-images-idx3-ubyte.gz" ] || { echo "$d"; return; }
	done
}

# What rows have in common is made once, in the folder $SCIENCE: mnist-train.t, mnist-test.t, and mnist-classifier.t, the LeNet of gan-init
# after two epochs (99 % right).
prepare() { # mnist [classifier]
	local dir
	dir=$(mnist_folder)
	[ -n "$dir" ] || return 0
	if [ ! -s "$SCIENCE/mnist-test.t" ]; then
		gan-data --idx <(zcat "$dir/train-images-idx3-ubyte.gz") <(zcat "$dir/train-labels-idx1-ubyte.gz") -o "$SCIENCE/mnist-train.t"
		gan-data --idx <(zcat "$dir/t10k-images-idx3-ubyte.gz") <(zcat "$dir/t10k-labels-idx1-ubyte.gz") -o "$SCIENCE/mnist-test.t"
	fi
	if [[ $* == *classifier* && ! -s $SCIENCE/mnist-classifier.t ]]; then
		gan-init classifier like="$SCIENCE/mnist-train.t" seed=1 |
			command gan-step -n 940 -o "$SCIENCE/mnist-classifier.t" "$SCIENCE/mnist-train.t"
	fi
}
need_mnist() { [ -s "$SCIENCE/mnist-test.t" ] || unavailable "no MNIST: no folder that GAN_DATA names has train-images-idx3-ubyte.gz"; }

