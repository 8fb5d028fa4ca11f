# gan-advex: adversarial examples.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	gan-data --toy glyphs -n 400 -S 16x16 -C gray -s 3 -o train.t
	gan-data --toy glyphs -n 40 -S 16x16 -C gray -s 4 -o d.t
	printf 'net c\ninput x image 16 16 1 range=0:1\n- flatten\nmap linear out=10\noutput\n' >c.net
	gan-init c.net objective=classifier batch=50 lr=1e-2 -s 4 | gan-step -n 200 -o c.t train.t
}
setup() {
	mkdir "$BATS_TEST_TMPDIR/w" # bats keeps files of its own in the folder above
	cd "$BATS_TEST_TMPDIR/w"
	C=$BATS_FILE_TMPDIR/c.t D=$BATS_FILE_TMPDIR/d.t
}

@test "data in, data out: of the same kind, with its labels, within eps" {
	gan-advex -a fgsm -e .1 --report r.tsv "$D" <"$C" >adv.t
	run -0 gan-stat adv.t
	[[ $output == *'40'* ]]
	[ "$(column clean r.tsv)" != "$(column robust r.tsv)" ]
	gan-stat -M accuracy -f "$C:map" adv.t >after.tsv
	[ "$(awk -F '\t' '$3 == "accuracy" { print $4 }' after.tsv)" = "$(column robust r.tsv)" ]
}

@test "the same bytes for any number of threads and from pipes" {
	gan-advex --no-pg -a pgd -e .1 -j 1 "$D" <"$C" >a.t
	gan-advex --no-pg -a pgd -e .1 -j 3 -m "$C" -o b.t - <"$D"
	gan-advex --no-pg -a pgd -e .1 <(cat "$D") < <(cat "$C") >c.t
	cmp a.t b.t
	cmp a.t c.t
}

@test "eps 0 writes what was read" {
	gan-advex -a pgd -e 0 "$D" <"$C" >a.t
	cmp <(gan-data -x -1 "$D") <(gan-data -x -1 a.t)
}

@test "several eps: a report alone, a line for each" {
	gan-advex -a fgsm -e 0:.2:.1,8/255 --report r.tsv "$D" <"$C" >out
	[ ! -s out ]
	[ "$(column eps r.tsv | tr '\n' ' ')" = '0 0.1 0.2 0.03137254901960784 ' ]
	gan-advex -a noise -e 0:.15:.05 --report r.tsv "$D" <"$C"
	[ "$(column eps r.tsv | tail -n 1)" = 0.15 ]
	gan-advex -a fgsm -e .1 --report - --json "$D" <"$C" >r.json
	[[ $(cat r.json) == '{"attack":"fgsm",'* ]]
}

@test "pictures as numbers: written, attacked again, measured as they are, and rounded where bytes are wanted" {
	gan-advex -a pgd -e .05 --quantise 0 --report r.tsv "$D" <"$C" >adv.t
	run -0 gan-stat -w tensors adv.t
	[[ $output == *F32*16,16,1* ]]
	accuracy=$(gan-stat -M accuracy -f "$C:map" adv.t | awk -F '\t' '$3 == "accuracy" { print $4 }')
	[ "$accuracy" = "$(column robust r.tsv)" ]
	gan-advex -a pgd -e .0015 --quantise 0 "$D" <"$C" >adv.t
	run -1 cmp -s "$D" adv.t
	cmp <(gan-data -x "$D") <(gan-data -x adv.t) # less than half a byte
	gan-data -o bytes.t adv.t
	cmp <(gan-data -x "$D") <(gan-data -x bytes.t)
	gan-advex -a pgd -e .1 adv.t <"$C" >more.t
	run -0 gan-stat -w tensors more.t
	[[ $output == *F32*16,16,1* ]]
	refuses 64 'gan-advex: --quantise 255: *numbers (gan-data *' gan-advex -a pgd -e .1 --quantise 255 -m "$C" adv.t
}

