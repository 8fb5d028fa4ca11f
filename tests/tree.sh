#!/usr/bin/env bash
# TAP: rules of the tree that a compiler does not see.
set -euo pipefail
cd "$(dirname "$0")/.."
shopt -s nullglob

n=0
report() { # report WHAT PROBLEMS
	n=$((n + 1))
	if [ -z "$2" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		sed 's/^/# /' <<<"$2"
	fi
}

# A registry: X.def in a module lists entries, one a line, sorted. Entry E of ops.def is in op_E.c, or, where several are
# alike, in another op_*.c that names it; and each such file has an entry (op_util.c, op_conv_util.c hold what they share).
entries() { sed -n 's/^[ \t]*[A-Za-z_]*(\([a-z0-9_]*\).*/\1/p' "$1"; }
orphans() { # DIR KIND ENTRY...
	local dir=$1 kind=$2 e f others
	shift 2
	for e in "$@"; do
		[ -e "$dir/${kind}_$e.c" ] || grep -qw -- "$e" "$dir/$kind"_*.c || echo "no ${kind}_*.c has $e"
	done
	for f in "$dir/$kind"_*.c; do
		e=${f##*/"${kind}_"} e=${e%.c}
		case " $* " in *" $e "*) continue ;; esac
		case $e in *util) continue ;; esac
		others=$(for e in "$@"; do [ -e "$dir/${kind}_$e.c" ] || echo "-e $e"; done)
		# shellcheck disable=SC2086 # words
		{ [ -n "$others" ] && grep -qw $others "$f"; } || echo "$f has no entry"
	done
}
check_registry() {
	local def=$1 dir=${1%/*} kind list
	kind=$(basename "$def" .def)
	case $kind in *sses) kind=${kind%es} ;; *s) kind=${kind%s} ;; esac
	mapfile -t list < <(entries "$def")
	report "$def is sorted, no entry twice" "$(entries "$def" | LC_ALL=C sort -u -c 2>&1 || true)"
	report "$def: each entry has its file, each file its entry" "$(orphans "$dir" "$kind" "${list[@]}")"
}
for def in libcommon/*/*.def; do check_registry "$def"; done

sources=(libcommon/*/*.[ch] tools/*.c tests/unit/*.[ch])
report "lines have at most 132 columns (a tab counts 4)" "$(for f in "${sources[@]}"; do
	expand -t 4 "$f" | awk -v f="$f" 'length($0) > 132 { print f ":" FNR ": " length($0) }'
done)"
report "file names are unique" "$(printf '%s\n' "${sources[@]##*/}" | sort | uniq -d)"
report "no trailing blanks" "$(grep -nE '[ 	]+$' "${sources[@]}" | head -n 20 || true)"

for t in tools/gan-*.c; do
	t=$(basename "$t" .c)
	report "$t has a manual page" "$([ -e "man/$t.1" ] || echo "man/$t.1 is missing")"
	report "$t has bats tests" "$([ -e "tests/bats/${t#gan-}.bats" ] || [ -e "tests/bats/$t.bats" ] || echo "tests/bats/$t.bats is missing")"
done
report "scripts begin with bash and stop at errors" "$(for f in examples/*.sh share/*.sh tests/*.sh .ci/run; do
	[ ! -e "$f" ] || { head -n 1 "$f" | grep -qx '#!/usr/bin/env bash' && grep -qx 'set -euo pipefail' "$f"; } || echo "$f"
done)"
echo "1..$n"
