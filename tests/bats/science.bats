#!/usr/bin/env bats
# make check-science in its short form: one seed, few steps, wide bands; and what run.sh does with results.

load helper

science() { SCIENCE=$BATS_TEST_TMPDIR/s SHORT=1 JOBS=${JOBS:-1} bash "$GAN_TOP/examples/science/run.sh" "$@"; }

# All bands of row $1 hold.
holds() {
	need_plain "trainings take long under sanitizers"
	ROWS=$1 run science
	echo "$output"
	[ "$status" -eq 0 ]
	[ "$(grep -c "^| $1 |" <<<"$output")" -eq "$(cat "$GAN_TOP"/examples/science/*"$1"-*.sh | grep -c '^# short:')" ]
	[ "$(grep "^| $1 |" <<<"$output" | grep -vc '| yes |$')" -eq 0 ]
}

@test "Dirac-GAN" { holds 1; }
@test "a line" { holds 2; }
@test "packing on a ring" { holds 3; }
@test "unrolled updates on a ring" { holds 4; }
@test "WGAN-GP on a ring" { holds 5; }

# A row of its own, in a copy of the folder, whose script says what it is told to.
row() { # BANDS-AND-HEAD, BODY
	cp -r "$GAN_TOP/examples/science" "$GAN_TOP/examples/lib.sh" .
	rm science/[0-9]*.sh
	printf '#!/usr/bin/env bash\n# 1. A row\n# source: none\n# seeds: 1 2 3\n%s\n%s\n%s\n' "$1" 'set -euo pipefail; . "$(dirname "$0")/lib.sh"; begin 01 "$@"' "$2" >science/01-row.sh
}
runs() { GAN_BIN=$GAN_BIN SCIENCE=$PWD/s RESULTS=$PWD/r.md RESULTS_TSV=$PWD/r.tsv bash science/run.sh "$@"; }

@test "results are kept, and made again where the script changed" {
	row '# band: a x 2 1.5:2.5' 'echo "$seed" >> '"$PWD"'/log; echo "$seed" | result x'
	run -0 runs
	[[ $output == *$'\n| 1 | a | x | 2 | 2 ± 1 (3) | 1.5:2.5 | yes |\n'* ]]
	cmp r.md <(runs --report)
	[ "$(wc -l <log)" -eq 3 ]
	run -0 runs
	[ "$(wc -l <log)" -eq 3 ]
	rm s/results/01.a.2.*
	run -0 runs --list
	[ "$output" = '01 a 2' ]
	run -3 runs --report
	[[ $output == *'| 2 ± 1.4 (2) | 1.5:2.5 | so far |'* ]]
	echo '# a comment' >>science/01-row.sh
	run -0 runs
	[ "$(wc -l <log)" -eq 4 ]
	echo 'true' >>science/01-row.sh
	run -0 runs
	[ "$(wc -l <log)" -eq 7 ]
}

@test "published results can be gone on from" {
	row '# band: a x 2 1.5:2.5' 'echo "$seed" >> '"$PWD"'/log; echo "$seed" | result x'
	run -0 runs
	[ "$(cut -f2-6 r.tsv | grep -c '^01	a	[123]	x	[123]$')" -eq 3 ]
	cp r.tsv whole.tsv
	rm -r s
	FROM=whole.tsv run -0 runs
	[[ $output == *'| 2 ± 1 (3) |'* ]]
	[ "$(wc -l <log)" -eq 3 ]
	cmp r.tsv whole.tsv
	# what they lack is made; a changed script takes nothing from them
	rm -r s
	grep -v '	a	2	' whole.tsv >part.tsv
	FROM=part.tsv run -0 runs --list
	[ "$output" = '01 a 2' ]
	echo 'true' >>science/01-row.sh
	FROM=whole.tsv run -0 runs
	[ "$(wc -l <log)" -eq 6 ]
	rm s/results/01.a.2.*.tsv
	run -0 runs --save
	grep -q '2 ± 1.4 (2)' r.md
	[ "$(grep -c '	x	' r.tsv)" -eq 2 ]
}

@test "bands that do not hold, and why" {
	row $'# band: a x 2 >b\n# band: a y .25 shown\n# band: b x - -\n# known: a x nobody knows' \
		'echo 1 | result x; if [ $case = a ]; then echo .2552 | result y; fi'
	run -1 runs
	[[ $output == *'| a | x | 2 | 1 ± 0 (3) | >b | not met (see below) |'*'Not met: a x: nobody knows'* ]]
	[[ $output == *'| a | y | .25 | 0.2552 ± 0 (3) | shown | **no** |'* ]]
	[[ $output == *'| b | x |  | 1 ± 0 (3) |  |  |'* ]]
	sed -i 's/echo .2552/echo .2549/' science/01-row.sh
	run -0 runs
}

@test "runs that fail or cannot be made" {
	row '# band: a x 2 2:2' 'if [ $seed = 2 ]; then gan-stat < /dev/null | values x | result x; fi; echo 2 | result x'
	run -1 runs
	[[ $output == *'| 2 ± 0 (2) | 2:2 | run failed |'* ]]
	[[ $output == *'FAILED (1): row 01-row, a, seed 2: gan-stat: '* ]]
	row '# band: a x 2 2:2' 'unavailable "no such data"'
	rm -r s
	run -3 runs
	[[ $output == *'skipped: row 01-row, a, seed 1: no such data'* && $output == *'| a | x | 2 |  | 2:2 | to be run |'* ]]
}
