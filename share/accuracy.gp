# How many real pictures, and how many made ones, the discriminator tells for what they are, from gan-step's --log FILE:
#     gnuplot -e "log='run.tsv'" accuracy.gp > accuracy.png
# Both at 1: it has won, and teaches the generator little. Both near .5: it guesses. term and every as in loss.gp.
if (!exists("log")) log = "run.tsv"
if (!exists("every")) every = 1
if (!exists("term")) term = "pngcairo size 960,540"
set terminal @term
set datafile separator "\t"
set key autotitle columnheader bottom right
set xlabel "step"
set ylabel "told right"
set yrange [0:1]
set grid
plot log using "step":"d.acc.real" every every with lines lc rgb "#2ca02c", \
     log using "step":"d.acc.fake" every every with lines lc rgb "#9467bd"
