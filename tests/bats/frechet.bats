# The script that judges generated digits.
load helper

frechet() { "$python" "$GAN_TOP/tests/bench/frechet.py" "$@"; }

setup() {
	python=
	for p in python3 /usr/bin/python3; do
		"$p" -c 'import numpy' 2> /dev/null && python=$p
	done
	[ -n "$python" ] || skip "no Python with NumPy"
	[ -n "${GAN_DATA:-}" ] || skip "GAN_DATA is not set"
	cd "$BATS_TEST_TMPDIR" || return 1
}

@test "features and distances have their known values" {
	run -0 frechet --check
	[[ $output == *": right" ]]
}

@test "pictures come as IDX or as a stream, and digits of a font are far from written ones" {
	gan-data --idx <(zcat "$GAN_DATA/data/mnist/t10k-images-idx3-ubyte.gz") -n 1000 -o a.t
	run -0 frechet a.t a.t
	[[ $output =~ ^-?0\.00 ]]
	gan-data --toy glyphs -n 500 -S 28x28 -o b.t
	run -0 frechet b.t
	[ "${output%.*}" -gt 20 ]
	gan-data --toy glyphs -n 20 -S 16x16 -o c.t
	run -1 frechet c.t a.t
	[[ $output == *"expected pictures of 28x28 or 32x32 pixels, found 16x16"* ]]
}
