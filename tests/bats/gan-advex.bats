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

column() { # NAME FILE: the values of a report's column
	awk -F '\t' -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next } { print $c }' "$2"
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
	[ "$(column eps r.tsv | tr '\n' ' ')" = '0 0.1 0.2 0.0313725490196 ' ] || column eps r.tsv
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
		refuses 64 "gan-advex: real.t: net d: scores of loss=${loss% *} *expected --threshold T*" gan-advex -a pgd -e .2 -m w.t real.t
		gan-advex -a pgd -e .2 --threshold 0 --report w.tsv real.t <w.t >/dev/null
	done
	gan-init mlp like="$D" pack=2 -o p.t
	refuses 65 'gan-advex: real.t: net d judges 2 samples at once (pack=)*' gan-advex -a pgd -e .2 -m p.t real.t
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
	gan-advex --no-pg -a pgd -e .1 iters=5 --eot noise:.1,warp draws=3 -j 1 "$D" <"$C" >a.t
	gan-advex --no-pg -a pgd -e .1 iters=5 --eot noise:.1,warp draws=3 -j 3 "$D" <"$C" >b.t
	cmp a.t b.t
}

@test "changes that are not, or that nothing would look at" {
	refuses 64 'gan-advex: --defend: *blurr*' gan-advex -m "$C" -a fgsm -e .1 --defend blurr "$D"
	refuses 64 'gan-advex: *--defend*' gan-advex -m "$C" -a fgsm -e .1 --adaptive "$D"
	refuses 64 'gan-advex: *draws=3*--eot*' gan-advex -m "$C" -a fgsm -e .1 draws=3 "$D"
}
