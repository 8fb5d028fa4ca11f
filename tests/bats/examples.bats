#!/usr/bin/env bats
# The runs of examples/, as short as their settings allow: they must work as they stand.

bats_require_minimum_version 1.5.0
load helper

setup() {
	cd "$BATS_TEST_TMPDIR"
	need_program pnmtopng
	tiny='ngf=4 ndf=4 batch=8'
}

png_of() { # FILE: its size in words
	pngtopnm "$1" | pamfile | sed 's/.*raw, //'
}

@test "demo.sh makes its grid, its strip and the picture of its data" {
	N=100 STEPS=8 ARCH="$tiny" run -0 timeout "$GAN_TIMEOUT" "$GAN_TOP/examples/demo.sh" out
	[ "$(png_of out/grid.png)" = "$(png_of out/data.png)" ]
	[ -s out/strip.png ]
	[[ $output == *out/grid.png* ]]
}

@test "Makefile: data, model, training and grid; a higher TO goes on from there" {
	m() { timeout "$GAN_TIMEOUT" make -s -f "$GAN_TOP/examples/Makefile" glyphs.png ARCH="dcgan $tiny" "$@"; }
	run -0 m TO=2
	[ -s glyphs.png ]
	run -0 m TO=5
	gan-stat glyphs.t | grep -q 'step 5,'
}

@test "Makefile: pictures in a folder" {
	mkdir pics
	for k in 1 2 3 4 5 6 7 8; do
		gan-data --toy glyphs -n 1 -s $k | gan-data -x | pnmtopng >pics/$k.png
	done
	run -0 timeout "$GAN_TIMEOUT" make -s -f "$GAN_TOP/examples/Makefile" pics.png SIZE=16x16 TO=1 ARCH="dcgan $tiny"
	[ -s pics.png ]
}

@test "sprites.sh and faces.sh on real pictures" {
	need_data data/sprites/crawl-tiles-32-rgb.idx4.gz data/faces/caltech-faces-easy-64-rgb.idx4.gz
	STEPS=4 ARCH="$tiny" run -0 timeout "$GAN_TIMEOUT" "$GAN_TOP/examples/sprites.sh" "$GAN_DATA/data/sprites/crawl-tiles-32-rgb.idx4.gz"
	STEPS=4 ARCH="$tiny" run -0 timeout "$GAN_TIMEOUT" "$GAN_TOP/examples/faces.sh" "$GAN_DATA/data/faces/caltech-faces-easy-64-rgb.idx4.gz"
	[ -s sprites/grid-4.png ]
	[ -s faces/grid-4.png ]
}

@test "classifier.sh, with a test set and without" {
	need_data data/fashion-mnist/train-images-idx3-ubyte.gz data/mnist/t10k-images-idx3-ubyte.gz
	small='classifier width=2 features=8 drop.conv=0 drop.features=0 lr=1e-2'
	EPOCHS=1 BATCH=2500 ARCH="$small" run -0 timeout "$GAN_TIMEOUT" "$GAN_TOP/examples/classifier.sh" "$GAN_DATA/data/fashion-mnist"
	[[ $output =~ ^epoch\ 1\ of\ 1:\ [4-9][0-9]\.[0-9][0-9]\ % ]]
	[ "$(gan-stat classifier/model.t | grep -c 'step 20,')" -eq 1 ]
	awk -F '\t' '$3 == "accuracy" && $5 == 10000 { found = 1 } END { exit !found }' classifier/confusion.tsv
	EPOCHS=1 BATCH=10000 ARCH="$small" OUT=m run -0 timeout "$GAN_TIMEOUT" "$GAN_TOP/examples/classifier.sh" "$GAN_DATA/data/mnist"
	[ "$(gan-stat m/model.t | grep -c 'step 6,')" -eq 1 ]
}

