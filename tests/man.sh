#!/usr/bin/env bash
# TAP: manual pages pass mandoc's lint and list the options that the tools have, no more and no fewer.
set -euo pipefail
cd "$(dirname "$0")/.."
shopt -s nullglob

n=0
report() { # report WHAT PROBLEMS
	n=$((n + 1))
	if [ -z "$2" ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		sed 's/^/# /' <<<"$2"
	fi
}

# ".It Fl o , Fl -output Ar FILE" -> "-o", "--output"; arguments after Ar, Cm, Ns and such are left out
man_options() {
	awk '
	/^\.It / {
		for (i = 2; i <= NF; i++)
			if ($i == "Fl" && i < NF && $(i + 1) !~ /^[A-Z][a-z]$/) print "-" $(i + 1)
	}' "$1" | sed 's/\\&//g; s/=.*//' | LC_ALL=C sort -u
}
table_options() {
	"$1" --help=table | awk -F '\t' '$1 != "-" { print "-" $1 } $2 != "-" { print "--" $2 }' | LC_ALL=C sort -u
}

for page in man/*.[157]; do
	report "$page passes lint" "$(mandoc -T lint -W warning "$page" 2>&1 || true)"
done
for tool in build/bin/gan-*; do
	name=${tool##*/}
	[ -e "tools/$name.c" ] || continue
	if [ -e "man/$name.1" ]; then
		report "man/$name.1 and the options of $name agree ('<' only in the page)" \
			"$(diff <(man_options "man/$name.1") <(table_options "$tool") || true)"
	fi
done

# Every setting of training has its row in gan-step(1), and every row is a setting; where there are K.g and K.d, both are K's row,
# with a star.
man_settings() {
	awk '/^\.Ss / { on = $2 == "Settings:" } on && /^\.It Cm / { for (i = 3; i <= NF; i++) if ($i != ",") print $i }' man/gan-step.1 |
		LC_ALL=C sort -u
}
table_settings() {
	build/bin/gan-init --describe dcgan | awk -F '\t' '
	/^# training/ { on = 1; next }
	on { key[$1] }
	function both(k) { return (k ".g") in key && (k ".d") in key }
	END { for (k in key) if (k !~ /\.[gd]$/ || !both(substr(k, 1, length(k) - 2))) print k (both(k) ? "*" : "") }' | LC_ALL=C sort -u
}
report "man/gan-step.1 has a row for each setting ('<' only in the page)" "$(diff <(man_settings) <(table_settings) || true)"

# Every attack has a section of gan-advex(1), with a row for each of its settings; "All attacks" has what they share.
man_attacks() {
	awk '
	/^\.Sh / { on = $2 == "ATTACKS" }
	!on { next }
	/^\.Ss / { name = $2 == "All" ? "*" : $2; if (name != "*") print name }
	name != "" && /^\.It Cm / { for (i = 3; i <= NF; i++) if ($i != ",") print name, $i }' man/gan-advex.1 | LC_ALL=C sort
}
table_attacks() {
	build/bin/gan-advex --list | awk -F '\t' 'NF == 2 { print $1 } NF > 2 { print $1, $2 }' | LC_ALL=C sort
}
report "man/gan-advex.1 has a section for each attack, a row for each setting ('<' only in the page)" \
	"$(diff <(man_attacks) <(table_attacks) || true)"

report "man/gan-styletx.1 has a row for each setting ('<' only in the page)" "$(diff \
	<(awk '/^\.Ss / { on = $2 == "Settings" } on && /^\.It Cm / { for (i = 3; i <= NF; i++) if ($i != ",") print $i }' man/gan-styletx.1 | LC_ALL=C sort -u) \
	<(build/bin/gan-styletx --describe | sed '1d; s/\t.*//' | LC_ALL=C sort -u) || true)"
echo "1..$n"
