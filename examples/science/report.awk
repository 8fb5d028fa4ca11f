# Heads of scripts and their results to one table in Markdown. Input, tab-separated:
#     head ROW "KEY: text" | "  more of it"    run ROW CASE SEED    result ROW CASE SEED MEASURE VALUE MACHINE    failed ROW CASE SEED
# A band is "CASE MEASURE PUBLISHED BAND". BAND: LO:HI; =X, <X, <=X, >X, >=X, where X is a number, or CASE or CASE.MEASURE, the mean found
# there; "shown": PUBLISHED, to as many digits as it has; "-": none, for comparison only. Bands are for means over seeds.
# Status 1: a band does not hold and nothing says why, or a run failed; 3: a run is missing.

BEGIN { FS = "\t" }

$1 == "head" && $3 ~ /^[a-z]+: / {
	key = $3
	sub(/:.*/, "", key)
	text = $3
	sub(/^[a-z]+: */, "", text)
	if (key == bands)
		band[++nband] = $2 " " text
	else if (key == "known") {
		split(text, w, " ")
		key = "known " w[1] " " w[2]
		sub(/^[^ ]+ +[^ ]+ +/, "", text)
		about[$2, key] = text
	} else
		about[$2, key] = text
	next
}
$1 == "head" && $3 ~ /^  / { text = $3; sub(/^ +/, " ", text); if (key != bands) about[$2, key] = about[$2, key] text; next }
$1 == "head" { if (!($2 in title)) { title[$2] = $3; row[++nrow] = $2 } next }
$1 == "run" { wanted[$2, $3]++; next }
$1 == "failed" { failed[$2, $3]++; nfailed++; next }
$1 == "result" {
	if ($7 != "" && !($7 in met)) {
		met[$7] = 1
		machines = machines (machines == "" ? "" : "; ") $7
	}
	k = $2 SUBSEP $3 SUBSEP $5
	if ($5 == "cpu.seconds") {
		cpu[$2] += $6
		all += $6
	}
	n[k]++
	sum[k] += $6
	squares[k] += $6 * $6
	value[k] = $6
}

function mean(k) { return sum[k] / n[k] }

function deviation(k,   v)
{
	if (n[k] < 2)
		return 0
	v = (squares[k] - sum[k] * sum[k] / n[k]) / (n[k] - 1)
	return v > 1e-12 * squares[k] ? sqrt(v) : 0 # what rounding leaves is none
}

# The number X or what CASE or CASE.MEASURE was found to be; "" where it was not.
function meant(r, m, x,   k)
{
	if (x ~ /^[-+]?[0-9.]+(e[-+]?[0-9]+)?$/)
		return x + 0
	k = r SUBSEP x SUBSEP m
	if (!(k in n) && index(x, "."))
		k = r SUBSEP substr(x, 1, index(x, ".") - 1) SUBSEP substr(x, index(x, ".") + 1)
	return k in n ? mean(k) : ""
}

# Is v what p says, to the digits that p has?
function as_shown(v, p,   mantissa, exponent, digits)
{
	mantissa = p
	exponent = 0
	if (match(p, /e/)) {
		mantissa = substr(p, 1, RSTART - 1)
		exponent = substr(p, RSTART + 1) + 0
	}
	digits = index(mantissa, ".") ? length(mantissa) - index(mantissa, ".") : 0
	v -= p
	return (v < 0 ? -v : v) <= .5001 * 10 ^ (exponent - digits)
}

# 1, 0, or -1 where it cannot be said
function holds(r, m, v, published, b,   op, x, part)
{
	if (b == "shown")
		return as_shown(v, published)
	if (match(b, /^[<>=]=?/)) {
		op = substr(b, 1, RLENGTH)
		x = meant(r, m, substr(b, RLENGTH + 1))
		if (x == "")
			return -1
		return op == "<" ? v < x : op == "<=" ? v <= x : op == ">" ? v > x : op == ">=" ? v >= x : v == x
	}
	split(b, part, ":")
	return v >= part[1] + 0 && v <= part[2] + 0
}

function short(x) { return x == int(x) && x < 1e6 && x > -1e6 ? x "" : sprintf("%.5g", x) }

function verdict(r, c, m, k, published, b,   h)
{
	if ((r, c) in failed)
		return "run failed"
	if (!(k in n)) {
		nmissing++
		return "to be run"
	}
	if (n[k] < wanted[r, c])
		nmissing++
	if (b == "-")
		return n[k] < wanted[r, c] ? "so far" : ""
	h = holds(r, m, mean(k), published, b)
	if (h < 0)
		return "to be run"
	if (h)
		return n[k] < wanted[r, c] ? "so far" : "yes"
	if ((r, "known " c " " m) in about)
		return "not met (see below)"
	nbad++
	return "**no**"
}

function found(k) {
	if (!(k in n))
		return ""
	return n[k] > 1 ? short(mean(k)) " ± " sprintf("%.2g", deviation(k)) " (" n[k] ")" : short(value[k])
}

# The cases that lack seeds, in the order of the table.
function holes(   i, w, k, list, seen)
{
	for (i = 1; i <= nband; i++) {
		split(band[i], w, / +/)
		k = w[1] SUBSEP w[2] SUBSEP w[3]
		if (n[k] + 0 >= wanted[w[1], w[2]] || (w[1], w[2]) in seen)
			continue
		seen[w[1], w[2]] = 1
		list = list (list == "" ? "" : "; ") "row " w[1] + 0 ", " w[2] ": " wanted[w[1], w[2]] - n[k] " of " wanted[w[1], w[2]]
	}
	return list
}

# <VARIANT reads badly in Markdown; bars end cells
function escaped(s) { gsub(/</, "\\&lt;", s); gsub(/\|/, "\\|", s); return s }

END {
	print "# The science, measured\n"
	print "What `make check-science` found" (bands == "short" ? " (short form)" : "") " on: " machines ".\n"
	print "A value is the mean over seeds ± their standard deviation (number of seeds). \"Published\" is what the source found, where it says;"
	print "the band is what this project holds itself to.\n"
	print "| row | case | measure | published | found | band | holds |"
	print "|---|---|---|---|---|---|---|"
	for (i = 1; i <= nband; i++) {
		split(band[i], w, / +/)
		k = w[1] SUBSEP w[2] SUBSEP w[3]
		v = verdict(w[1], w[2], w[3], k, w[4], w[5])
		printf "| %d | %s | %s | %s | %s | %s | %s |\n", w[1], w[2], w[3], w[4] == "-" ? "" : w[4], found(k), w[5] == "-" ? "" : escaped(w[5]), v
	}
	print ""
	if (all)
		printf "All of it took %.0f minutes of one core; with two runs at a time, half of that.\n\n", all / 60
	if (nmissing)
		print "Still to be run (of the seeds that the script names): " holes() ".\n"
	for (i = 1; i <= nrow; i++) {
		r = row[i]
		print "## " title[r] "\n"
		print "Source: " about[r, "source"] "\n"
		if ((r, "recipe") in about)
			print about[r, "recipe"] "\n"
		if (cpu[r] > 0)
			printf "Took %.1f minutes of one core.\n\n", cpu[r] / 60
		for (k in about) {
			split(k, w, SUBSEP)
			if (w[1] == r && w[2] ~ /^known /)
				print "Not met: " substr(w[2], 7) ": " about[k] "\n"
		}
	}
	exit nbad || nfailed ? 1 : nmissing ? 3 : 0
}
