#!/usr/bin/env bash
# Runs the suite over what the Makefile has built and sums it up.
#   run.sh plain   the tree's own rules, unit tests, gradients (double), fuzz corpora, bats, TSan tests where they are built
#   run.sh asan    unit tests, fuzz corpora and bats with the sanitized programs
#   run.sh tsan    the ThreadSanitizer tests alone
# JOBS=N programs at a time (default 1), TESTS=GLOB only those. TAP of each program stays in $BUILD/tap/.
set -euo pipefail
cd "$(dirname "$0")/.."

flavour=${1:?plain, asan or tsan}
build=build
[ "$flavour" = plain ] || build=build-$flavour
tap=$build/tap
export GAN_BUILD=$PWD/$build GAN_BIN=$PWD/$build/bin GAN_FLAVOUR=$flavour
export OPENBLAS_NUM_THREADS=1 LC_ALL=C TERM=dumb
if [ "$flavour" != plain ]; then
	# a status that no test expects
	export ASAN_OPTIONS=exitcode=99:detect_stack_use_after_return=0:allocator_may_return_null=1:${ASAN_OPTIONS:-}
	export UBSAN_OPTIONS=exitcode=99:print_stacktrace=1:${UBSAN_OPTIONS:-}
fi
export TSAN_OPTIONS=exitcode=99:halt_on_error=1:${TSAN_OPTIONS:-}

# "name command..." lines
list() {
	local f n
	if [ "$flavour" = plain ]; then
		for n in hdr deps tree man cross; do echo "$n bash tests/$n.sh"; done
		for f in build/unit/test_*; do [ ! -x "$f" ] || echo "unit.${f##*/test_} $f"; done
		for f in build-double/unit/test_*; do [ ! -x "$f" ] || echo "double.${f##*/test_} $f"; done
	elif [ "$flavour" = asan ]; then
		for f in build-asan/unit/test_*; do [ ! -x "$f" ] || echo "unit.${f##*/test_} $f"; done
	fi
	if [ "$flavour" != asan ]; then
		for f in build-tsan/unit/test_*; do [ ! -x "$f" ] || echo "tsan.${f##*/test_} $f"; done
	fi
	[ "$flavour" != tsan ] || return 0
	for f in "$build"/replay/fuzz_*; do
		[ ! -x "$f" ] || echo "fuzz.${f##*/fuzz_} $f tests/fuzz/corpus/${f##*/fuzz_}"
	done
	for f in tests/bats/*.bats; do
		[ ! -e "$f" ] || { n=${f##*/} && echo "bats.${n%.bats} bats --tap $f"; }
	done
}

# Programs of tests that are no longer in the tree are not run.
wanted() {
	local name rest
	while read -r name rest; do
		case $name in
		unit.* | double.* | tsan.*) [ -e "tests/unit/test_${name#*.}.c" ] || continue ;;
		fuzz.*) [ -e "tests/fuzz/fuzz_${name#*.}.c" ] || continue ;;
		esac
		# shellcheck disable=SC2053 # a glob is meant
		[[ $name == ${TESTS:-*} ]] && echo "$name $rest"
	done < <(list)
	return 0
}

run_one() {
	local name=$1 status=0 start=$SECONDS
	shift
	{
		echo "# begin $name"
		"$@" </dev/null 2>&1 || status=$?
		echo "# end $name $status"
	} >"$GAN_TAP/$name.tap"
	awk -v brief=1 -f tests/tapsum.awk "$GAN_TAP/$name.tap" |
		awk -v s=$((SECONDS - start)) 'NR == 1 && s > 1 { $0 = $0 "  (" s " s)" } { print }' || true
}

if [ "$flavour" = plain ] || [ "$flavour" = asan ] || [ "$flavour" = tsan ]; then :; else
	echo "run.sh: expected plain, asan or tsan, found '$flavour'" >&2
	exit 64
fi
rm -rf "$tap"
mkdir -p "$tap"
export GAN_TAP=$tap
export -f run_one
wanted >"$tap/list"
# shellcheck disable=SC2016 # for the inner shell
xargs -P "${JOBS:-1}" -I '{}' bash -c 'read -ra w <<<"$1"; run_one "${w[@]}"' _ '{}' <"$tap/list"

while read -r name _; do
	if [ -s "$tap/$name.tap" ]; then
		cat "$tap/$name.tap"
	else
		printf '# begin %s\n# end %s 255\n' "$name" "$name"
	fi
done <"$tap/list" | awk -f tests/tapsum.awk
