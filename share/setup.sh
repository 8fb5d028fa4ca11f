#!/usr/bin/env bash
# What building, testing and the examples need beyond make, a compiler and a shell.
#
#   setup.sh --probe   one line for each library that is missing; status 69 where there is one. Installs nothing.
#   setup.sh check     prints the one apt line for what is missing, and runs it as root or where sudo asks no password
#   setup.sh demo      (apt-get only; never where NO_APT=1). Elsewhere it names the packages and ends with status 69.
#   setup.sh rival     (rival: PyTorch, for the interpreter RIVAL_PYTHON; /usr/bin/python3 where that is not set)
set -euo pipefail

CC=${CC:-cc}
GAN_CFLAGS=${GAN_CFLAGS:-}
GAN_LIBS=${GAN_LIBS:-}

# for | kind | what to look for | apt | dnf | brew
needs='build|lib|openblas|libopenblas-dev|openblas-devel|openblas
build|lib|netpbm|libnetpbm-dev|netpbm-devel|netpbm
build|lib|zstd|libzstd-dev|libzstd-devel|zstd
build|lib|xxhash|libxxhash-dev|xxhash-devel|xxhash
demo|cmd|pnmtopng|netpbm|netpbm-progs|netpbm
check|cmd|pnmtopng|netpbm|netpbm-progs|netpbm
check|cmd|zstd|zstd|zstd|zstd
check|cmd|bats|bats|bats|bats-core
check|cmd|mandoc|mandoc|mandoc|mandoc
rival|py|torch|python3-torch|python3-torch|pytorch'

program_of() {
	case $1 in
	openblas) echo '#include <cblas.h>
void dsyevd_(void);
int main(int n, char **v) { openblas_set_num_threads(1); if (n > 99) dsyevd_(); return !v; }' ;;
	netpbm) echo '#if __has_include(<netpbm/pam.h>)
#include <netpbm/pam.h>
#else
#include <pam.h>
#endif
int main(void) { pm_init("probe", 0); return 0; }' ;;
	zstd) echo '#include <zstd.h>
int main(void) { return ZSTD_versionNumber() == 0; }' ;;
	xxhash) echo '#include <xxhash.h>
int main(void) { return XXH64("", 0, 0) == 1; }' ;;
	esac
}

have_lib() {
	local cflags=$GAN_CFLAGS libs=$GAN_LIBS pkg=$1
	case $1 in zstd | xxhash) pkg=lib$1 ;; esac
	if [ -z "$libs" ]; then
		libs=$(pkg-config --libs "$pkg" 2>/dev/null || echo "-l$1")
		cflags=$(pkg-config --cflags "$pkg" 2>/dev/null || true)
	else
		# the one library among those of the build, so that another one's absence is not blamed on it
		libs=$(printf '%s\n' $libs | grep -e '^-L' -e "^-l$1\$" -e '^-Wl' | tr '\n' ' ')
		libs=${libs:--l$1}
	fi
	program_of "$1" | eval "$CC $cflags -x c - -o '$scratch/probe' $libs" >/dev/null 2>&1
}

have() {
	case $1 in
	lib) have_lib "$2" ;;
	cmd) command -v "$2" >/dev/null 2>&1 ;;
	py) "${RIVAL_PYTHON:-/usr/bin/python3}" -c "import $2" >/dev/null 2>&1 ;;
	esac
}

# Columns of what is missing for the given purposes: "what apt dnf brew" lines.
missing() {
	local want kind what apt dnf brew
	while IFS='|' read -r want kind what apt dnf brew; do
		case " $* " in *" $want "*) ;; *) continue ;; esac
		have "$kind" "$what" || echo "$what $apt $dnf $brew"
	done <<<"$needs"
}

probe() {
	local what apt dnf brew status=0
	if ! echo 'int main(void) { return 0; }' | $CC -x c - -o "$scratch/probe" 2>/dev/null; then
		echo "setup: the compiler '$CC' does not work (Debian package: gcc)" >&2
		return 69
	fi
	while read -r what apt dnf brew; do
		echo "setup: library $what not found (Debian package: $apt; dnf: $dnf; brew: $brew)" >&2
		status=69
	done < <(missing build)
	return "$status"
}

column() { # column N of stdin, as words
	awk -v n="$1" '!seen[$n]++ { printf "%s%s", sep, $n; sep = " " } END { print "" }'
}

install_with_apt() {
	local as=()
	if [ "${NO_APT:-}" = 1 ]; then
		echo "setup: NO_APT=1 forbids running it" >&2
		return 69
	fi
	if [ "$(id -u)" -ne 0 ]; then
		if ! command -v sudo >/dev/null 2>&1 || ! sudo -n true 2>/dev/null; then
			echo "setup: please run it as root, then try again" >&2
			return 69
		fi
		as=(sudo -n)
	fi
	# an index that cannot be fetched is apt's to judge when it installs
	"${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q update </dev/null >&2 || true
	"${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 \
		install -y --no-install-recommends "$@" </dev/null >&2
}

setup() {
	local list apt
	list=$(missing build "$1")
	[ -n "$list" ] || return 0
	apt=$(column 2 <<<"$list")
	if ! command -v apt-get >/dev/null 2>&1; then
		echo "setup: missing: $(column 1 <<<"$list"). The packages that have them:" >&2
		echo "  apt-get install $apt" >&2
		echo "  dnf install $(column 3 <<<"$list")" >&2
		echo "  brew install $(column 4 <<<"$list")" >&2
		return 69
	fi
	echo "setup: apt-get install -y --no-install-recommends $apt" >&2
	# shellcheck disable=SC2086 # words
	install_with_apt $apt || return 69
	list=$(missing build "$1")
	[ -z "$list" ] && return 0
	echo "setup: still missing after that: $(column 1 <<<"$list")" >&2
	return 69
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
case ${1:-} in
--probe) probe ;;
check | demo | rival) setup "$1" ;;
*)
	echo 'usage: setup.sh --probe | check | demo | rival' >&2
	exit 64
	;;
esac
