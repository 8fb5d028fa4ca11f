# The length of both networks' gradients, from gan-step's --log FILE:
#     gnuplot -e "log='run.tsv'" gradient.gp > gradient.png
# term and every as in loss.gp.
if (!exists("log")) log = "run.tsv"
if (!exists("every")) every = 1
if (!exists("term")) term = "pngcairo size 960,540"
set terminal @term
set datafile separator "\t"
set key autotitle columnheader top right
set xlabel "step"
set ylabel "norm of the gradient"
set logscale y
set grid
plot log using "step":"d.grad" every every with lines lc rgb "#1f77b4", \
     log using "step":"g.grad" every every with lines lc rgb "#d62728"
