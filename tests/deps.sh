#!/usr/bin/env bash
# TAP: a module includes only what libcommon/DEPS allows it; three libraries have one includer each.
set -euo pipefail
cd "$(dirname "$0")/.."

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

# "a/b.c:12: module x may not include y" lines for the files of one module (or tools, tests) with the modules it may use
stray() {
	local module=$1 allowed=$2
	shift 2
	[ $# -gt 0 ] || return 0
	awk -v m="$module" -v allowed=" $allowed " '
	/^[ \t]*#[ \t]*include[ \t]*"/ {
		split($0, part, "\"")
		if (split(part[2], dir, "/") < 2) {
			if (m != "tests") print FILENAME ":" FNR ": \"" part[2] "\" should name its module"
		} else if (dir[1] != m && index(allowed, " " dir[1] " ") == 0)
			print FILENAME ":" FNR ": " m " may not include " dir[1]
	}' "$@"
}

shopt -s nullglob
while IFS=: read -r module allowed; do
	case $module in '' | '#'*) continue ;; esac
	files=(libcommon/"$module"/*.[ch])
	report "$module includes what it may" "$(stray "$module" "${allowed# }" "${files[@]}")"
done <libcommon/DEPS

# each module has its line, and a line names only modules before it
for d in libcommon/*/; do
	m=${d#libcommon/} m=${m%/}
	report "$m stands in libcommon/DEPS" "$(grep -q "^$m:" libcommon/DEPS || echo "no line '$m: ...'")"
done
report "libcommon/DEPS has no cycle" "$(awk -F: '
	/^#/ || NF < 2 { next }
	{ k = split($2, d, " "); for (i = 1; i <= k; i++) if (!(d[i] in seen)) print FNR ": " d[i] " stands after " $1; seen[$1] }
	' libcommon/DEPS)"

# op descriptors and registries are found by name; a tool needs cli/, the rooms of the tools, from infer/ on, and what those hand over
tools=(tools/*.c)
report "only tools include cli/" "$(grep -ln '^#include "cli/' libcommon/*/*.[ch] | grep -v '^libcommon/cli/' || true)"
rooms=$(sed -n '/^infer:/,/^app:/s/:.*//p' libcommon/DEPS | tr '\n' ' ')
report "a tool includes cli, its room, stream and base" "$(stray tools "cli $rooms stream base" "${tools[@]}")"

only_includer() { # HEADER regex, MODULE, name
	local found
	found=$(grep -lE "^[ \t]*#[ \t]*include <$1>" libcommon/*/*.[ch] tools/*.c || true)
	report "one file of $2/ includes <$3>" \
		"$([ "$(grep -c . <<<"$found")" -le 1 ] || echo "$found"
		grep -v "^libcommon/$2/" <<<"$found" | grep . || true)"
}
only_includer 'zstd(_errors)?\.h' stream zstd.h
only_includer '(netpbm/)?(pam|pnm|pbmfont|ppm|pgm|pbm|pm)\.h' image netpbm/pam.h
only_includer 'cblas\.h' kernel cblas.h
echo "1..$n"
