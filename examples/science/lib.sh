# What the rows share; sourced by each after its head. A row is called with a case and a seed, and prints results.

. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

export LC_ALL=C OPENBLAS_NUM_THREADS=1

# Each run keeps to one thread, so that several stand side by side.
for tool in gan-advex gan-data gan-init gan-step gan-sample gan-stat gan-styletx; do
	eval "$tool() { command $tool -j 1 \"\$@\"; }"
done

# begin ROW "$@": names what is run, and gives it a folder to work in. At the end, the run's time on the CPU is a result too.
begin() {
	row=$1 case=${2:?case} seed=${3:?seed}
	top=$(cd "$(dirname "$0")/../.." && pwd)
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

# Of a log: the mean of column NAME over its last N lines.
mean_of_last() { awk -F'\t' -v name="$1" -v n="$2" '
	NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next }
	{ v[NR] = $c }
	END { for (i = NR - n + 1; i <= NR; i++) s += v[i]; print s / n }' "$3"; }

# Of a table with a head line: column NAME of FILE.
column() { awk -F'\t' -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next } { print $c }' "$2"; }

least() { sort -g | head -n 1; }
mean() { awk '{ s += $1 } END { print s / NR }'; }

# What rows have in common is made once, in the folder $SCIENCE: mnist-train.t, mnist-test.t, and mnist-classifier.t, the LeNet of gan-init
# after two epochs (99 % right).
prepare() { # mnist [classifier]
	local dir
	dir=$(mnist_folder)
	[ -n "$dir" ] || return 0
	if [ ! -s "$SCIENCE/mnist-test.t" ]; then
		idx "$dir" train -o "$SCIENCE/mnist-train.t"
		idx "$dir" t10k -o "$SCIENCE/mnist-test.t"
	fi
	if [[ $* == *classifier* && ! -s $SCIENCE/mnist-classifier.t ]]; then
		gan-init classifier like="$SCIENCE/mnist-train.t" seed=1 |
			command gan-step -n 940 -o "$SCIENCE/mnist-classifier.t" "$SCIENCE/mnist-train.t"
	fi
}
need_mnist() { [ -s "$SCIENCE/mnist-test.t" ] || unavailable "$no_mnist"; }


# The rows of style: the folder that has data/style (contents, styles) and weights (VGG-19), or nothing.
need_style() {
	local vgg=${GAN_DATA:-}/weights/vgg19norm-relu3_1-encoder.safetensors
	[ -s "$vgg" ] || unavailable "no VGG-19: GAN_DATA has no weights/${vgg##*/}"
	[ -d "$GAN_DATA/data/style/styles" ] || unavailable "no pictures: GAN_DATA has no data/style/styles"
}
