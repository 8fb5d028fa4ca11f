# The classes that a classifier takes samples for, from the table of gan-stat -M classes:
#     gan-stat -M classes -f c.t g.t > classes.tsv
#     gnuplot -e "table='classes.tsv'" classes.gp > classes.png
# term as in loss.gp.
if (!exists("table")) table = "classes.tsv"
if (!exists("term")) term = "pngcairo size 960,540"
set terminal @term
set datafile separator "\t"
set datafile columnheaders
unset key
set xlabel "class"
set ylabel "share of the samples"
set yrange [0:*]
set xtics 1
set grid ytics
set style fill solid .8
set boxwidth .8
is(s) = substr(s, 1, 6) eq "class."
plot table using (is(stringcolumn("name")) ? real(substr(stringcolumn("name"), 7, -1)) : NaN):"value" with boxes lc rgb "#0072b2"
