# share/setup.sh on machines where things are missing, played by programs of the test.
load helper

# A PATH with the shell's basics, and a compiler that knows the libraries named in $have.
setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	mkdir bin
	local p
	for p in bash sh env awk cat grep id mktemp printf rm sed sort tr touch; do
		ln -s "$(command -v "$p")" bin/ 2>/dev/null || true
	done
	program bin/cc <<-'EOF'
		src=$(cat)
		case $src in *'#include'*) ;; *) exit 0 ;; esac
		for lib in $(cat have); do
			case $src in *"<$lib.h>"* | *"<$lib/pam.h>"*) exit 0 ;; esac
		done
		exit 1
	EOF
	echo "cblas netpbm zstd xxhash" >have
	for p in pnmtopng zstd bats mandoc; do program "bin/$p" </dev/null; done
}

program() {
	{ echo '#!/usr/bin/env bash' && cat; } >"$1"
	chmod +x "$1"
}

# apt that "installs" everything, or says why not
with_apt() {
	program bin/apt-get <<-'EOF'
		echo "apt-get $*" >>log
		echo "$DEBIAN_FRONTEND" >>log
		case " $* " in *" install "*) echo "cblas netpbm zstd xxhash" >have ;; esac
	EOF
	: >log
}
root() { rm -f bin/id && program bin/id <<<'echo 0'; }
user() { rm -f bin/id && program bin/id <<<'echo 1000'; }
setup_sh() { PATH=$PWD/bin CC=cc bash "$GAN_TOP/share/setup.sh" "$@" 2>&1; }

@test "nothing missing: nothing said, nothing run" {
	with_apt
	run -0 setup_sh check
	[ -z "$output" ]
	[ ! -s log ]
}

@test "--probe names each missing library and its package, and installs nothing" {
	with_apt
	root
	echo "cblas zstd" >have
	run -69 setup_sh --probe
	[ "${#lines[@]}" -eq 2 ]
	[[ ${lines[0]} == "setup: library netpbm not found (Debian package: libnetpbm-dev; "* ]]
	[[ ${lines[1]} == "setup: library xxhash not found (Debian package: libxxhash-dev; "* ]]
	[ ! -s log ]
}

@test "a compiler that does not work is not blamed on a library" {
	rm bin/cc
	run -69 setup_sh --probe
	[ "$output" = "setup: the compiler 'cc' does not work (Debian package: gcc)" ]
}

@test "as root: prints the line, updates, installs" {
	with_apt
	root
	echo "cblas" >have
	run -0 setup_sh demo
	[ "$output" = "setup: apt-get install -y --no-install-recommends libnetpbm-dev libzstd-dev libxxhash-dev" ]
	run -0 cat log
	[ "${lines[0]}" = "apt-get -q update" ]
	[ "${lines[1]}" = noninteractive ]
	[[ ${lines[2]} == *" install -y --no-install-recommends libnetpbm-dev libzstd-dev libxxhash-dev" ]]
}

@test "where sudo asks no password: through it" {
	with_apt
	user
	program bin/sudo <<-'EOF'
		echo "sudo $1" >>log
		shift
		exec "$@"
	EOF
	program bin/true </dev/null
	echo "cblas" >have
	run -0 setup_sh demo
	run -0 cat log
	[ "${lines[0]}" = "sudo -n" ]
}

@test "where sudo wants a password: names the line and stops" {
	with_apt
	user
	program bin/sudo <<<'exit 1'
	echo "cblas" >have
	run -69 setup_sh demo
	[[ ${lines[0]} == "setup: apt-get install "* ]]
	[ ! -s log ]
}

@test "without sudo: the same" {
	with_apt
	user
	echo "cblas" >have
	run -69 setup_sh check
	[ ! -s log ]
}

@test "NO_APT=1 forbids it" {
	with_apt
	root
	echo "cblas" >have
	NO_APT=1 run -69 setup_sh demo
	[[ ${lines[0]} == "setup: apt-get install "*"libnetpbm-dev"* ]]
	[ ! -s log ]
}

@test "without apt-get: packages for apt, dnf and brew" {
	rm bin/bats
	echo "netpbm zstd xxhash" >have
	run -69 setup_sh check
	[[ $output == *"missing: openblas bats."* ]]
	[[ $output == *"apt-get install libopenblas-dev bats"* ]]
	[[ $output == *"dnf install openblas-devel bats"* ]]
	[[ $output == *"brew install openblas bats-core"* ]]
}

@test "apt that installed nothing is noticed" {
	program bin/apt-get </dev/null
	root
	echo "cblas" >have
	run -69 setup_sh demo
	[[ $output == *"still missing after that: netpbm zstd xxhash" ]]
}

@test "demo wants no test programs" {
	rm bin/bats bin/mandoc bin/zstd
	run -0 setup_sh demo
}

@test "rival wants a Python with torch" {
	with_apt
	user
	program bin/py <<<'exit 1'
	RIVAL_PYTHON="$PWD/bin/py" run -69 setup_sh rival
	[ "${lines[0]}" = "setup: apt-get install -y --no-install-recommends python3-torch" ]
	program bin/py <<<'[ "$*" = "-c import torch" ]'
	RIVAL_PYTHON="$PWD/bin/py" run -0 setup_sh rival
	[ -z "$output" ]
}
