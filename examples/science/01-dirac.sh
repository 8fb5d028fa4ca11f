#!/usr/bin/env bash
# 1. Dirac-GAN: signs of losses, order of updates, the factor of R1, clipping
# source: Mescheder et al. 2018, "Which training methods for GANs do actually converge?", sec. 2; the published column is what the
#   formulas give when they are iterated in double precision.
# recipe: Real data are the point 0, G makes theta, D(x) = psi x; from theta = 1, psi = -1, 500 steps of size .1. The measure is the
#   distance of (theta,psi) from the origin, without R1 and with r1=.3 and r1=1 (whose term in D's loss is gamma/2 times the
#   squared gradient, so that psi' gets -gamma psi).
# cost: a second
# seeds: 1
# band: wgan-simultaneous r1=0 17.016 shown
# band: wgan-simultaneous r1=.3 8.99e-3 shown
# band: wgan-simultaneous r1=1 4.7e-11 shown
# band: wgan-alternating r1=0 1.4186 shown
# band: wgan-alternating r1=.3 6.8e-4 shown
# band: wgan-alternating r1=1 5.2e-12 shown
# band: minimax-simultaneous r1=0 2.2536 shown
# band: minimax-simultaneous r1=.3 9.2e-4 shown
# band: minimax-simultaneous r1=1 2.3e-10 shown
# band: minimax-alternating r1=0 1.4143 shown
# band: minimax-alternating r1=.3 5.0e-4 shown
# band: minimax-alternating r1=1 4.1e-9 shown
# band: ns-simultaneous r1=0 .5211 shown
# band: ns-simultaneous r1=.3 8.6e-4 shown
# band: ns-simultaneous r1=1 8.3e-12 shown
# band: ns-alternating r1=0 .3814 shown
# band: ns-alternating r1=.3 4.4e-4 shown
# band: ns-alternating r1=1 1.1e-9 shown
# band: wgan-clip=.3 norm .3332 shown
# short: wgan-simultaneous r1=0 17.016 shown
# short: wgan-simultaneous r1=1 4.7e-11 shown
# short: minimax-alternating r1=.3 5.0e-4 shown
# short: ns-alternating r1=0 .3814 shown
# short: wgan-clip=.3 norm .3332 shown
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 01 "$@"

nets() { # theta, psi
	cat << END
net g
input z 1
none  mul by=0
theta param to=1 init=constant:$1
-     add from=none,theta
output

net d
input x 1
psi   linear out=1 bias=0 init=constant:$2
output
END
}

# A data stream of one point, 0, by hand: the length of the header, the header, four bytes.
header='{"x":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"__metadata__":{"gan.kind":"data"}}'
printf "\\$(printf %03o ${#header})\0\0\0\0\0\0\0%s\0\0\0\0" "$header" > zero.t

norm() { # steps, settings
	gan-init - optim=sgd lr=.1 batch=1 ema=0 "${@:2}" | gan-step -n "$1" zero.t | gan-stat -w tensors |
		awk -F'\t' -v bound="${bound:-9e9}" '
			$2 ~ /^[gd]\..*weight$/ { v = $2 ~ /^d/ && -$8 > bound ? bound : $8; s += v * v }
			END { print sqrt(s) }'
}

case $case in
wgan-clip=*)
	# Weights are clipped before an update, in the published run after it: its first step leads to theta = .9 and psi at its
	# bound, and its last psi is clipped.
	bound=${case#*=}
	nets .9 "-$bound" | norm 499 loss=wgan order=simultaneous clip="$bound" | result norm
	;;
*)
	for r1 in 0 .3 1; do
		nets 1 -1 | norm 500 loss="${case%-*}" order="${case#*-}" r1=$r1 | result "r1=$r1"
	done
	;;
esac
