#!/usr/bin/env bash
# The option table of a tool (`TOOL --help=table` on stdin) as a completion script for a shell:
#   TOOL --help=table | completions.sh bash|zsh TOOL
# Columns: letter, long name, argument, none|required|optional, help; "-" stands for an empty one.
set -euo pipefail

shell=${1:?bash or zsh} tool=${2:?name of the tool}

bash_completion() {
	awk -F '\t' -v tool="$tool" '
	function add(word, kind, arg) {
		words = words " " word
		if (kind != "required") return
		if (arg ~ /FILE|MODEL|DATA|IMAGE|LOG|REAL|DIR/) files = files "|" word
		else others = others "|" word
	}
	{
		if ($1 != "-") add("-" $1, $4, $3)
		if ($2 != "-") add("--" $2, $4, $3)
	}
	END {
		fn = "_" tool
		gsub(/-/, "_", fn)
		print "# bash completion for " tool "; made from its option table"
		print fn "() {"
		print "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}"
		print "\tcase $prev in"
		if (files != "") print "\t" substr(files, 2) ") COMPREPLY=($(compgen -f -- \"$cur\")); return ;;"
		if (others != "") print "\t" substr(others, 2) ") COMPREPLY=(); return ;;"
		print "\tesac"
		print "\tcase $cur in"
		print "\t-*) COMPREPLY=($(compgen -W \"" substr(words, 2) "\" -- \"$cur\")) ;;"
		print "\t*) COMPREPLY=($(compgen -f -- \"$cur\")) ;;"
		print "\tesac"
		print "}"
		print "complete -o filenames -F " fn " " tool
	}'
}

zsh_completion() {
	awk -F '\t' -v tool="$tool" -v q="'" '
	function quoted(s) {
		gsub(/\\/, "\\\\", s)
		gsub(/\[/, "\\[", s)
		gsub(/\]/, "\\]", s)
		gsub(/:/, "\\:", s)
		gsub(q, q "\\" q q, s)
		return s
	}
	function spec(word, tail) {
		action = ""
		if ($4 == "required") action = tail ":" quoted($3) ":" ($3 ~ /FILE|MODEL|DATA|IMAGE|LOG|REAL|DIR/ ? "_files" : "")
		if ($4 == "optional" && $3 != "-") action = "::" quoted($3) ":"
		return q word (word ~ /^--/ && $4 != "none" ? ($4 == "required" ? "=" : "=-") : "") \
			"[" quoted($5) "]" action q
	}
	BEGIN {
		print "#compdef " tool
		print "# made from the option table of " tool
		print "_arguments -s -S \\"
	}
	{
		if ($1 != "-") print "\t" spec("-" $1, "") " \\"
		if ($2 != "-") print "\t" spec("--" $2, "") " \\"
	}
	END { print "\t" q "*:file or key=value:_files" q }'
}

case $shell in
bash) bash_completion ;;
zsh) zsh_completion ;;
*)
	echo "completions.sh: expected bash or zsh, found '$shell'" >&2
	exit 64
	;;
esac