# A discriminator trained a little, and the digits that it has for real.
discriminator() { # LOSS [KEY=VALUE...]
	gan-init mlp like="$D" z=8 hidden.g=16 hidden.d=16 batch=20 loss="$@" -s 5 | gan-step -n 30 "$BATS_FILE_TMPDIR/train.t"
}

@test "a discriminator is fooled by what it took for real, each loss with the score that it means by real" {
	gan-data -l 1 -o real.t "$D"
	discriminator ns >d.t
	gan-advex -a pgd -e .2 --report r.tsv real.t <d.t >adv.t
	[ "$(column robust r.tsv)" != "$(column clean r.tsv)" ]
	discriminator lsgan >ls.t
	gan-advex -a pgd -e .1 --report a.tsv real.t <ls.t >/dev/null
	gan-advex -a pgd -e .1 --threshold .5 --report b.tsv real.t <ls.t >/dev/null
	cmp <(cut -f 4-18 a.tsv) <(cut -f 4-18 b.tsv)
	gan-step -n 0 label-real=1 label-fake=-1 -m ls.t | gan-advex -a pgd -e .1 --report a.tsv real.t >/dev/null
	gan-advex -a pgd -e .1 --threshold 0 --report b.tsv real.t <ls.t >/dev/null
	cmp <(cut -f 4-18 a.tsv) <(cut -f 4-18 b.tsv)
	for loss in hinge wgan 'rsgan d-update=joint' 'ragan d-update=joint' 'rahinge d-update=joint'; do
		# shellcheck disable=SC2086 # words
		discriminator $loss >w.t
		refuses 64 "gan-advex: net d: scores of loss=${loss% *} *expected --threshold T*" gan-advex -a pgd -e .2 -m w.t real.t
		gan-advex -a pgd -e .2 --threshold 0 --report w.tsv real.t <w.t >/dev/null
	done
	gan-init mlp like="$D" pack=2 -o p.t
	refuses 65 'gan-advex: net d judges 2 samples at once (pack=)*' gan-advex -a pgd -e .2 -m p.t real.t
	refuses 64 'gan-advex: *--threshold: net c is no discriminator: it has 10 classes' gan-advex -a pgd -e .2 --threshold 0 -m "$C" "$D"
}

@test "a net that ends in probabilities is attacked before them; a map of scores by its mean" {
	gan-data -l 1 -o real.t "$D"
	for net in '5|id' '5|sigmoid' '16|sigmoid' $'16|sigmoid\n- flatten'; do
		printf 'net d\ninput x image 16 16 1 range=0:1\nmain conv out=1 k=%d s=3 init=normal:.1\n- %s\noutput\n' "${net%|*}" "${net#*|}" >n.net
		gan-init n.net -s 3 -o n.t
		gan-advex -a fgsm -e .1 --report - real.t <n.t | cut -f 4-18 >>all
		gan-advex -a fgsm -e .1 --threshold .5 --report - real.t <n.t | cut -f 4-18 >>half
	done
	[ "$(sort -u all | wc -l)" -eq 3 ] # a head line, a map, a score
	[ "$(sort -u half | wc -l)" -eq 4 ] # .5 is a score where there is no sigmoid
	sed 's/^output/- softmax\noutput/' "$BATS_FILE_TMPDIR/c.net" >soft.net
	gan-init soft.net --weights c="$C" -o soft.t
	gan-init "$BATS_FILE_TMPDIR/c.net" --weights c="$C" -o same.t
	gan-advex -a pgd -e .1 --report - "$D" <soft.t | cut -f 4-18 >a
	gan-advex -a pgd -e .1 --report - "$D" <same.t | cut -f 4-18 >b
	cmp a b
}

