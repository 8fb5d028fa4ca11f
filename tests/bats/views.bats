# What the discriminator is shown: changes of diffaug=, instance noise.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	gan-data --toy glyphs -n 40 -S 16x16 -C rgb -s 1 -o pic.t
	gan-data --toy ring -n 100 -o ring.t
	gan-init mlp like=pic.t z=4 hidden.g=12 hidden.d=12 batch=8 d-update=joint --no-pg -o pic.m
	gan-init mlp like=ring.t z=2 hidden.g=8 hidden.d=8 batch=20 --no-pg -o ring.m
}

# tensors FILE: all but the settings and the log's text
tensors() {
	gan-stat -w tensors "$1"
}

@test "noise is gone at its last step, and then changes nothing" {
	cd "$BATS_FILE_TMPDIR"
	gan-step --no-pg -n 5 -m ring.m -o five.t ring.t inst-noise=.5 inst-noise-steps=5
	gan-step --no-pg -n 4 -m five.t -o plain.t ring.t inst-noise=0
	gan-step --no-pg -n 4 -m five.t -o gone.t ring.t
	gan-step --no-pg -n 4 -m five.t -o noisy.t ring.t inst-noise-steps=6
	cmp <(tensors plain.t) <(tensors gone.t)
	! cmp -s <(tensors plain.t) <(tensors noisy.t) || false
	[ "$(gan-stat -w hyper gone.t | grep -c inst-noise)" = 2 ]
}

@test "changes train, and stay on until they are switched off" {
	cd "$BATS_FILE_TMPDIR"
	gan-step --no-pg -n 3 -m pic.m -o on.t pic.t diffaug=color,translation,cutout
	gan-step --no-pg -n 3 -m pic.m -o off.t pic.t
	! cmp -s <(tensors on.t) <(tensors off.t) || false
	gan-stat -w hyper on.t | grep -q $'diffaug\tcolor,translation,cutout'
	gan-step --no-pg -n 1 -m on.t -o back.t pic.t diffaug=none
}

@test "what cannot be changed is refused, with the cure" {
	cd "$BATS_FILE_TMPDIR"
	refuses 65 '*diffaug=color changes pictures, and the data are points (diffaug=none)*' gan-step -n 1 -m ring.m ring.t diffaug=color
	refuses 64 '*diffaug=blur: expected none, or some of color|cutout*' gan-step -n 1 -m pic.m pic.t diffaug=blur
	refuses 64 '*inst-noise=-1*' gan-step -n 1 -m pic.m pic.t inst-noise=-1
	gan-init mlp like=pic.t hidden.g=8 hidden.d=8 --text >t.net
	sed -E 's/(range=0:1)/\1 mean=.5 std=.5/' t.net >m.net
	gan-init m.net batch=8 -o mean.t
	refuses 65 "*diffaug=cutout: cutout counts from grey, and input 'x' has mean= or std=*" gan-step -n 1 -m mean.t pic.t diffaug=cutout
	refuses 65 "*bcr-augment=cutout: cutout counts from grey*" gan-step -n 1 -m mean.t pic.t bcr=1 d-update=joint bcr-augment=cutout
	gan-step -n 1 -m mean.t -o o.t pic.t diffaug=flip
}
