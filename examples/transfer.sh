#!/usr/bin/env bash
# Transfer learning: what a GAN that saw no labels has learned is used for something else. Prints two tables, which README.md has.
#
#     GAN_DATA=DIR transfer.sh     DIR, or mnist/ or data/mnist/ in it, has MNIST's four *.gz; writes models, data and tables into
#                                  OUT (transfer)
#     SHORT=1                      hardly any training: shows that all works, not what comes of it
#     SEED=1                       of weights, latents, the order of data; nine minutes of one core
#
# 1. A linear classifier (multinomial logistic regression) on 100 and 1,000 labelled digits, as many of each class, judged on
#    MNIST's test set. What it sees:
#    pixels        of the pictures, as they are
#    D             the values of D's hidden layers, each brought to at most 4x4 by the greatest of each window, side by side, as
#                  Radford et al. (2016, sec. 5.1) did with an SVM; those of each layer alone; and those of the D that training
#                  began with, whose weights are random, which says what the layers are worth without having learned anything
#    G backwards   G takes no pictures. But a transposed convolution is the adjoint of a convolution with the same weights, so G
#                  can be read from its pictures to its latents: the values of its hidden layers on that way, as those of D
#    G, latents    or each picture is inverted (gan-interp), and its latent is what the classifier sees,
#    G, layers     or what G's hidden layers say on the way from this latent to the picture. Inversion takes a twentieth of a
#                  second a picture, so that these two have another test set, the first 100 of each class
#    Each element's numbers are brought to mean 0 and deviation 1. The weights are then fitted, from 0 on, by 300 steps of Adam on
#    all pictures at once, with the weight decay that is best on 500 others.
#
# 2. A GAN of 200 pictures of another kind, digits drawn with fonts: trained from the beginning, from the GAN of MNIST, and so
#    with D's first layer as it is (FreezeD: Mo et al. 2020). Judged by the Frechet distance of 2,000 samples to 5,000 such
#    pictures, in the features of a classifier of them.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

out=${OUT:-transfer} seed=${SEED:-1} dir=$(mnist_folder)
[ -n "$dir" ] || unavailable "$no_mnist"
width=$(long 64 8) # of D, and twice that of G
mkdir -p "$out"
cd "$out"

# each SKIP N DATA: the next N of each class behind the first SKIP.
each() { for k in 0 1 2 3 4 5 6 7 8 9; do gan-data --class $k --skip "$1" -n "$2" "$3"; done; }

text() { gan-init --from gan.t --only "$1" --text; }

# backwards: the text of G from pictures to latents. With the next, names of its tensors stay, and so do their shapes.
backwards() {
	text g | awk '
		$1 == "input" { n = $3 }
		$2 == "convt" { $2 = "conv"; out = substr($3, 5); $3 = "out=" n; n = out }
		$2 == "conv" || $2 == "bn" || $2 == "relu" { line[++k] = $0 }
		END { print "net g\ninput x image 28 28 1 range=-1:1"; for (; k; k--) print line[k] }'
}

# pooled WINDOW...: the text on standard input, whose activations get names and are pooled; features is all of them together.
pooled() {
	awk -v windows="$*" '
		/^- +l?relu/ { sub(/^-/, "act" ++n) }
		{ print }
		END {
			split(windows, k, " ")
			for (i = 1; i <= n; i++) printf "max%d maxpool from=act%d k=%d ceil=1\npool%d flatten\n", i, i, k[i], i
			for (i = 1; i <= n; i++) all = all (i > 1 ? "," : "") "pool" i
			print "features concat from=" all
		}'
}

# numbers SET: the size of one element, as 784 or 28 28 1.
numbers() {
	gan-stat -w tensors "$1" |
		awk -F'\t' '$2 == "f" || $2 == "x" { gsub(/^\[[0-9]+,|\]/, "", $4); gsub(/,/, " ", $4); print $4; exit }'
}

# fit FOLDER N WEIGHT-DECAY MODEL: a linear classifier of what the folder's N.t has.
fit() {
	local d
	d=$(numbers "$1/$2.t")
	case $d in *' '*) d="image $d" ;; esac
	printf 'net c\ninput x %s\n- flatten\nstandard lnorm affine=0\nclasses linear out=10 init=constant:0\noutput\n' "$d" |
		gan-init - objective=classifier batch="$2" seed="$seed" weight-decay="$3" \
			lr=3e-3 lr-schedule=cosine lr-end="$fitting" beta1=.9 ema=0 |
		gan-step -q -n "$fitting" -o "$4" "$1/$2.t"
}
accuracy() { gan-stat -M accuracy -f "$1" "$2" | values accuracy; }