@test "changes: what undoes an attack, what defends, and what an attack survives that knows of it" {
	gan-advex --changes >list
	grep -q "^median" list
	gan-advex -a fgsm -e .1 --survive bits:8,blur:1,shift looks=4 --report r.tsv "$D" <"$C" >adv.t
	[ "$(column bits:8.robust r.tsv)" = "$(column robust r.tsv)" ]
	[ "$(column bits:8.destroyed r.tsv)" = 0 ]
	[ "$(column shift.clean r.tsv)" != "$(column blur:1.clean r.tsv)" ]
	gan-advex -a pgd -e .1 iters=10 --defend median:3 --report a.tsv "$D" <"$C" >a.t
	gan-advex -a pgd -e .1 iters=10 --defend median:3 --adaptive --report b.tsv "$D" <"$C" >b.t
	awk -v a="$(column defend.robust a.tsv)" -v b="$(column defend.robust b.tsv)" 'BEGIN { exit !(b <= a) }'
	run -1 cmp -s a.t b.t
	# The smallest change that fools the defended model is kept where the model itself is not fooled.
	gan-advex -a hsj -p 2 iters=3 --defend median:3 --adaptive --report c.tsv "$D" <"$C" >c.t
	awk -v a="$(column defend.robust c.tsv)" -v b="$(column robust c.tsv)" 'BEGIN { exit !(a < b / 2) }'
	gan-advex --no-pg -a pgd -e .1 iters=5 --eot noise:.1,warp draws=3 -j 1 "$D" <"$C" >a.t
	gan-advex --no-pg -a pgd -e .1 iters=5 --eot noise:.1,warp draws=3 -j 3 "$D" <"$C" >b.t
	cmp a.t b.t
}

@test "changes that are not, or that nothing would look at" {
	refuses 64 'gan-advex: --defend: *blurr*' gan-advex -m "$C" -a fgsm -e .1 --defend blurr "$D"
	refuses 64 'gan-advex: *--defend*' gan-advex -m "$C" -a fgsm -e .1 --adaptive "$D"
	refuses 64 'gan-advex: *draws=3*--eot*' gan-advex -m "$C" -a fgsm -e .1 draws=3 "$D"
}

@test "--verify: count, labels, range, finite numbers and the bound, of bytes and of numbers" {
	gan-advex -a pgd -e .1 --report r.tsv "$D" <"$C" >adv.t
	gan-advex --verify "$D" -e .1 adv.t <"$C" >v.tsv
	for c in n clean robust attacked success conf.clean conf.adv mean.l2 median.l1; do
		[ "$(column $c v.tsv)" = "$(column $c r.tsv)" ]
	done
	[ "$(column broken v.tsv)" = 0 ]
	[ "$(column longest v.tsv | cut -c 1-6)" = 0.0980 ] # 25/255
	gan-advex -a pgd -e .1 --quantise 0 "$D" <"$C" >num.t
	gan-advex --verify "$D" -e .1 num.t <"$C" >v.tsv
	# beyond the bound: the report, then the first offender
	run -1 --separate-stderr gan-advex --verify "$D" -e .099 --report v.tsv num.t <"$C"
	[[ $stderr == 'gan-advex: num.t: element '*' is changed by 0.1'*'(-p inf), more than -e 0.099 ('*' of 40 elements '* ]]
	[ "$(column broken v.tsv)" -gt 0 ]
	run -1 --separate-stderr gan-advex --verify "$D" -e 1 -p 2 --report v.tsv adv.t <"$C"
	[[ $stderr == *'(-p 2), more than -e 1 '* ]]
	gan-advex --verify "$D" adv.t <"$C" >v.tsv # no bound: what is it?
	[ "$(column eps v.tsv)" = - ]
	# not of the same elements
	gan-data -n 39 -o less.t adv.t
	refuses 1 'gan-advex: less.t: expected 40 elements as in *, found 39' gan-advex --verify "$D" -e .1 -m "$C" less.t
	gan-data -S 8x8 -o small.t adv.t
	refuses 1 'gan-advex: small.t: expected 16x16 gray as in *, found 8x8 gray' gan-advex --verify "$D" -e .1 -m "$C" small.t
	gan-data -l 3 -o label.t adv.t
	refuses 1 'gan-advex: label.t: element 1: expected label 0 as in *, found 3' gan-advex --verify "$D" -e .1 -m "$C" label.t
	refuses 64 'gan-advex: -a is of an attack*' gan-advex --verify "$D" -a pgd -e .1 -m "$C" adv.t
	refuses 64 'gan-advex: iters is of an attack*' gan-advex --verify "$D" iters=3 -e .1 -m "$C" adv.t
}

