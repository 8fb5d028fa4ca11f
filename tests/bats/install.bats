# make install and uninstall, and what the Makefile says of itself.
load helper

gan_make() {
	MAKEFLAGS=$(sed 's/--jobserver-[^ ]*//g; s/ -j[0-9]*//g' <<<"${MAKEFLAGS:-}") timeout "$GAN_TIMEOUT" make -C "$GAN_TOP" --no-print-directory "$@"
}

@test "install puts programs, manuals, completions and examples where they are looked for" {
	need_plain "the plain programs are installed"
	run -0 gan_make install DESTDIR="$PWD/root" PREFIX=/opt/gan
	local t
	for t in "$GAN_BIN"/gan-*; do
		t=${t##*/}
		[ -x "root/opt/gan/bin/$t" ]
		[ -s "root/opt/gan/share/man/man1/$t.1" ]
		[ -s "root/opt/gan/share/bash-completion/completions/$t" ]
		[ -s "root/opt/gan/share/zsh/site-functions/_$t" ]
	done
	[ -s root/opt/gan/share/man/man5/gan-stream.5 ]
	[ -s root/opt/gan/share/man/man5/gan-net.5 ]
	[ -s root/opt/gan/share/man/man7/gan.7 ]
	[ -s root/opt/gan/share/gan-tools/loss.gp ]
	[ -s root/opt/gan/share/gan-tools/nets/vgg19norm-encoder.net ]
	run -0 env PATH="$PWD/root/opt/gan/bin:/usr/bin:/bin" gan-stat --version

	touch root/opt/gan/bin/of-others
	run -0 gan_make uninstall DESTDIR="$PWD/root" PREFIX=/opt/gan
	run -0 find root ! -type d
	[ "$output" = root/opt/gan/bin/of-others ]
	[ ! -e root/opt/gan/share/gan-tools ]
}

@test "install to a folder with a space in its name" {
	need_plain "the plain programs are installed"
	run -0 gan_make install DESTDIR="$PWD/a root"
	[ -x "a root/usr/local/bin/gan-stat" ]
	run -0 gan_make uninstall DESTDIR="$PWD/a root"
	run -0 find "a root" ! -type d
	[ -z "$output" ]
}

@test "make help names every target" {
	run -0 gan_make help
	local t
	for t in install uninstall demo check san-check tsan-check hdr-check fuzz bench clean; do
		[[ $output == *"make $t "* ]]
	done
}

@test "objects are made anew when flags change, and only then" {
	need_plain "once is enough"
	run -0 gan_make BUILD="$PWD/b" MODULES=cli CFLAGS=-O0 lib
	[[ $output == *cli_help.o* ]]
	run -0 gan_make BUILD="$PWD/b" MODULES=cli CFLAGS=-O0 lib
	[ -z "$output" ] || [[ $output == *"Nothing to be done"* ]]
	run -0 gan_make BUILD="$PWD/b" MODULES=cli CFLAGS=-O1 lib
	[[ $output == *cli_help.o* ]]
}

@test "a missing library is one line that names the package" {
	mkdir bin
	# a compiler for which <zstd.h> does not exist
	printf '#!/bin/bash\nsrc=$(cat)\ncase $src in *zstd.h*) exit 1 ;; esac\nprintf "%%s\\n" "$src" | cc "$@"\n' >bin/nozstd
	chmod +x bin/nozstd
	run -2 gan_make BUILD="$PWD/b" MODULES=cli CC="$PWD/bin/nozstd" lib
	[[ ${lines[0]} == "setup: library zstd not found (Debian package: libzstd-dev; "* ]]
	[[ ${lines[1]} == make*": *** "* ]]
	[ "${#lines[@]}" -eq 2 ]
}
