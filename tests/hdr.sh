#!/usr/bin/env bash
# TAP: each header compiles alone and has an include guard of its own. Templates, which are
# included more than once and begin with that word, are left out.
set -euo pipefail
cd "$(dirname "$0")/.."

cflags=${GAN_CFLAGS:--Ilibcommon -D_POSIX_C_SOURCE=200809L}
n=0
guards=$(grep -h '^#ifndef GAN_.*_H$' libcommon/*/*.h | sort | uniq -d)
for h in libcommon/*/*.h; do
	case $(head -n 1 "$h") in '/* Template '*) continue ;; esac
	n=$((n + 1))
	out=$(echo "#include \"${h#libcommon/}\"" | eval "${CC:-cc} $cflags -std=c11 -Wall -Wextra -fsyntax-only -x c -" 2>&1) || true
	guard=$(sed -n 's/^#ifndef \(GAN_[A-Z0-9_]*_H\)$/\1/p' "$h" | head -n 1)
	if [ -z "$guard" ]; then
		out="no include guard of the form GAN_..._H"
	elif grep -qx "#ifndef $guard" <<<"$guards"; then
		out="its include guard $guard stands in another header too"
	fi
	if [ -z "$out" ]; then
		echo "ok $n - $h compiles alone"
	else
		echo "not ok $n - $h compiles alone"
		sed 's/^/# /' <<<"$out"
	fi
done
echo "1..$n"