# numbers.t: pictures [2,2,2,1] as numbers, of one program's own making
numbers() { # HEX... (8 floats, little-endian)
	local head='{"x":{"dtype":"F32","shape":[2,2,2,1],"data_offsets":[0,32]}}'
	# shellcheck disable=SC2059 # the format is made
	{ printf "$(printf '\\x%02x' ${#head})\\0\\0\\0\\0\\0\\0\\0%s$(printf '%s' "$@" | sed 's/../\\x&/g')" "$head"; } >numbers.t
}

@test "--verify: what another program wrote, outside the range or no number" {
	printf 'net c\ninput x image 2 2 1 range=0:1\n- flatten\nmap linear out=2\noutput\n' >n.net
	gan-init n.net -o n.t
	printf 'P5 2 2 4\n\0\1\2\3P5 2 2 4\n\4\3\2\1' | gan-data -o clean.t
	zero=00000000 half=0000003f one=0000803f more=cdcc8c3f nan=0000c07f
	numbers $zero $zero $half $half $one $one $half $half
	gan-advex --verify clean.t -e .251 --label pred numbers.t <n.t >v.tsv
	numbers $zero $zero $half $half $more $one $half $half
	run -1 --separate-stderr gan-advex --verify clean.t -e .251 --label pred -m n.t numbers.t
	[[ $stderr == 'gan-advex: numbers.t: element 2: number 1 is outside the range, 1.1 (1 of 2 elements'* ]]
	refuses 65 'gan-advex: numbers.t: element 2: expected pictures as numbers from 0 (black) to 1, found 1.1 *' \
		gan-advex -a fgsm -e .1 --label pred -m n.t numbers.t
	numbers $zero $zero $half $nan $one $one $half $half
	refuses 1 'gan-advex: numbers.t: element 1: expected numbers, number 4 is not finite' \
		gan-advex --verify clean.t -e .251 --label pred -m n.t numbers.t
	refuses 65 'gan-advex: numbers.t: element 1: expected pictures as numbers from 0 *, found nan *' \
		gan-advex -a fgsm -e .1 --label pred -m n.t numbers.t
}

@test "--transfer: a line for each other model, of the same data" {
	gan-init "$BATS_FILE_TMPDIR/c.net" objective=classifier batch=50 lr=1e-2 -s 9 | gan-step -n 200 -o other.t "$BATS_FILE_TMPDIR/train.t"
	gan-advex -a pgd -e 0,.1 --transfer "$C" --transfer other.t --report r.tsv "$D" <"$C"
	[ "$(column model r.tsv | uniq | wc -l)" -eq 6 ]
	[ "$(sed -n 3p r.tsv | cut -f 4-15)" = "$(sed -n 2p r.tsv | cut -f 4-15)" ] # itself
	gan-advex -a pgd -e .1 "$D" <"$C" >adv.t
	[ "$(column robust r.tsv | tail -n 1)" = "$(gan-stat -M accuracy -f other.t:map adv.t | awk -F '\t' '$3 == "accuracy" { print $4 }')" ]
	[ "$(column clean r.tsv | tail -n 1)" = "$(gan-stat -M accuracy -f other.t:map "$D" | awk -F '\t' '$3 == "accuracy" { print $4 }')" ]
	gan-advex --verify "$D" -e .1 --transfer other.t adv.t <"$C" >v.tsv
	[ "$(column robust v.tsv)" = "$(column robust r.tsv | sed -n '4p;6p')" ]
	printf 'net c\ninput x image 16 16 1\n- flatten\nmap linear out=3\noutput\n' >three.net
	gan-init three.net -o three.t
	refuses 65 'gan-advex: --transfer three.t: expected 10 classes, as the victim has, found 3' \
		gan-advex -a pgd -e .1 --transfer three.t --report - -m "$C" "$D"
	refuses 64 'gan-advex: --transfer other.t: *expected --report FILE' gan-advex -a pgd -e .1 --transfer other.t -m "$C" "$D"
}

