#!/usr/bin/env bash
# 2. A generator of one number learns a normal distribution
# source: the figure of one-dimensional maps in many lectures; no published table. The bands are this project's.
# recipe: Data N(4, 1.25^2), 10,000 points; z ~ N(0,1); both nets have two hidden layers of 32 (tanh), Adam at 1e-3 with beta1 .5,
#   5,000 steps of 256. In the case sorted, D sees 16 points at once, sorted (pack=16 and a layer sort); in the case plain it sees one,
#   and deviation is lost, as is known of that game. 10,000 samples against 10,000 other points.
# cost: ten seconds of one core
# seeds: 1 2 3
# band: sorted mean - 3.8:4.2
# band: sorted deviation - 1:1.5
# band: sorted ks - <.08
# band: plain deviation - <sorted
# short: sorted mean - 3.8:4.2
# short: sorted deviation - 1:1.5
# short: sorted ks - <.12
set -euo pipefail
. "$(dirname "$0")/lib.sh"
begin 02 "$@"

pack=1
[ "$case" = plain ] || pack=16
cat > line.net << END
net g
input z 1
l1  linear out=32 init=glorot
-   tanh
l2  linear out=32 init=glorot
-   tanh
l3  linear out=1 init=glorot
output

net d
input x $pack
-   sort axis=c
l1  linear out=32 init=glorot
-   tanh
l2  linear out=32 init=glorot
-   tanh
l3  linear out=1 init=glorot
output
END

gan-data --toy normal mean=4 sigma=1.25 -n 10000 seed="$seed" > d.t
gan-data --toy normal mean=4 sigma=1.25 -n 10000 seed=100 > other.t
gan-init line.net lr=1e-3 batch=256 pack=$pack seed="$seed" | gan-step -n "$(long 5000 2000)" d.t |
	gan-stat -M moments --ref other.t > table.tsv
values mean.0 < table.tsv | result mean
values std.0 < table.tsv | result deviation
values ks.0 < table.tsv | result ks
