#!/usr/bin/env bash
# 15. Attacks by their strength, and the smallest changes that fool
# source: Madry et al. 2018 (each stronger attack leaves fewer right, and uniform noise fools nobody); Moosavi-Dezfooli et al. 2016, table 1: DeepFool's change
#   of LeNet's input is .20 of its length; Carlini and Wagner 2017, table IV: a mean length of 1.76 on MNIST. Kurakin et al. 2017, sec. 3.3 and 5: blur
#   and noise undo changes made in many steps more often than those made in one.
# recipe: The classifier of gan-init after two epochs, 300 pictures of the test set (cw: 60). robust: the share that is right at eps .1 in the norm inf, noise at
#   .3, with default settings (restarts: pgd, best of five). length, relative: mean length of the smallest changes found, in the norm 2, and the same over that of the
#   picture. destroyed: of the pictures fooled at eps .25, the share that a blur of deviation 1 undoes; sure: of those of them that the
#   classifier took for what they are, and then for what they are not, with a probability of .8 or more (Kurakin's prefiltered case).
# cost: 10 minutes of one core
# needs: mnist classifier
# seeds: 1 2 3
# band: noise robust - >=.9
# band: fgsm robust - <noise
# band: bim robust - <=fgsm
# band: pgd robust - <=bim
# band: restarts robust - <=pgd
# band: apgd robust - <=fgsm
# band: square robust - >=restarts
# band: deepfool relative .20 .1:.4
# band: cw length 1.76 1:2.5
# band: ddn length - 1:2.5
# band: blur-fgsm sure - -
# band: blur-bim sure - >blur-fgsm
# band: blur-fgsm destroyed - -
# band: blur-bim destroyed - >blur-fgsm
# known: blur-bim destroyed One step at this radius fools by a hair as often as not, and a blur undoes that; many steps fool surely here, and
#   the two shares are near each other. Among pictures that were fooled surely the order is the source's.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 15 "$@"
need_mnist

n=300
[ "$case" != cw ] || n=60
gan-data --shuffle seed="$seed" -n $n "$SCIENCE/mnist-test.t" > d.t
attack() { gan-advex -m "$SCIENCE/mnist-classifier.t" "$@" seed="$seed" --report - d.t > report.tsv; }
case $case in
deepfool | cw | ddn) attack -a "$case" -p 2 ;;
blur-*) attack -a "${case#blur-}" -e .25 --survive blur:1 ;;
noise) attack -a noise -e .3 ;;
restarts) attack -a pgd -e .1 restarts=5 ;;
*) attack -a "$case" -e .1 ;;
esac
case $case in
deepfool) column mean.relative report.tsv | result relative ;;
cw | ddn) column mean.l2 report.tsv | result length ;;
blur-*)
	column blur:1.destroyed report.tsv | result destroyed
	column blur:1.destroyed.sure report.tsv | result sure
	;;
*) column robust report.tsv | result robust ;;
esac