@test "--sheet: pictures, their changes and the results, of an attack or of what is verified" {
	gan-advex -a pgd -e .1 --sheet s.ppm --report r.tsv "$D" <"$C" >adv.t
	run -0 pamfile s.ppm
	[[ $output == *'PPM raw, '* ]]
	gan-advex --verify "$D" -e .1 --sheet - adv.t <"$C" >v.ppm
	cmp s.ppm v.ppm
	gan-advex -a pgd -e .1 --sheet - "$D" <"$C" | cmp - s.ppm
	gan-advex -a fgsm -e 0 --sheet s.ppm "$D" <"$C" >adv.t # none is fooled
	refuses 64 'gan-advex: --sheet s.ppm: *one EPS' gan-advex -a pgd -e .1,.2 --report r.tsv --sheet s.ppm -m "$C" "$D"
	refuses 64 'gan-advex: *PNM*pnmtopng*' gan-advex -a pgd -e .1 --sheet s.png -m "$C" "$D"
	refuses 64 'gan-advex: --report - and --sheet -*' gan-advex -a pgd -e .1 --report - --sheet - -m "$C" "$D"
	gan-data --toy ring -n 40 -o ring.t
	gan-init mlp like=ring.t hidden.d=8 -o p.t
	refuses 65 'gan-advex: *--sheet draws gray and colour pictures, found points' \
		gan-advex -a pgd -e .1 --label pred --sheet s.ppm --report r.tsv -o o.t -m p.t ring.t
}

@test "gan-stat --plot curve draws reports" {
	gan-advex -a fgsm -e 0:.2:.05 --report a.tsv "$D" <"$C"
	gan-advex -a noise -e 0:.2:.05 --report b.tsv "$D" <"$C"
	cat a.tsv b.tsv | gan-stat --plot curve -o c.ppm
	cat a.tsv b.tsv | gan-stat --plot curve x=eps y=robust by=attack y-range=0:1 -o d.ppm
	cmp c.ppm d.ppm
	gan-stat --plot curve -o c.ppm a.tsv
	gan-stat --plot curve x=eps y=robust y-range=0:1 -o d.ppm a.tsv
	cmp c.ppm d.ppm
}

@test "--mask: no attack changes what is black" {
	{ printf 'P5 16 16 255\n' && for _ in {1..16}; do printf '\0\0\0\0\0\0\0\0\377\377\377\377\377\377\377\377'; done; } >m.pgm
	gan-data -n 6 -o six.t "$D"
	local left='gan-data -x --grid=1x6 - | pamcut -left 0 -width 8'
	for attack in $(gan-advex --list | awk -F '\t' 'NF == 2 { print $1 }'); do
		case $attack in jsma) e=20 ;; boundary | hsj | cw | ddn | deepfool) e=9 ;; *) e=.9 ;; esac
		gan-advex -a "$attack" -e $e --mask m.pgm -m "$C" -o a.t six.t ||
			gan-advex -a "$attack" -e $e -p 2 --mask m.pgm -m "$C" -o a.t six.t
		run -1 cmp -s <(gan-data -x --grid=1x6 six.t) <(gan-data -x --grid=1x6 a.t)
		cmp <(bash -c "$left" <six.t) <(bash -c "$left" <a.t) || { echo "$attack" && return 1; }
	done
	printf 'P5 2 2 255\n\1\1\1\1' >small.pgm
	refuses 65 'gan-advex: --mask small.pgm: expected a picture of 16x16*found 2x2' gan-advex -a fgsm -e .1 --mask small.pgm -m "$C" six.t
	{ printf 'P5 16 16 255\n' && head -c 256 /dev/zero; } >black.pgm
	refuses 65 'gan-advex: --mask black.pgm: is black everywhere*' gan-advex -a fgsm -e .1 --mask black.pgm -m "$C" six.t
	refuses 65 'gan-advex: --mask six.t: expected a PNM picture*' gan-advex -a fgsm -e .1 --mask six.t -m "$C" six.t
}

