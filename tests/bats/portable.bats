# The programs run on an x86-64 that has none of the newer instruction sets: an emulator that ends a program at the first
# instruction that its CPU does not have runs a whole pipeline. Their numbers are those of this CPU up to rounding.
load helper

on() { # on CPU TOOL...: with an emulator's CPU
	local cpu=$1 tool=$2
	shift 2
	timeout "$GAN_TIMEOUT" qemu-x86_64 -cpu "$cpu" "$GAN_BIN/$tool" "$@"
}

# pipeline CPU: data, a model with convolutions, a few steps, samples
pipeline() {
	need_plain "an emulator has no room for the sanitizer's address space"
	need_program qemu-x86_64
	[ "$(uname -m)" = x86_64 ] || skip "programs for another kind of machine"
	on "$1" gan-data --toy glyphs -n 24 -S 16x16 -s 3 -o d.t
	on "$1" gan-init dcgan like=d.t z=10 ngf=4 ndf=4 batch=8 -s 5 -o m.t
	on "$1" gan-step -j 2 -n 3 -m m.t -o there.t d.t
	on "$1" gan-sample -n 4 -m there.t >there.pgm
	gan-step -j 2 -n 3 -m m.t -o here.t d.t
	gan-sample -n 4 -m there.t >here.pgm
	[ "$(head -c 2 there.pgm)" = "$(head -c 2 here.pgm)" ]
	[ "$(wc -c <there.pgm)" -eq "$(wc -c <here.pgm)" ]
	# columns 2 to the end hold the losses: equal to three digits
	gan-stat -w log there.t | awk '{ for (i = 1; i <= NF; i++) printf "%s ", $i + 0 == $i ? sprintf("%.3g", $i) : $i; print "" }' >there.log
	gan-stat -w log here.t | awk '{ for (i = 1; i <= NF; i++) printf "%s ", $i + 0 == $i ? sprintf("%.3g", $i) : $i; print "" }' >here.log
	[ "$(wc -l <there.log)" -ge 3 ]
	diff there.log here.log
}

@test "a plain x86-64 runs the tools" {
	pipeline qemu64
}

@test "an x86-64 of 2008, without AVX, runs the tools" {
	pipeline Nehalem
}

@test "an x86-64 with AVX2 but without AVX-512 runs the tools" {
	pipeline max,avx512f=off
}

@test "a CPU without bf16 refuses precision=bf16, goes on in f32, and auto is f32" {
	need_plain "an emulator has no room for the sanitizer's address space"
	need_program qemu-x86_64
	[ "$(uname -m)" = x86_64 ] || skip "programs for another kind of machine"
	gan-data --toy glyphs -n 24 -S 16x16 -s 3 -o d.t
	gan-init mlp like=d.t z=4 hidden.g=8 hidden.d=8 batch=8 precision=bf16 -o m.t
	run -69 --separate-stderr on qemu64 gan-step -n 1 -m m.t -o o.t d.t
	[[ "$stderr" == *"gan-step: precision=bf16: expected a CPU with "*"give precision=f32"* ]]
	on qemu64 gan-step -n 1 -m m.t -o o.t d.t precision=f32
	on qemu64 gan-step -n 1 -m m.t -o o.t d.t precision=auto
	gan-stat -w hyper o.t | grep -q "precision	f32"
}
