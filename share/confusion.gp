# What a classifier takes for what, from the table of gan-stat -M accuracy: of each true class (a row) the shares in percent.
#     gan-stat -M accuracy -f c.t d.t > accuracy.tsv
#     gnuplot -e "table='accuracy.tsv'" confusion.gp > confusion.png
# term as in loss.gp.
if (!exists("table")) table = "accuracy.tsv"
if (!exists("term")) term = "pngcairo size 720,720"
set terminal @term
set datafile separator "\t"
set datafile columnheaders
unset key
set xlabel "taken for"
set ylabel "true class"
set xtics 1
set ytics 1
set autoscale noextend
set yrange [*:*] reverse
set palette defined (0 "#ffffff", 1 "#6fb1dd")
set cbrange [0:100]
unset colorbox
is(s) = substr(s, 1, 10) eq "confusion."
rest(s) = substr(s, 11, strlen(s))
true(s) = is(s) ? real(substr(rest(s), 1, strstrt(rest(s), ".") - 1)) : NaN
taken(s) = is(s) ? real(substr(rest(s), strstrt(rest(s), ".") + 1, strlen(s))) : NaN
percent(s, of) = 100. * s / of
plot table using (x = taken(stringcolumn("name"))):(y = true(stringcolumn("name"))):(x - .5):(x + .5):(y - .5):(y + .5): \
		(percent(column("value"), column("n"))) with boxxyerror fillstyle solid linecolor palette, \
	table using (taken(stringcolumn("name"))):(true(stringcolumn("name"))): \
		(sprintf("%.1f", percent(column("value"), column("n")))) with labels