@test "gradients that are zero everywhere: said, and the margin's instead" {
	local map='net c\ninput x image 16 16 1\n- flatten\nmap linear out=10\n'
	# a softmax of such logits is 0 and 1: nothing is left of the cross-entropy's slope
	printf "$map"'- affine scale=1e5\noutput\n' >steep.net
	gan-init steep.net -s 2 -o steep.t
	run -0 --separate-stderr gan-advex -a fgsm -e .1 --label pred --report r.tsv -o a.t -m steep.t "$D"
	[[ $stderr == "gan-advex: 40 of 80 gradients were zero everywhere: where the loss's was, the margin's was taken" ]]
	[ "$(column flat r.tsv)" = 40 ]
	[ "$(column robust r.tsv)" = 0 ]
	printf "$map"'- sign\noutput\n' >flat.net
	gan-init flat.net -s 2 -o flat.t
	run -0 --separate-stderr gan-advex -a pgd -e .1 start=0 iters=2 --label pred --report r.tsv -o a.t -m flat.t "$D"
	[[ $stderr == 'gan-advex: 160 of 160 gradients were zero everywhere: such an attack says nothing of this model'* ]]
	[ "$(column robust r.tsv)" = 1 ]
	gan-advex -a fgsm -e .1 --report r.tsv "$D" <"$C" >a.t
	[ "$(column flat r.tsv)" = 0 ]
}

@test "bad input: each with its line" {
	gan-data --toy glyphs -n 40 -S 16x16 -C gray -s 4 | gan-data -x >d.pgm
	gan-data -o none.t d.pgm
	refuses 65 'gan-advex: none.t: expected labelled data, found no labels (gan-data -l *--label pred *' gan-advex -a fgsm -e .1 -m "$C" none.t
	gan-data -l 12 -o twelve.t "$D"
	refuses 65 'gan-advex: twelve.t: expected labels 0 to 9, as many as the victim has classes, found 12' \
		gan-advex -a fgsm -e .1 -m "$C" twelve.t
	for e in -1 1.5x nan 3/0 .1: .3:.1:.1 ''; do
		refuses 64 'gan-advex: -e *: expected numbers *' gan-advex -a fgsm -e "$e" -m "$C" "$D"
	done
	refuses 64 'gan-advex: -e 8: expected 0 to 1, *8/255*' gan-advex -a fgsm -e 8 -m "$C" "$D"
	gan-data -l 3 -o three.t "$D"
	refuses 65 'gan-advex: three.t: expected elements that are not of label 3, the target, found none' \
		gan-advex -a fgsm -e .1 --target 3 -m "$C" three.t
	refuses 64 'gan-advex: *--target 10: the victim has classes 0 to 9' gan-advex -a fgsm -e .1 --target 10 -m "$C" "$D"
	refuses 64 'gan-advex: --target cat: expected *' gan-advex -a fgsm -e .1 --target cat -m "$C" "$D"
	refuses 64 'gan-advex: *noise*' gan-advex -a noise -e .1 --target 3 -m "$C" "$D"
	refuses 64 "gan-advex: attack 'deepfol' is unknown*deepfool*" gan-advex -a deepfol -e .1 -m "$C" "$D"
	refuses 64 "gan-advex: setting of attack pgd 'iter' is unknown*iters*" gan-advex -a pgd -e .1 iter=3 -m "$C" "$D"
	refuses 64 'gan-advex: restarts=3: *' gan-advex -a fgsm -e .1 restarts=3 -m "$C" "$D"
	refuses 64 'gan-advex: *expected -e EPS*' gan-advex -a fgsm -m "$C" "$D"
	refuses 64 'gan-advex: -p 0: attack fgsm *' gan-advex -a fgsm -e .1 -p 0 -m "$C" "$D"
	refuses 64 'gan-advex: standard input can be read once*' gan-advex -a fgsm -e .1 -
	gan-data -S 8x8 -o small.t "$D"
	refuses 65 'gan-advex: net c of * reads pictures of 16x16 *gan-data -S 16x16 makes them so*' gan-advex -a fgsm -e .1 -m "$C" small.t
	refuses 65 'gan-advex: *expected a model*' gan-advex -a fgsm -e .1 -m "$D" "$D"
	refuses 66 'gan-advex: nothing.t: No such file*' gan-advex -a fgsm -e .1 -m "$C" nothing.t
	gan-step -n 0 -m "$C" | head -c 300 >cut.t
	refuses 65 'gan-advex: cut.t: *' gan-advex -a fgsm -e .1 -m cut.t "$D"
	refuses 64 'gan-advex: --range: is for points, and * has pictures*' gan-advex -a fgsm -e .1 --range 0:1 -m "$C" "$D"
	gan-data --toy moons -n 20 -o moons.t
	gan-init classifier like=moons.t -o mc.t
	refuses 64 'gan-advex: --quantise 255: moons.t has points*' gan-advex -a fgsm -e .1 --quantise 255 -m mc.t moons.t
	[ -z "$(ls -A | grep -v 't$\|pgm$')" ]
}

