# gan-advex: attacks that look for the smallest change, that ask for no gradient, or that make one change for all.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	gan-data --toy glyphs -n 400 -S 16x16 -C gray -s 3 -o train.t
	gan-data --toy glyphs -n 30 -S 16x16 -C gray -s 4 -o d.t
	printf 'net c\ninput x image 16 16 1 range=0:1\n- flatten\nmap linear out=10\noutput\n' >c.net
	gan-init c.net objective=classifier batch=50 lr=1e-2 -s 4 | gan-step -n 200 -o c.t train.t
}
setup() {
	mkdir "$BATS_TEST_TMPDIR/w" # bats keeps files of its own in the folder above
	cd "$BATS_TEST_TMPDIR/w"
	C=$BATS_FILE_TMPDIR/c.t D=$BATS_FILE_TMPDIR/d.t
}

@test "a smallest change: one run for all radii, and each line is what that radius alone gives" {
	gan-advex -a deepfool -p 2 -e .05,.2,.4,9 --report r.tsv "$D" <"$C"
	[ "$(column queries r.tsv | uniq | wc -l)" -eq 1 ]
	[ "$(column robust r.tsv | sort -gr | uniq)" = "$(column robust r.tsv | uniq)" ]
	[ "$(column robust r.tsv | tail -n 1)" = 0 ]
	gan-advex -a deepfool -p 2 -e .2 --report one.tsv "$D" <"$C" >a.t
	[ "$(column robust one.tsv)" = "$(column robust r.tsv | sed -n 2p)" ]
	[ "$(column mean.l2 one.tsv)" = "$(column mean.l2 r.tsv | sed -n 2p)" ]
	gan-advex --verify "$D" -e .2 -p 2 a.t <"$C"
}

@test "a smallest change without -e: eps is -, every element is fooled, in bytes" {
	for a in deepfool jsma boundary hsj; do
		gan-advex -a $a --report r.tsv "$D" <"$C" >a.t
		[ "$(column eps r.tsv)" = - ]
		[ "$(column success r.tsv)" = 1 ]
		[ "$(gan-stat -M accuracy -f "$C:map" a.t | awk -F '\t' '$3 == "accuracy" { print $4 }')" = "$(column robust r.tsv)" ]
	done
}

@test "Square, boundary and HopSkipJump ask for no gradient, and go in order of what they know" {
	gan-advex -a deepfool -p 2 --report d.tsv "$D" <"$C" >/dev/null
	gan-advex -a hsj -p 2 --report h.tsv "$D" <"$C" >/dev/null
	gan-advex -a boundary iters=50 --report b.tsv "$D" <"$C" >/dev/null
	gan-advex -a square -e .1 iters=100 --report s.tsv "$D" <"$C" >/dev/null
	[ "$(for f in h b s; do column gradients $f.tsv; done | sort -u)" = 0 ]
	awk -v d="$(column mean.l2 d.tsv)" -v h="$(column mean.l2 h.tsv)" -v b="$(column mean.l2 b.tsv)" \
		'BEGIN { exit !(d < h * 1.02 && h < b) }'
}

@test "square is no stronger than pgd" {
	for e in .02 .05 .1; do
		gan-advex -a square -e $e --report s.tsv "$D" <"$C" >/dev/null
		gan-advex -a pgd -e $e --report p.tsv "$D" <"$C" >/dev/null
		awk -v s="$(column robust s.tsv)" -v p="$(column robust p.tsv)" 'BEGIN { exit !(s >= p - .01) }'
	done
}

@test "universal: all elements are changed alike" {
	need_program python3

	gan-advex -a universal -e 60/255 --all --report u.tsv "$D" <"$C" >a.t
	gan-data -x -1 a.t >a.pgm
	gan-data -x -1 "$D" >d.pgm
	# where no picture is near an end of 0..255, each has the same change
	run -0 python3 -c '
import sys
def pictures(p):
    b = open(p, "rb").read(); out = []
    while b:
        head = b"P5\n16 16\n255\n"; assert b.startswith(head), b[:20]
        out.append(b[len(head):len(head) + 256]); b = b[len(head) + 256:]
    return out
a, d = pictures("a.pgm"), pictures("d.pgm")
some = 0
for j in range(256):
    inner = {x[j] - y[j] for x, y in zip(a, d) if 0 < x[j] < 255 and 60 <= y[j] <= 195}
    assert len(inner) < 2, (j, inner)
    some += len(inner)
assert some > 20, some'
}

@test "the same bytes for any number of threads" {
	for a in "deepfool" "hsj iters=3" "boundary iters=20" "universal -e .1 passes=2" "square -e .05 iters=50" "jsma"; do
		# shellcheck disable=SC2086 # words are meant
		gan-advex --no-pg -j 1 -a $a "$D" <"$C" >a.t
		# shellcheck disable=SC2086
		gan-advex --no-pg -j 3 -a $a "$D" <"$C" >b.t
		cmp a.t b.t
	done
}

@test "what makes no sense is refused" {
	refuses 64 '*does not know this norm: expected 0*' gan-advex -a jsma -p 2 "$D" -m "$C"
	refuses 64 '*cannot be told where to go*' gan-advex -a deepfool --target 1 "$D" -m "$C"
	refuses 64 '*expected -e EPS*' gan-advex -a universal "$D" -m "$C"
	refuses 64 '*theta=0*' gan-advex -a jsma theta=0 "$D" -m "$C"
	refuses 64 '*restarts=2*draws nothing*' gan-advex -a deepfool restarts=2 "$D" -m "$C"
}

@test "MNIST: the published relative length of DeepFool" {
	local m=data/mnist
	need_data weights/mnist-lenet5-csinva.safetensors $m/t10k-images-idx3-ubyte.gz $m/t10k-labels-idx1-ubyte.gz
	gan-data --idx <(zcat "$GAN_DATA/$m/t10k-images-idx3-ubyte.gz") <(zcat "$GAN_DATA/$m/t10k-labels-idx1-ubyte.gz") |
		gan-data -n 40 -S 32x32 -o d.t
	gan-init "$GAN_TOP/share/nets/mnist-lenet5.net" --weights "$GAN_DATA/weights/mnist-lenet5-csinva.safetensors" -o c.t
	gan-advex -a deepfool -p 2 --report r.tsv d.t <c.t >/dev/null
	awk -v r="$(column mean.relative r.tsv)" 'BEGIN { exit !(r > .1 && r < .3) }' # .20 in its table 1
}
