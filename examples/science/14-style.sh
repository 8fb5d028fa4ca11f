#!/usr/bin/env bash
# 14. Style under a judge that does not share the network
# source: He, Wang and Hopcroft 2016, "A powerful generative model using random weights for the deep image representation", and Ustyuzhaninov et
#   al. 2016, "Texture synthesis using shallow convolutional networks with random filters": random filters, scaled well, do what VGG's trained
#   ones do. They show pictures and no numbers; the bands are ours.
# recipe: gan-styletx as it stands, with its random filters, paints three contents in four styles, at 160x160 (each case is a content). VGG-19 to
#   relu3_1, which it has not seen, judges: Gram matrices of its five layers, content at relu3_1. style: what is left of the style term
#   of the content picture; content: the content term over that of a run that optimised under VGG itself, by the same settings. Both are the means over
#   the four styles, and style.worst and content.worst the greatest. Case texture: from noise, 128x128, 300 steps of L-BFGS, tv=0:
#   falls is the sum of the Gram terms of all layers at the start over that at the end, falls.balanced the same of what is brought down, where
#   each layer counts alike; rises is how many steps of the trace went up.
# cost: 10 minutes of one core
# seeds: 1
# band: tubingen style - <=.1
# band: tubingen style.worst - -
# band: tubingen content - <=3
# band: tubingen content.worst - -
# band: chelsea style - <=.1
# band: chelsea style.worst - -
# band: chelsea content - <=3
# band: chelsea content.worst - -
# band: golden_gate style - <=.1
# band: golden_gate style.worst - -
# band: golden_gate content - <=3
# band: golden_gate content.worst - -
# band: texture falls - >=1000
# band: texture falls.balanced - -
# band: texture rises - <=0
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 14 "$@"
need_style

pnm() {
	case $1 in
	*.jpg) jpegtopnm -quiet "$1" ;;
	*) pngtopnm -quiet "$1" 2> /dev/null ;;
	esac
}
# square FILE SIDE: as a picture of that size.
square() { pnm "$1" | gan-data -S "$2x$2" -C rgb | gan-data -x -1; }
# judge PICTURE CONTENT STYLE: VGG's content term of PICTURE and its style term, the sum over the layers. Several may run at once.
judge() {
	gan-styletx -f vgg.t start="$1" steps=0 scales=1 tv=0 --trace "$1.tsv" "$2" "$3" > "$1.judged"
	awk -F'\t' '
		NR == 1 { for (i = 1; i <= NF; i++) kind[i] = $i ~ /^content/ ? 1 : $i ~ /^style/ ? 2 : 0 }
		NR == 2 { for (i = 1; i <= NF; i++) sum[kind[i]] += $i; print sum[1], sum[2] }' "$1.tsv"
}
greatest() { sort -g | tail -n 1; }

styles=$GAN_DATA/data/style/styles
if [ "$case" = texture ]; then
	square "$styles/starry_night.jpg" 128 > texture.ppm
	gan-styletx --texture -s "$seed" scales=1 steps=300 tv=0 --trace trace.tsv texture.ppm > out.ppm
	awk -F'\t' '
		NR == 1 { for (i = 1; i <= NF; i++) style[i] = $i ~ /^style/ }
		NR > 1 { sum = 0; for (i = 1; i <= NF; i++) if (style[i]) sum += $i }
		NR == 2 { first = sum }
		END { print first / sum }' trace.tsv | result falls
	column total trace.tsv | awk 'NR == 1 { first = $1 } { last = $1 } END { print first / last }' | result falls.balanced
	column total trace.tsv | awk 'NR > 1 && $1 > before { n++ } { before = $1 } END { print n + 0 }' | result rises
	exit
fi
gan-init "$top/share/nets/vgg19norm-encoder.net" --weights "$GAN_DATA/weights/vgg19norm-relu3_1-encoder.safetensors" > vgg.t
for f in "$GAN_DATA/data/style/content/$case".*; do square "$f" 160 > content.ppm; done
for name in starry_night the_scream candy wave; do
	pnm "$styles/$name.jpg" > style.ppm
	gan-styletx content.ppm style.ppm > ours.ppm
	gan-styletx -f vgg.t content.ppm style.ppm > theirs.ppm
	paste <(judge content.ppm content.ppm style.ppm) <(judge ours.ppm content.ppm style.ppm) <(judge theirs.ppm content.ppm style.ppm)
done > judged
awk '{ print $4 / $2 }' judged | mean | result style
awk '{ print $4 / $2 }' judged | greatest | result style.worst
awk '{ print $3 / $5 }' judged | mean | result content
awk '{ print $3 / $5 }' judged | greatest | result content.worst