foreign() { # NET WEIGHTS
	gan-init "$GAN_TOP/share/nets/$1.net" --weights "$GAN_DATA/weights/$2.safetensors" -o c.t
}
within() { # the robust column of r.tsv is within .01 of these
	paste <(column robust r.tsv) <(printf '%s\n' "$@") | awk '{ d = $1 - $2; if (d > .01 || d < -.01) { print; bad = 1 } } END { exit bad + (NR != '$#') }'
}

@test "a LeNet that others trained: as right as PyTorch says, under fgsm and pgd" {
	need_data weights/mnist-lenet5-csinva.safetensors data/mnist/t10k-images-idx3-ubyte.gz
	foreign mnist-lenet5 mnist-lenet5-csinva
	gan-data --idx <(zcat "$GAN_DATA"/data/mnist/t10k-images-idx3-ubyte.gz) <(zcat "$GAN_DATA"/data/mnist/t10k-labels-idx1-ubyte.gz) \
		-n 1000 -S 32x32 -o d.t
	gan-advex -a fgsm -e .05,.1,.2,.3 --quantise 0 --report r.tsv d.t <c.t
	within .895 .639 .197 .066
	[ "$(column clean r.tsv | sort -u)" = 0.986 ]
	gan-advex -a pgd -e .1 start=0 iters=20 step=.02 --quantise 0 --report r.tsv d.t <c.t >adv.t
	within .293
}

@test "a ResNet that others trained: as right as PyTorch says, under fgsm and pgd" {
	need_data weights/cifar10-resnet20-akamaster.safetensors data/cifar10
	need_plain "many convolutions"
	foreign cifar10-resnet20 cifar10-resnet20-akamaster
	gan-data --cifar -n 500 -o d.t <(zcat "$GAN_DATA/data/cifar10/data_batch_1_first3000.bin.gz")
	gan-advex -a fgsm -e 4/255 --quantise 0 --report r.tsv d.t <c.t >adv.t
	within .182
	[ "$(column clean r.tsv | sort -u)" = 1 ]
	gan-data -n 60 -o few.t d.t
	gan-advex -a fgsm -e 4/255 --quantise 0 --report a.tsv few.t <c.t >/dev/null
	gan-advex -a fgsm -e 4/255 loss=ce-exact --quantise 0 --report b.tsv few.t <c.t >/dev/null
	awk -v a="$(column robust a.tsv)" -v b="$(column robust b.tsv)" 'BEGIN { exit !(b < a) }'
}