@test "transfer.sh and augment.sh, hardly trained" {
	need_data data/mnist/t10k-images-idx3-ubyte.gz
	SHORT=1 run -0 timeout "$GAN_TIMEOUT" "$GAN_TOP/examples/transfer.sh"
	[ "$(grep -Ec '^\| [^|]* \| [0-9]+ \| [0-9.]+ \| [0-9.]+ \|$' transfer/linear.md)" -eq 10 ]
	[ "$(grep -Ec '^\| [^|]* \| [0-9.]+ \|$' transfer/freezed.md)" -eq 3 ]
	# FreezeD: D's first layer is that of the GAN it goes on from, the second is not
	d_of() { gan-stat -w tensors "$1" | awk -F'\t' -v name="d.main.$2.weight" '$2 == name' | cut -f 6-; }
	[ "$(d_of transfer/freezed.t 0)" = "$(d_of transfer/gan.t 0)" ]
	[ "$(d_of transfer/freezed.t 2)" != "$(d_of transfer/gan.t 2)" ]
	[ "$(d_of transfer/onward.t 0)" != "$(d_of transfer/gan.t 0)" ]
	SHORT=1 run -0 timeout "$GAN_TIMEOUT" "$GAN_TOP/examples/augment.sh"
	[ "$(grep -Ec '^\| .* \| [0-9]+ \| [0-9.]+ ± [0-9.]+ \|$' augment/table.md)" -eq 6 ]
	[[ $(png_of augment/gan.png) == '463 by 289 '* ]]
	GAN_DATA=$PWD run -69 "$GAN_TOP/examples/transfer.sh"
	[[ $output == *'no MNIST: '* ]]
	GAN_DATA= run -69 "$GAN_TOP/examples/augment.sh"
}

@test "film.sh: a sheet, or frames for ffmpeg or gifsicle" {
	gan-data --toy glyphs -n 20 -S 16x16 -C gray -o d.t
	gan-init dcgan like=d.t z=4 ngf=4 ndf=4 -o g.t
	WITH=sheet FRAMES=12 ZOOM=2 run -0 "$GAN_TOP/examples/film.sh" g.t 1 2 3
	[ "$output" = film/film.png ]
	[[ $(png_of film/film.png) == '134 by 100 '* ]] # 4 by 3 with gaps, twice as large
	mkdir programs
	printf '#!/bin/sh\npamfile -allimages >frames; echo "$@" >said\n' >programs/ffmpeg
	printf '#!/bin/sh\nfor f; do case $f in *.gif) giftopnm "$f"; esac; done 2>/dev/null\n' >programs/gifsicle
	chmod +x programs/*
	PATH=$PWD/programs:$PATH FRAMES=12 run -0 "$GAN_TOP/examples/film.sh" g.t 1 2 3
	[ "$output" = film/film.mp4 ]
	[ "$(grep -c '16 by 16' frames)" -eq 12 ]
	grep -q -- '-c:v pgm ' said
	PATH=$PWD/programs:$PATH WITH=gifsicle FRAMES=5 run -0 "$GAN_TOP/examples/film.sh" g.t <(gan-interp -t -m g.t 1) 2
	[ "$output" = film/film.gif ]
	[ "$(pamfile -allimages film/film.gif | grep -c '64 by 64')" -eq 5 ]
	run -64 "$GAN_TOP/examples/film.sh"
	WITH=paint run -64 "$GAN_TOP/examples/film.sh" g.t
	WITH=sheet run ! "$GAN_TOP/examples/film.sh" nowhere.t
}

@test "style.sh: a sheet of contents and styles" {
	local k
	for k in 1 2 3; do gan-data --toy glyphs -n 1 -s $k -C rgb | gan-data -x -1 | pnmtopng >$k.png; done
	SIZE=32x24 SETTINGS='steps=1 scales=1' run -0 timeout "$GAN_TIMEOUT" "$GAN_TOP/examples/style.sh" '1.png 2.png' 3.png
	[[ $output == style/sheet.png ]]
	[[ $(png_of style/sheet.png) == '65 by 74 '* ]]
	[ "$(ls style | grep -c '^[12]-3.png$')" -eq 2 ]
	run -64 "$GAN_TOP/examples/style.sh" 1.png
	run ! "$GAN_TOP/examples/style.sh" nowhere.png 3.png
}
