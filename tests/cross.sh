#!/usr/bin/env bash
# TAP: every file compiles for 64-bit ARM without a warning, those that know gan_real in float and in double. Nothing is
# linked, so that the headers of this machine's libraries suffice. CROSS is the compiler; skipped where it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

cross=${CROSS:-aarch64-linux-gnu-gcc}
if ! command -v "$cross" >/dev/null 2>&1; then
	echo "ok 1 - compiles for 64-bit ARM # SKIP no $cross here (Debian: gcc-aarch64-linux-gnu)"
	echo "1..1"
	exit 0
fi

# this machine's headers after the compiler's own, for those libraries that stand among them
flags=(-Ilibcommon -D_POSIX_C_SOURCE=200809L '-DGAN_VERSION="0"' -idirafter /usr/include
	-idirafter "/usr/include/$(cc -dumpmachine)" -std=c11 -O1 -Wall -Wextra -pthread -ffp-contract=off -fno-math-errno
	-fno-trapping-math)
for m in openblas netpbm libzstd libxxhash; do
	for f in $(pkg-config --cflags "$m" 2>/dev/null || true); do flags+=("$f"); done
done

n=0
group() { # group NAME FILES [FLAG]
	local name=$1 said
	n=$((n + 1))
	said=$(for f in $2; do echo "$f"; done | xargs -P "${JOBS:-2}" -I{} \
		sh -c 'file=$1; shift; "$@" "$file" 2>&1 || echo "$file: the compiler failed"' sh {} \
		"$cross" "${flags[@]}" ${3:+"$3"} -S -o /dev/null)
	if [ -z "$said" ]; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		sed 's/^/# /' <<<"$said"
	fi
}

for m in libcommon/*/; do
	group "${m%/} compiles for 64-bit ARM" "$(echo "$m"*.c)"
done
for m in kernel op plan; do
	group "libcommon/$m compiles for 64-bit ARM, double" "$(echo libcommon/$m/*.c)" -DGAN_REAL_DOUBLE
done
group "the tools compile for 64-bit ARM" "$(echo tools/*.c)"
echo "1..$n"
