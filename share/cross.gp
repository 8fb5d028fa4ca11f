# Every discriminator of a series against every generator of it, from the table of gan-stat --cross:
#     gan-step -n 1000 --every 100 d.t < g.t | gan-stat --cross --ref d.t > cross.tsv
#     gnuplot -e "table='cross.tsv'; value='fake'" cross.gp > cross.png
# value: fake (default), real, accuracy or score. Right of the diagonal D judges generators older than itself. term as in loss.gp.
if (!exists("table")) table = "cross.tsv"
if (!exists("value")) value = "fake"
if (!exists("term")) term = "pngcairo size 800,700"
set terminal @term
set datafile separator "\t"
set datafile columnheaders
unset key
set title value
set xlabel "D of step"
set ylabel "G of step"
set palette defined (0 "#d55e00", .5 "#ffffff", 1 "#0072b2")
if (value ne "score") set cbrange [0:1]
# steps in the order in which they come, whatever lies between them
steps = " "
at(s) = (strstrt(steps, " ".s." ") ? 0 : (steps = steps.s." "), words(substr(steps, 1, strstrt(steps, " ".s." "))) + 1)
plot table using (x = at(stringcolumn("d"))):(y = at(stringcolumn("g"))):(x - .5):(x + .5):(y - .5):(y + .5):(column(value)): \
	xticlabel(stringcolumn("d")):yticlabel(stringcolumn("g")) with boxxyerror fillstyle solid linecolor palette
