# The stream format as shells see it. Documents are made by hand here, so that writer and reader do not agree on an error.
load helper

# document HEADER DATA: a plain safetensors document
document() {
	local n=${#1} i
	for i in 0 8 16 24 32 40 48 56; do
		# shellcheck disable=SC2059 # the format is the byte
		printf "\\x$(printf '%02x' $((n >> i & 255)))"
	done
	printf '%s%s' "$1" "$2"
}

# eos COUNT: an end mark
eos() {
	printf '\x5d\x2a\x4d\x18\x10\0\0\0GANEOS1\n'
	# shellcheck disable=SC2059
	printf "\\x$(printf '%02x' "$1")\0\0\0\0\0\0\0"
}

# series N: records 0..N-1 of a series, a frame each, with the end mark
series() {
	local i
	for ((i = 0; i < $1; i++)); do
		document "{\"__metadata__\":{\"gan.seq\":\"$i\"},\"x\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}" "abc$i" | zstd -qc
	done
	eos "$1"
}

single() {
	document '{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}' abcd
}

@test "every document of the vectors gets its verdict" {
	need_data vectors/verdicts.tsv
	local file verdict want wrong=0
	while IFS=$'\t' read -r file verdict _; do
		[[ $file == *.safetensors ]] || continue
		want=65
		[[ $verdict != ACCEPT* ]] || want=0
		run gan-stat "$GAN_DATA/vectors/$file"
		[ "$status" -eq "$want" ] || { echo "$file: $status, expected $want: $output" && wrong=1; }
		run bash -c 'gan-stat < "$1"' _ <(cat "$GAN_DATA/vectors/$file")
		[ "$status" -eq "$want" ] || { echo "$file by a pipe: $status, expected $want: $output" && wrong=1; }
	done <"$GAN_DATA/vectors/verdicts.tsv"
	[ "$wrong" -eq 0 ]
}

@test "a series cut at any byte is refused" {
	series 2 >s.t
	local i n wrong=0
	n=$(wc -c <s.t)
	gan-stat s.t | grep -q '^2 records'
	for ((i = 0; i < n; i++)); do
		local rc=0
		head -c "$i" s.t | gan-stat >/dev/null 2>&1 || rc=$?
		[ "$rc" -eq 65 ] || { echo "cut at $i of $n: $rc" && wrong=1; }
	done
	[ "$wrong" -eq 0 ]
}

@test "one record may miss its end mark, but nothing else" {
	single | zstd -qc >one.t
	local n
	n=$(wc -c <one.t)
	run -0 gan-stat one.t
	eos 1 >>one.t
	run -0 gan-stat one.t
	pipe -65 'head -c $(($1 - 1)) one.t | gan-stat' "$n"
	pipe -65 'head -c $(($1 + 1)) one.t | gan-stat' "$n"
}

@test "salvage takes the whole records of a cut series" {
	series 3 >s.t
	head -c $(($(wc -c <s.t) - 30)) s.t >cut.t
	pipe -65 'gan-stat cut.t'
	[[ $output == *'cut.t: record 2: truncated'* ]]
	run -0 --separate-stderr gan-stat --salvage -w tensors cut.t
	[ "${#lines[@]}" -eq 3 ]
	[[ $stderr == *'cut'* ]]
}

@test "a wrong count, a gap and a missing mark are refused" {
	series 2 | head -c -24 >bare
	(cat bare && eos 3) >s.t
	pipe -65 'gan-stat s.t'
	[[ $output == *'counts 3'*'found 2'* ]]
	pipe -65 'gan-stat bare'
	[[ $output == *--salvage* ]]
	document '{"__metadata__":{"gan.seq":"1"}}' '' | zstd -qc >gap.t
	eos 1 >>gap.t
	refuses 65 '*expected number 0*found 1*' gan-stat gap.t
	eos 0 >empty.t
	run -0 gan-stat empty.t
	[[ $output == *'0 records'* ]]
}

@test "one record may be recompressed, a series not" {
	gan-data --toy ring -n 10 -o one.t
	pipe -0 'zstd -dcq < one.t | zstd -qc | gan-stat -w tensors'
	series 2 >s.t
	pipe -65 'zstd -dcq < s.t | zstd -qc | gan-stat'
	[[ $output == *--salvage* ]]
}

@test "frames of others: no checksum, no size, two documents, a document over two frames, threads" {
	single >doc
	pipe -0 'zstd -qc --no-check < doc | gan-stat'
	pipe -0 'cat doc doc | zstd -qc | gan-stat'
	[[ $output == *'2 records'* ]]
	pipe -0 '(head -c 30 doc | zstd -qc; tail -c +31 doc | zstd -qc) | gan-stat'
	pipe -0 'zstd -qc -T2 -19 < doc | gan-stat'
	pipe -0 '(printf "" | zstd -qc; zstd -qc < doc) | gan-stat'
	pipe -0 '(printf "\x51\x2a\x4d\x18\4\0\0\0zzzz"; zstd -qc < doc) | gan-stat'
}

@test "mixed, damaged and oversized streams are refused" {
	single >doc
	pipe -65 '(cat doc; zstd -qc < doc) | gan-stat'
	pipe -65 '(zstd -qc < doc; cat doc) | gan-stat'
	pipe -65 '(zstd -qc < doc; printf garbage) | gan-stat'
	pipe -65 '(zstd -qc < doc; printf "\x50\x2a\x4d\x18\xff\xff\xff\xff") | gan-stat'
	pipe -65 'head -c 3000000 /dev/zero | zstd -qc --long=28 --ultra -22 | gan-stat'
	pipe -65 '(single_z=$(mktemp); zstd -qc < doc > $single_z; n=$(wc -c < $single_z); head -c $((n - 1)) $single_z; printf x) | gan-stat'
	[[ $output == *checksum* ]]
	GAN_MAX_BYTES=3 refuses 65 '*4 bytes*limit is 3*GAN_MAX_BYTES*' gan-stat doc
	GAN_MAX_BYTES=lots refuses 64 '*GAN_MAX_BYTES=lots*' gan-stat doc
}

@test "a header that lies costs no memory" {
	need_plain "address space is limited here"
	document '{"x":{"dtype":"U8","shape":[4000000000],"data_offsets":[0,4000000000]}}' abc >lie
	pipe -65 'ulimit -v 600000; GAN_MAX_BYTES=400M gan-stat lie'
	document '{"x":{"dtype":"U8","shape":[300000000],"data_offsets":[0,300000000]}}' abc >lie
	pipe -65 'ulimit -v 600000; GAN_MAX_BYTES=400M gan-stat lie'
	[[ $output == *truncated* ]]
}

@test "what is no stream is named, with the cure" {
	printf '\x89PNG\r\n\x1a\n\0\0\0\rIHDR' >a.png
	refuses 65 '*PNG*anytopnm*' gan-stat a.png
	printf '\xff\xd8\xff\xe0\0\x10JFIF' >a.jpg
	refuses 65 '*JPEG*anytopnm*' gan-stat a.jpg
	printf 'P5\n1 1\n255\nx' >a.pgm
	refuses 65 '*PNM*gan-data*' gan-stat a.pgm
	printf 'x' | gzip >a.gz
	refuses 65 '*gzip*zcat*' gan-stat a.gz
	printf 'PK\3\4..........' >a.pt
	refuses 65 '*zip*safetensors*' gan-stat a.pt
	printf 'GGUF............' >a.gguf
	refuses 65 '*GGUF*' gan-stat a.gguf
	printf '\x89HDF\r\n\x1a\n....' >a.h5
	refuses 65 '*HDF5*' gan-stat a.h5
	printf abc >short
	refuses 65 '*3 bytes*' gan-stat short
	: >nothing
	refuses 65 '*no bytes*' gan-stat nothing
	refuses 66 '*folder*' gan-stat .
	refuses 66 '*No such file*' gan-stat missing.t
}

@test "zstd takes our streams" {
	gan-data --toy glyphs -n 30 -o d.t
	run -0 zstd -tq d.t
	run -0 zstd -lv d.t
	[[ $output == *XXH64* ]]
	cat d.t d.t >two.t
	run -0 zstd -lq two.t
	run -0 gan-stat two.t
	[[ $output == *'2 records'* ]]
	pipe -0 'zstd -dcq < d.t > d.safetensors; gan-stat -w tensors d.safetensors'
	gan-data --toy glyphs -n 30 -z 0 --no-pg >plain
	gan-data --toy glyphs -n 30 -z 9 --no-pg | zstd -dcq >unpacked
	cmp plain unpacked
	[ "$(($(head -c 8 plain | od -An -tu8) % 8))" -eq 0 ]
}

@test "a tool whose input is cut writes no end mark, and no file" {
	gan-data --toy glyphs -n 200 -o d.t
	head -c 3000 d.t >cut.t
	echo old >out.t
	run -65 gan-data -o out.t cut.t
	[ "$(cat out.t)" = old ]
	pipe -65 'head -c 3000 d.t | gan-data | gan-stat'
	[ "$(find . -name '*.tmp' | wc -l)" -eq 0 ]
}

@test "output files: links, devices, FIFOs, full and closed ones" {
	mkdir sub
	ln -s sub/real link
	umask 027
	gan-data --toy ring -n 5 -o link
	[ -L link ] && [ -f sub/real ]
	[ "$(stat -c %a sub/real)" = 640 ]
	run -0 gan-stat link
	gan-data --toy ring -n 5 -o /dev/null
	mkfifo pipe
	pipe -0 'gan-data --toy ring -n 5 -o pipe & gan-stat pipe && wait'
	run -0 bash -c 'gan-data --toy ring -n 5 -o >(gan-stat > seen); sleep 1; grep -q "1 record" seen'
	if [ -e /dev/full ]; then
		refuses 74 '*No space left*' gan-data --toy ring -o /dev/full
		run -74 bash -c 'gan-data --toy ring > /dev/full'
		run -74 bash -c 'gan-stat sub/real > /dev/full'
	fi
	refuses 73 '*folder*' gan-data --toy ring -n 5 -o sub
	refuses 73 '*' gan-data --toy ring -n 5 -o missing/x.t
	# the input may be the output
	gan-data -o sub/real sub/real
	run -0 gan-stat sub/real
}

@test "a reader that leaves early" {
	run bash -c 'gan-data --toy glyphs -n 5000 -z 0 | head -c 10 > /dev/null; echo "${PIPESTATUS[0]}"'
	[ "$output" = 141 ]
	# where SIGPIPE is ignored: status 74, no message
	run bash -c 'trap "" PIPE; gan-data --toy glyphs -n 5000 -z 0 | head -c 10 > /dev/null; echo "${PIPESTATUS[0]}"'
	[ "$output" = 74 ]
}

@test "no binary to a terminal, no stream from one" {
	need_program script
	run script -qec 'gan-data --toy ring -n 5' /dev/null </dev/null
	[ "$status" -eq 64 ]
	[[ $output == *terminal* ]]
	run script -qec 'gan-stat' /dev/null </dev/null
	[ "$status" -eq 64 ]
	[[ $output == *terminal* ]]
}

@test "a killed writer leaves no file" {
	mkfifo never
	gan-data -o out.t never &
	local pid=$! i
	exec 7>never
	for i in {1..100}; do
		[ "$(find . -name '*.tmp' | wc -l)" -eq 0 ] || break
		printf 'P5\n1 1\n255\nx' >&7
		sleep .02
	done
	kill -TERM "$pid"
	wait "$pid" && false || [ $? -eq 143 ]
	exec 7>&-
	[ ! -e out.t ]
	[ "$(find . -name '*.tmp' | wc -l)" -eq 0 ]
}

@test "GAN_ZSTD is the level" {
	GAN_ZSTD=0 gan-data --toy ring -n 5 >plain
	[ "$(head -c 9 plain | tail -c 1)" = '{' ]
	GAN_ZSTD=20 refuses 64 '*GAN_ZSTD=20*' gan-data --toy ring -n 5
}

@test "provenance: commands in order, repeats counted, none with --no-pg" {
	gan-data --toy ring -n 50 -j 2 -o d.t
	gan-data -n 40 d.t | gan-data -n 30 | gan-data -n 30 >e.t
	run -0 gan-stat -w pg e.t
	[ "${#lines[@]}" -eq 4 ]
	[[ ${lines[1]} == *'gan-data --toy ring -n 50' ]]
	[[ ${lines[2]} == *'gan-data -n 40 d.t' ]]
	[[ ${lines[3]} == *$'\t2\t'*'gan-data -n 30' ]]
	gan-data --no-pg d.t >f.t
	pipe -0 'zstd -dcq < f.t | grep -ac gan.pg || [ $? -eq 1 ]'
	[ "$output" = 0 ]
}

@test "the reader of gan-stream(5) compiles and reads" {
	sed -n '/reader begins/,/reader ends/p' "$GAN_TOP/man/gan-stream.5" | sed '/^\.\\"/d; s/\\e/\\/g' >reader.c
	"${CC:-cc}" -std=c11 -Wall -Wextra -Werror -o reader reader.c
	gan-data --toy ring -n 8 -o d.t
	cat d.t d.t >two.t
	pipe -0 'zstd -dcq < two.t | ./reader'
	[ "${#lines[@]}" -eq 4 ]
	[ "${lines[0]}" = 'y I64 [8]' ]
	[[ ${lines[1]} == 'x F32 [8,2] '* ]]
	pipe -1 'zstd -dcq < two.t | head -c 300 | ./reader'
}
