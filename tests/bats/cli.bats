# What every tool does with its command line, its streams and its signals.
load helper

tools() { (cd "$GAN_BIN" && ls) | grep '^gan-'; }

each() { # each FUNCTION: runs it for every tool, and says which one failed
	local t
	for t in $(tools); do
		"$1" "$t" || { echo "tool: $t"; return 1; }
	done
}

@test "there are tools to test" {
	[ -n "$(tools)" ]
}

shows_help() {
	run -0 --separate-stderr "$1" --help
	[[ $output == "usage: $1 "* && $output == *"--help"* && -z $stderr ]]
	run -0 "$1" -h
	[[ $output == "usage: $1 "* ]]
}
@test "--help and -h" { each shows_help; }

shows_version() {
	run -0 --separate-stderr "$1" --version
	[[ $output == "$1 (gan-tools) "[0-9]* && -z $stderr && ${#lines[@]} -eq 1 ]]
}
@test "--version" { each shows_version; }

has_table() {
	run -0 "$1" --help=table
	printf '%s\n' "$output" | awk -F '\t' 'NF != 5 || $4 !~ /^(none|optional|required)$/ { bad = 1; print } END { exit bad }'
	# no letter and no name twice
	[ -z "$(printf '%s\n' "$output" | cut -f 1 | grep -v '^-$' | sort | uniq -d)" ]
	[ -z "$(printf '%s\n' "$output" | cut -f 2 | grep -v '^-$' | sort | uniq -d)" ]
}
@test "--help=table has five columns and no option twice" { each has_table; }

help_is_short() {
	run -0 "$1" --help
	printf '%s\n' "$output" | awk 'length($0) > 110 { bad = 1; print } END { exit bad }'
}
@test "--help fits a screen's width" { each help_is_short; }

refuses_unknown() {
	refuses 64 "$1: unknown option --hepl (did you mean --help?)" "$1" --hepl
	refuses 64 "$1: unknown option --verbos (did you mean --verbose?)" "$1" --verbos
	refuses 64 "$1: unknown option -? ($1 --help lists them)" "$1" '-?'
}
@test "an unknown option names the nearest; none is abbreviated" { each refuses_unknown; }

refuses_threads() {
	refuses 64 "$1: -j: expected a whole number from 1 to 256, found '0'" "$1" -j 0
	refuses 64 "$1: --threads: expected a whole number from 1 to 256, found 'x'" "$1" --threads=x
	refuses 64 "$1: -j: its argument N is missing" "$1" -j
}
@test "numbers out of range" { each refuses_threads; }

full_disk() {
	run -74 bash -c '"$1" --help 2>&1 >/dev/full' _ "$1"
	[ "$output" = "$1: standard output: No space left on device" ]
}
@test "a full disk is status 74" { each full_disk; }

closed_stdout() {
	run -74 bash -c '"$1" --help 2>&1 >&-' _ "$1"
	[[ $output == "$1: standard output: "* ]]
}
@test "a closed standard output is status 74" { each closed_stdout; }

quiet_pipe() {
	# the reader is gone before anything is written; SIGPIPE ends the tool, or a write fails where it is ignored
	run --separate-stderr bash -c '{ sleep .2; "$1" --help; echo "$?" >&2; } | :' _ "$1"
	[ "$stderr" = 141 ]
	run --separate-stderr bash -c 'trap "" PIPE; { sleep .2; "$1" --help; echo "$?" >&2; } | :' _ "$1"
	[ "$stderr" = 74 ]
}
@test "a closed pipe is no news" { each quiet_pipe; }

@test "completions are scripts that their shells can read" {
	local t
	for t in $(tools); do
		"$t" --help=table | bash "$GAN_TOP/share/completions.sh" bash "$t" >"$t.bash"
		bash -n "$t.bash"
		grep -q -- '--version' "$t.bash"
		"$t" --help=table | bash "$GAN_TOP/share/completions.sh" zsh "$t" >"_$t"
		[ "$(head -n 1 "_$t")" = "#compdef $t" ]
		if command -v zsh >/dev/null; then zsh -n "_$t"; fi
	done
}

@test "the bash completion completes" {
	source <(gan-data --help=table | bash "$GAN_TOP/share/completions.sh" bash gan-data)
	COMP_WORDS=(gan-data --sal) COMP_CWORD=1
	_gan_data
	[ "${COMPREPLY[*]}" = --salvage ]
	touch file.pgm
	COMP_WORDS=(gan-data -o fi) COMP_CWORD=2
	_gan_data
	[ "${COMPREPLY[*]}" = file.pgm ]
}

@test "progress shows on a terminal, and only there; -q takes it away" {
	gan-data --toy glyphs -n 64 -o d.t
	gan-init dcgan like=d.t ngf=4 ndf=4 batch=8 z=8 -o g.t
	pipe -0 'script -qec "gan-step -n 20 -m g.t -o h.t d.t" /dev/null </dev/null'
	[[ $output == *$'\r'* && $output == *$'\e[K'* ]]
	pipe -0 'script -qec "gan-step -q -n 20 -m g.t -o h.t d.t" /dev/null </dev/null'
	[ -z "$output" ]
	pipe -0 'gan-step -n 20 -m g.t -o h.t d.t 2>&1'
	[ -z "$output" ]
}
