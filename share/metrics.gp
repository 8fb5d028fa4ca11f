# What metrics say as a training goes on, from the table of gan-stat -M of a series of models:
#     gan-step -n 5000 --every 500 d.t < g.t | gan-stat -M fid --ref d.t -f c.t > fid.tsv
#     gnuplot -e "table='fid.tsv'; names='fid'" metrics.gp > fid.png
# names: values with blanks between, a line each; log='y' makes that axis logarithmic. term as in loss.gp.
if (!exists("table")) table = "metrics.tsv"
if (!exists("names")) names = "fid"
if (!exists("term")) term = "pngcairo size 960,540"
set terminal @term
set datafile separator "\t"
set datafile columnheaders
set key above
set xlabel "step"
set ylabel names
set grid
set datafile missing NaN # rows of other names do not part the lines
set offsets graph .02, graph .02, graph .05, graph .05
if (exists("log")) set logscale y
plot for [name in names] table using "step":(stringcolumn("name") eq name ? column("value") : NaN) \
	with linespoints pt 7 title name
