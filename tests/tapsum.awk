# Sums TAP: one or many streams after each other, with the plan before or after the tests. Failures are shown with
# their diagnostics; the last line is "N passed, N failed, N skipped"; the status is 1 where anything failed.
#
# Streams may be framed by "# begin NAME" and "# end NAME STATUS" lines. In a frame, a plan that does not fit the tests,
# no plan at all, or a status that no failed test explains, is a failure too. -v brief=1: one line a frame, no totals.

function close_frame(status,   bad)
{
	if (!open)
		return
	if (planned < 0 && !all_skipped)
		bad = "no plan: it ended early"
	else if (planned >= 0 && planned != seen)
		bad = "planned " planned " tests, ran " seen
	else if (status != 0 && failed_here == 0)
		bad = "exit status " status
	if (bad != "") {
		failed++
		failed_here++
		if (!brief)
			print "not ok - " name ": " bad
		else
			why = why "\n    " bad
	}
	if (brief)
		printf "%s %-28s %4d passed%s%s%s\n", failed_here ? "FAIL" : "ok  ", name, passed_here,
		       failed_here ? ", " failed_here " failed" : "", skipped_here ? ", " skipped_here " skipped" : "", why
	open = 0
}

function open_frame(n)
{
	close_frame(0)
	open = 1
	name = n
	planned = -1
	seen = failed_here = passed_here = skipped_here = all_skipped = 0
	why = ""
	show = 0
}

/^# begin / { open_frame($3); next }
/^# end / { close_frame($4); next }
!open { open_frame("tests") }
/^1\.\.[0-9]+/ {
	planned = substr($1, 4) + 0
	if (planned == 0)
		all_skipped = 1
	next
}
/^not ok/ {
	seen++
	if (tolower($0) ~ /# *todo/) {
		skipped++
		skipped_here++
		next
	}
	failed++
	failed_here++
	show = 1
	if (brief)
		why = why "\n    " $0
	else
		print "not ok - " name ": " substr($0, 8)
	next
}
/^ok/ {
	seen++
	show = 0
	if (tolower($0) ~ /# *skip/) {
		skipped++
		skipped_here++
	} else {
		passed++
		passed_here++
	}
	next
}
/^Bail out!/ { failed++; failed_here++; if (!brief) print; next }
show && !brief { print "    " $0 }

END {
	close_frame(0)
	if (!brief)
		printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
	exit failed > 0
}
