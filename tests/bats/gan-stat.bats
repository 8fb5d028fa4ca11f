load helper

@test "the summary says kind, tensors and history" {
	gan-data --toy glyphs -n 20 -o d.t
	run -0 gan-stat d.t
	[[ ${lines[0]} == 'd.t: tensor stream, zstd' ]]
	[[ ${lines[1]} == 'record 0: data; 2 tensors, 15840 bytes' ]]
	[[ $output == *'made by   gan-data --toy glyphs -n 20'* ]]
	[[ $output == *'x '*'U8'*'[20,28,28,1]'* ]]
	[[ ${lines[-1]} == '1 record' ]]
	pipe -0 'gan-stat -v < d.t'
	[[ $output == *'standard input: '*'metadata  gan.kind = data'*'XXH64 '* ]]
}

@test "tables: tensors with their values" {
	printf 'P2\n2 2\n255\n0 10 20 30\n' | gan-data -l 3 >d.t
	run -0 gan-stat -w tensors d.t
	[ "${lines[0]}" = $'record\tname\tdtype\tshape\tbytes\tmin\tmax\tmean\tstd\tnonfinite' ]
	[ "${lines[1]}" = $'0\ty\tI64\t[1]\t8\t3\t3\t3\t0\t0' ]
	[[ ${lines[2]} == $'0\tx\tU8\t[1,2,2,1]\t4\t0\t30\t15\t11.18033988749'*$'\t0' ]]
	run -0 gan-stat --what=tensors --json d.t
	[ "${lines[0]}" = '{"record":0,"name":"y","dtype":"I64","shape":[1],"bytes":8,"min":3,"max":3,"mean":3,"std":0,"nonfinite":0}' ]
}

@test "values that are not finite are counted" {
	# F32: NaN, inf, 1, 3
	local h='{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}'
	# shellcheck disable=SC2059
	printf "\\x$(printf '%02x' ${#h})\0\0\0\0\0\0\0$h" >n.st
	printf '\0\0\xc0\x7f\0\0\x80\x7f\0\0\x80\x3f\0\0\x40\x40' >>n.st
	run -0 gan-stat -w tensors n.st
	[ "${lines[1]}" = $'0\tx\tF32\t[4]\t16\t1\t3\t2\t1\t2' ]
	run -0 gan-stat n.st
	[[ $output == *'2 not finite'* ]]
}

@test "records: one, the last, none such" {
	gan-data --toy ring -n 3 -o a.t
	gan-data --toy ring -n 4 -o b.t
	cat a.t b.t >ab.t
	run -0 gan-stat -w tensors --record 1 ab.t
	[[ ${#lines[@]} -eq 3 && ${lines[1]} == $'1\ty\tI64\t[4]'* ]]
	run -0 gan-stat -w tensors --record last ab.t
	[[ ${#lines[@]} -eq 3 && ${lines[1]} == $'1\ty\tI64\t[4]'* ]]
	refuses 65 '*no record 2*' gan-stat -w tensors --record 2 ab.t
	refuses 64 '*--record*' gan-stat --record first ab.t
	run -0 gan-stat -w tensors a.t b.t
	[[ ${lines[0]} == $'file\trecord\tname'* && ${lines[4]} == $'b.t\t0\tx'* ]]
}

@test "what a stream does not have" {
	gan-data --toy ring -n 3 -o d.t
	refuses 65 '*no networks*' gan-stat -w net d.t
	refuses 65 '*no settings*' gan-stat -w hyper d.t
	refuses 65 '*no log*' gan-stat -w log d.t
	refuses 64 '*-w nonsense*expected tensors*' gan-stat -w nonsense d.t
}

@test "text from a stream is escaped" {
	local h='{"__metadata__":{"k":"\u001b[31mred\tx\u202e"},"a\\b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}'
	# shellcheck disable=SC2059
	printf "\\x$(printf '%02x' ${#h})\0\0\0\0\0\0\0" >e.st
	printf '%sz' "$h" >>e.st
	run -0 gan-stat e.st
	[[ $output == *'k = \x1b[31mred\tx\xe2\x80\xae'* ]]
	[[ $output == *'a\\b '* ]]
	[[ $output != *$'\x1b'* ]]
	run -0 gan-stat --json e.st
	[[ $output == *'"k":"\u001b[31mred\tx\u202e"'* ]]
	[[ $output == *'"name":"a\\b"'* ]]
}

@test "a plain series is read with a warning" {
	local h='{"__metadata__":{"gan.seq":"0"}}'
	# shellcheck disable=SC2059
	printf "\\x$(printf '%02x' ${#h})\0\0\0\0\0\0\0$h" >s.st
	run -0 --separate-stderr gan-stat s.st
	[[ $stderr == *'no end mark'* ]]
	run -0 --separate-stderr gan-stat -q s.st
	[ -z "$stderr" ]
}

@test "-o writes the table to a file" {
	gan-data --toy ring -n 3 -o d.t
	run -0 gan-stat -w tensors -o t.tsv d.t
	[ -z "$output" ]
	[ "$(wc -l <t.tsv)" -eq 3 ]
}

@test "a model's networks, settings and log" {
	[ -x "$GAN_BIN/gan-init" ] || skip "no gan-init in this build"
	gan-init mlp -o m.t
	run -0 gan-stat -w net m.t
	[ "${lines[0]}" = $'record\tnet\tlayer\ttype\toutput\tparams\tmacs' ]
	[[ $output == *$'0\tg\ttotal\t-\t-\t'* ]]
	# parameters as the tensors have them
	local layers tensors
	layers=$(gan-stat -w net m.t | awk -F '\t' '$2 == "g" && $3 == "total" { print $6 }')
	tensors=$(gan-stat -w tensors m.t | awk -F '\t' '$2 ~ /^g\./ { n += $5 / 4 } END { print n }')
	[ "$layers" -eq "$tensors" ]
	run -0 gan-stat -w hyper m.t
	[ "${lines[0]}" = $'record\tkey\tvalue' ]
	run -0 gan-stat -w log m.t
	[ -z "$output" ]
	run -0 gan-stat m.t
	[[ $output == *'net       g: '*' parameters'* ]]
}
