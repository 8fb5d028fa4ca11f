#!/usr/bin/env bash
# 12. One step along the gradient fools a classifier
# source: Goodfellow et al. 2015, "Explaining and harnessing adversarial examples", sec. 4: softmax regression at eps .25 errs on 99.9 % of MNIST's
#   test set, with a mean confidence of 79.3 %; the curve of a small convolutional net is that of PyTorch's tutorial on the attack.
# recipe: softmax: one linear layer, 5 epochs, batches of 100, Adam at 1e-3. conv: gan-init classifier as it stands, two epochs (the tutorial's
#   net is another of that size, which is why bands are wide). FGSM on the first 2,000 pictures of the test set, rounded to bytes; measures
#   are the shares that are right at eps (accuracy.EPS), the error and the mean confidence of what is wrong.
# cost: 6 minutes of one core
# needs: mnist
# seeds: 1 2 3
# band: softmax error .999 >=.99
# band: softmax confidence .793 -
# band: conv accuracy.0 .981 .97:1
# band: conv accuracy.0.05 .9426 .8226:1
# band: conv accuracy.0.1 .8510 .7310:.9710
# band: conv accuracy.0.15 .6826 .5626:.8026
# band: conv accuracy.0.2 .4301 .3101:.5501
# band: conv accuracy.0.25 .2082 .0882:.3282
# band: conv accuracy.0.3 .0869 0:.2069
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 12 "$@"
need_mnist

train=$SCIENCE/mnist-train.t
case $case in
softmax)
	printf 'net c\ninput x image 28 28 1 range=0:1\n- flatten\nclasses linear out=10\noutput\n' > c.net
	gan-init c.net objective=classifier batch=100 lr=1e-3 beta1=.9 ema=0 seed="$seed" | gan-step -n 3000 "$train" > c.t
	eps=.25
	;;
conv)
	gan-init classifier like="$train" seed="$seed" | gan-step -n 940 "$train" > c.t
	eps=0,.05,.1,.15,.2,.25,.3
	;;
esac
gan-data -n 2000 "$SCIENCE/mnist-test.t" | gan-advex -m c.t -a fgsm -e $eps --report - - > report.tsv
case $case in
softmax)
	column robust report.tsv | awk '{ print 1 - $1 }' | result error
	column conf.adv report.tsv | result confidence
	;;
conv)
	paste <(column eps report.tsv) <(column robust report.tsv) | while read -r e share; do
		echo "$share" | result "accuracy.$e"
	done
	;;
esac
