# The losses of a run, from gan-step's --log FILE:
#     gnuplot -e "log='run.tsv'" loss.gp > loss.png
# term='svg' makes SVG, term='dumb' draws into the terminal; every=N takes each N-th step.
if (!exists("log")) log = "run.tsv"
if (!exists("every")) every = 1
if (!exists("term")) term = "pngcairo size 960,540"
set terminal @term
set datafile separator "\t"
set key autotitle columnheader top right
set xlabel "step"
set ylabel "loss"
set grid
plot log using "step":"d.loss" every every with lines lc rgb "#1f77b4", \
     log using "step":"g.loss" every every with lines lc rgb "#d62728"
