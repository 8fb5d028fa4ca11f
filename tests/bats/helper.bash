# What the tests share: `load helper` at the head of a .bats file.
bats_require_minimum_version 1.5.0

GAN_TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
GAN_BIN=${GAN_BIN:-$GAN_TOP/build/bin}
PATH=$GAN_BIN:$PATH
export GAN_TOP GAN_BIN PATH LC_ALL=C OPENBLAS_NUM_THREADS=1
unset GAN_MAX_BYTES GAN_ZSTD
# Seconds after which timeout(1) ends what hangs, lest it hang the suite: no measure of speed, so far above what anything takes,
# under sanitizers and on a slow machine too.
GAN_TIMEOUT=${GAN_TIMEOUT:-900}

# Each test works in a folder of its own.
setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
}

# run a pipeline, given as a string for bash with pipefail; further arguments are its $1, $2, ...
# As with run, -N is the status that is expected:  pipe -65 'gan-data --toy ring | head -c 99 | gan-stat'
pipe() {
	local want=()
	while [[ ${1:-} == -* || ${1:-} == '!' ]]; do
		want+=("$1")
		shift
	done
	local line=$1
	shift
	run "${want[@]}" timeout "$GAN_TIMEOUT" bash -o pipefail -c "$line" pipe "$@"
}

# refuses STATUS PATTERN COMMAND...: it ends with that status, says one line on stderr that begins with the tool's name and
# matches the glob, and nothing on stdout.
refuses() {
	local status_wanted=$1 pattern=$2
	shift 2
	run "-$status_wanted" --separate-stderr timeout "$GAN_TIMEOUT" "$@"
	if [ -n "$output" ]; then
		echo "stdout should be empty: $(printf '%s' "$output" | head -c 200 | cat -v)"
		return 1
	fi
	if [ "$(printf '%s\n' "$stderr" | wc -l)" -ne 1 ]; then
		echo "expected one line on stderr, found: $stderr"
		return 1
	fi
	# shellcheck disable=SC2053 # a glob is meant
	if [[ $stderr != gan-*:\ * || $stderr != $pattern ]]; then
		echo "expected: $pattern"
		echo "found:    $stderr"
		return 1
	fi
}

# The content of a stream, whatever its level; gan.pg is not part of it where streams are compared.
content() {
	if [ "$(head -c 4 "$1" | od -An -tx1 | tr -d ' \n')" = 28b52ffd ]; then
		zstd -dcq <"$1"
	else
		cat "$1"
	fi
}
without_pg() {
	# the strings of a header hold no raw control bytes or quotes, so that the value ends at the next unescaped quote
	content "$1" | LC_ALL=C sed -E 's/"gan\.pg":"(\\.|[^"\\])*",?//g; s/^.{8}//'
}

# same_content A B: equal tensors and metadata, gan.pg left out (and with it the length of the header)
same_content() {
	without_pg "$1" >"$BATS_TEST_TMPDIR/.a" && without_pg "$2" >"$BATS_TEST_TMPDIR/.b" &&
		cmp "$BATS_TEST_TMPDIR/.a" "$BATS_TEST_TMPDIR/.b"
}

# Of a table with a head line: the values of a column.
column() { # NAME FILE: the values of a report's column
	awk -F '\t' -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next } { print $c }' "$2"
}

# need_data [PATH...]: skips where $GAN_DATA is unset or does not have these.
need_data() {
	local p
	[ -n "${GAN_DATA:-}" ] || skip "GAN_DATA is not set"
	for p in "$@"; do
		[ -e "$GAN_DATA/$p" ] || skip "GAN_DATA has no $p"
	done
}

need_program() {
	command -v "$1" >/dev/null 2>&1 || skip "no $1 here"
}

# For what a sanitizer's address space or slowness forbids.
need_plain() {
	[ "${GAN_FLAVOUR:-plain}" = plain ] || skip "$1"
}
