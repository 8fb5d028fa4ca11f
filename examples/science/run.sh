#!/usr/bin/env bash
# The science: does each training method do here what its paper says it does? A row is a script beside this one, whose head names
# source, recipe, seeds, bands and cost. A run of a row is one case with one seed; its results are kept, and a second call makes
# only the runs that are missing, or whose script has changed since (comments do not count).
#
#     run.sh             makes what is missing of all rows, then the table, on standard output and, where it has no holes, in RESULTS.md,
#                        with the results that it is made of, run by run, in RESULTS.tsv
#     run.sh --report    the table alone, of what is there
#     run.sh --save      RESULTS.md and RESULTS.tsv of what is there, holes and all
#     run.sh --list      the runs that are missing: row, case, seed
#
#     ROWS="1 3"         only these rows, on standard output alone
#     JOBS=2             runs at a time, each on one thread: two such runs do more than one of two threads
#     SHORT=1            one seed, few steps and wide bands, for rows that have such a form; the table goes to standard output alone
#     FROM=RESULTS.tsv   goes on from results that were published: those of unchanged scripts are not made again
#     SCIENCE=DIR        where results are kept (build/science)
#     GAN_DATA=DIR       has mnist/*.gz, or those files themselves, for the rows that need MNIST; without, they are skipped
#
# Status 0: all bands hold, or the scripts say why they do not; 1: one does not, or a run failed; 3: some runs are missing.
set -euo pipefail
[ -z "${FROM:-}" ] || FROM=$(realpath "$FROM")
cd "$(dirname "$0")"
. ./lib.sh

top=$(cd ../.. && pwd)
export SCIENCE=${SCIENCE:-$top/build/science} SHORT=${SHORT:-}
PATH=${GAN_BIN:-$top/build/bin}:$PATH
kept=$SCIENCE/${SHORT:+short-}results

# The scripts of the rows that are asked for.
scripts() {
	local f n
	for f in [0-9][0-9]-*.sh; do
		n=${f%%-*} n=$((10#$n))
		[[ " ${ROWS:-$n} " == *" $n "* ]] || continue
		[ -z "$SHORT" ] || grep -q '^# short:' "$f" || continue
		echo "$f"
	done
}

# What a script does, as a number: its code, without comments.
recipe() { grep -v '^[[:space:]]*#' "$1" | cksum | cut -d ' ' -f 1; }

# Runs of a script: "script case seed recipe file-of-results", a line each.
runs() {
	local sum bands=band seeds c s
	[ -z "$SHORT" ] || bands=short
	sum=$(recipe "$1")
	seeds=$(sed -n 's/^# seeds: *//p' "$1")
	[ -z "$SHORT" ] || seeds=${seeds%% *}
	for c in $(sed -n "s/^# $bands: *\([^ ]*\).*/\1/p" "$1" | awk '!seen[$0]++'); do
		for s in $seeds; do echo "$1 $c $s $sum $kept/${1%%-*}.$c.$s.$sum.tsv"; done
	done
}

# The first seed of everything comes first, so that a run that is cut leaves a table without holes.
missing() {
	local script c seed sum file
	for script in $(scripts); do runs "$script"; done | while read -r script c seed sum file; do
		[ -s "$file" ] || echo "$script $c $seed $file"
	done | sort -s -n -k 3,3
}

# Results of unchanged scripts that $FROM has become some that are there.
take() {
	local script c seed sum file
	[ -n "${FROM:-}" ] || return 0
	for script in $(scripts); do runs "$script"; done | while read -r script c seed sum file; do
		[ ! -s "$file" ] || continue
		awk -F'\t' -v id="$sum ${script%%-*} $c $seed" '$1 " " $2 " " $3 " " $4 == id { print substr($0, length($1) + 2) }' "$FROM" > "$file"
		[ -s "$file" ] || rm "$file"
	done
}

# The other way: every result that is there. Columns: recipe, row, case, seed, measure, value, machine.
give() {
	local script c seed sum file
	for script in $(scripts); do runs "$script"; done | while read -r script c seed sum file; do
		[ ! -s "$file" ] || awk -v sum="$sum" '{ print sum "\t" $0 }' "$file"
	done
}

# The table and what it is made of, where they are published.
publish() {
	cp "$SCIENCE/table.md" "${RESULTS:-RESULTS.md}"
	give > "${RESULTS_TSV:-RESULTS.tsv}"
}

# One run: its results stand in the file when it is through; where it failed, what it said, in the file's .log.
make_run() {
	local script=$1 c=$2 seed=$3 file=$4 status=0
	[ ! -s "$file" ] || return 0 # another call has made it meanwhile
	rm -f "$file.log"
	bash "$script" "$c" "$seed" > "$file.part" 2> "$file.said" < /dev/null || status=$?
	if [ $status -eq 0 ]; then
		awk -v machine="$(machine)" '{ print $0 "\t" machine }' "$file.part" > "$file"
		rm -f "$file.part" "$file.said"
		echo "done: row ${script%.sh}, $c, seed $seed" >&2
	elif [ $status -eq 69 ]; then
		echo "skipped: row ${script%.sh}, $c, seed $seed: $(head -n 1 "$file.said")" >&2
		rm -f "$file.part" "$file.said"
	else
		mv "$file.said" "$file.log"
		echo "FAILED ($status): row ${script%.sh}, $c, seed $seed: $(head -n 1 "$file.log")" >&2
	fi
}

machine() {
	local model cores vectors=''
	model=$(awk -F': ' '/^model name/ { print $2; exit }' /proc/cpuinfo 2> /dev/null) || true
	cores=$(getconf _NPROCESSORS_ONLN 2> /dev/null || echo '?')
	if grep -qw avx512f /proc/cpuinfo 2> /dev/null; then
		vectors=' with AVX-512'
	elif grep -qw avx2 /proc/cpuinfo 2> /dev/null; then
		vectors=' with AVX2'
	fi
	echo "${model:-$(uname -m)}$vectors, $cores cores, $(uname -s)"
}

# The table: what the heads say, then what was found.
report() {
	local script bands=band
	[ -z "$SHORT" ] || bands=short
	{
		for script in $(scripts); do
			sed -n "1d; /^[^#]/q; s/^# /head\t${script%%-*}\t/p" "$script"
			runs "$script" | while read -r _ c seed _ file; do
				echo "run	${script%%-*}	$c	$seed"
				[ ! -s "$file" ] || sed "s/^/result	/" "$file"
				[ ! -e "$file.log" ] || echo "failed	${script%%-*}	$c	$seed"
			done
		done
	} | awk -v bands=$bands -f report.awk
}

mkdir -p "$kept"
[ "${1:-}" = --run ] || take # a run's caller has
case ${1:-} in
--list) missing | awk '{ sub(/-.*/, "", $1); print $1, $2, $3 }' ;;
--report) report ;;
--save)
	report > "$SCIENCE/table.md" || true
	publish
	;;
--run) make_run "${@:2}" ;;
'')
	todo=$(missing)
	printf %s "$todo" | cut -d ' ' -f 1 | sort -u | while read -r script; do
		sed -n 's/^# needs: *//p' "$script"
	done | while read -r needs; do prepare $needs; done
	printf %s "$todo" | xargs -r -P "${JOBS:-2}" -L 1 bash ./run.sh --run
	status=0
	report > "$SCIENCE/table.md" || status=$?
	cat "$SCIENCE/table.md"
	[ -n "$SHORT${ROWS:-}" ] || [ $status -eq 3 ] || publish
	exit $status
	;;
*)
	sed -n '2,/^[^#]/s/^# \{0,1\}//p' run.sh >&2
	exit 64
	;;
esac