# row NAME FOLDER: the share of test.t in the folder that is right, of a classifier by 100.t and by 1000.t.
row() {
	local n wd best
	printf '| %s | %s ' "$1" "$(numbers "$2/test.t" | awk '{ n = 1; for (i = 1; i <= NF; i++) n *= $i; print n }')"
	for n in 100 1000; do
		for wd in $(long '.001 .01 .1' .01); do
			fit "$2" $n $wd "c$wd.t"
			accuracy c$wd.t "$2/valid.t" | sed "s/\$/ $wd/"
		done > best.txt
		best=$(sort -g best.txt | tail -n 1 | cut -d ' ' -f 2)
		accuracy "c$best.t" "$2/test.t" | awk '{ printf "| %.1f ", 100 * $1 }'
	done
	echo "|"
}

# features MODEL[:LAYER] FROM TO: what the layer says of the sets in FROM.
features() {
	mkdir -p "$3"
	for s in 100 1000 valid test; do gan-stat -t -f "$1" -o "$3/$s.t" "$2/$s.t"; done
}

# latents FROM TO: the latents of the sets in FROM. They have no labels, so that each class is inverted for itself.
latents() {
	mkdir -p "$2"
	for s in 1000 valid test; do
		for k in 0 1 2 3 4 5 6 7 8 9; do
			gan-data --class $k "$1/$s.t" |
				gan-interp --points -t --no-ema --restarts 1 --steps "$inverting" -m gan.t - |
				gan-data -l $k
		done > "$2/$s.t"
	done
	each 0 10 "$2/1000.t" > "$2/100.t"
}

# ---- the data, and a GAN that sees no labels ----

fitting=$(long 300 20) inverting=$(long 100 1)
mkdir -p pixels few
idx "$dir" train -n "$(long 60000 2500)" -o all.t
idx "$dir" t10k -n "$(long 10000 500)" -o pixels/test.t
each 0 100 all.t > pixels/1000.t
each 0 10 all.t > pixels/100.t
each 100 50 all.t > pixels/valid.t
cp pixels/100.t pixels/1000.t pixels/valid.t few
each 0 "$(long 100 2)" pixels/test.t > few/test.t

[ -s begun.t ] || gan-init dcgan like=all.t ngf=$((width / 2)) ndf="$width" seed="$seed" -o begun.t
[ -s gan.t ] || cp begun.t gan.t
gan-step -q --to "$(long 2814 4)" -m gan.t -o gan.t all.t

# ---- 1. a linear classifier ----

text d | pooled 4 2 > d.net
backwards | pooled 4 2 > back.net
text g | pooled 2 4 > g.net
for m in gan begun; do
	gan-init d.net --weights d=$m.t -o d-$m.t
	gan-init back.net --weights g=$m.t -o back-$m.t
done
gan-init g.net --weights g=gan.t -o g.t

{
	echo '| the classifier sees | numbers | 100 labels | 1,000 labels |'
	echo '|---|---|---|---|'
	row 'pixels' pixels
	features d-begun.t pixels d
	row 'D before training' d
	features d-gan.t pixels d
	row 'D' d
	for k in 1 2; do
		features d-gan.t:pool$k pixels d
		row "D, layer $k alone" d
	done
	features back-begun.t pixels g
	row 'G backwards, before training' g
	features back-gan.t pixels g
	row 'G backwards' g
	latents few z
	row 'G, latents' z
	features g.t z g
	row 'G, layers' g
	row 'pixels, of the same test set' few
} | tee linear.md

# ---- 2. another GAN ----

gan-data --toy glyphs -n "$(long 5000 200)" -o glyphs.t
gan-data -n 200 glyphs.t > some.t
gan-init classifier like=glyphs.t width=16 features=64 seed="$seed" | gan-step -q -n "$(long 500 5)" -o look.t glyphs.t

# another NAME FILE ARCH...: trains what gan-init makes.
another() {
	gan-init "${@:3}" seed="$seed" | gan-step -q -n "$(long 500 4)" -o "$2.t" some.t
	gan-sample --grid=16x4 < "$2.t" | pnmtopng > "$2.png"
	gan-stat -q -M fid --ref glyphs.t -f look.t -n "$(long 2000 200)" "$2.t" | values fid |
		awk -v name="$1" '{ printf "| %s | %.1f |\n", name, $1 }'
}

{
	echo '| a GAN of 200 pictures | Frechet distance |'
	echo '|---|---|'
	another 'from the beginning' scratch dcgan like=some.t ngf=$((width / 2)) ndf="$width"
	another 'from the GAN of MNIST' onward --from gan.t like=some.t
	another "the same, D's first layer frozen" freezed --from gan.t like=some.t freeze=d.main.0
} | tee freezed.md
