# Whole runs give the same bytes however they were cut and however many threads made them: every tensor and every metadata key
# but gan.pg, which --no-pg leaves out here.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	gan-data --toy glyphs -n 150 -S 16x16 -C gray -s 3 -o d.t
	gan-init mlp like=d.t z=10 hidden.g=24,24 norm.g=bn hidden.d=24 batch=20 -s 5 --no-pg -o mlp.t
	gan-init dcgan like=d.t z=10 ngf=4 ndf=4 batch=20 -s 5 --no-pg -o dcgan.t
	gan-init dcgan like=d.t z=10 ngf=4 ndf=4 batch=12 norm.g=vbn mbstd=3 mbdisc=5 sn=both pack=2 \
		diffaug=color,translation,cutout inst-noise=.1 inst-noise-steps=30 -s 5 --no-pg -o layers.t
	gan-init mlp like=d.t z=10 hidden.g=24 hidden.d=24 batch=7 sn=both -s 5 z=fresh d-update=split optim.d=sgd momentum=.9 \
		optim.g=rmsprop z-dist=uniform --no-pg -o mixed.t
}

# identical ARCH STEPS [DATA]: STEPS + STEPS = 2 STEPS, with 1, 2 and 3 threads, in one pipe and through files
identical() {
	local m=$BATS_FILE_TMPDIR/$1.t d=$BATS_FILE_TMPDIR/${3:-d.t} n=$2
	gan-step -j 1 --no-pg -n $((2 * n)) -z 0 -m "$m" -o whole.t "$d"
	gan-step -j 2 --no-pg -n $((2 * n)) -z 0 -m "$m" -o threads.t "$d"
	gan-step -j 3 --no-pg -n "$n" "$d" <"$m" | gan-step -j 1 --no-pg -n "$n" -z 0 -o cut.t "$d"
	cmp whole.t threads.t
	cmp whole.t cut.t
}

@test "100 steps and 100 steps are 200 steps: mlp" {
	identical mlp 100
}

@test "100 steps and 100 steps are 200 steps: dcgan" {
	identical dcgan 100
}

@test "resume is exact with fresh latents, split updates, other optimisers and a batch that straddles epochs" {
	identical mixed 33
}

@test "resume is exact with spectral and virtual batch norm, minibatch layers, packing, changes and noise" {
	identical layers 20
}

@test "resume is exact in bf16" {
	local m=$BATS_FILE_TMPDIR/dcgan.t d=$BATS_FILE_TMPDIR/d.t rc=0
	gan-step --no-pg -n 1 -o "$BATS_FILE_TMPDIR/half.t" -m "$m" "$d" precision=bf16 || rc=$?
	[ "$rc" -ne 69 ] || skip "this CPU has no bf16"
	[ "$rc" -eq 0 ]
	identical half 30
}

@test "resume is exact with balance that changes on the way" {
	local m=$BATS_FILE_TMPDIR/mlp.t d=$BATS_FILE_TMPDIR/d.t
	gan-step --no-pg -n 5 -m "$m" -o a.t "$d"
	gan-step --no-pg -n 6 -m a.t -o a.t "$d" d-update=joint loss=minimax d-skip=1.3 accum=5 clip-grad.g=.1
	gan-step --no-pg -n 6 -m a.t -o a.t "$d" d-skip=0 d-boost=3 d-boost-every=4 accum=1 lr-schedule=exponential lr-floor=.1 lr-end=20
	gan-step --no-pg -n 5 -z 0 -m a.t -o a.t "$d" lr-schedule=constant d-skip=2 d-boost=0 unroll=1
	gan-step --no-pg -n 5 "$d" <"$m" | gan-step --no-pg -n 2 "$d" d-update=joint loss=minimax d-skip=1.3 accum=5 clip-grad.g=.1 |
		gan-step --no-pg -n 4 "$d" | gan-step --no-pg -n 6 "$d" d-skip=0 d-boost=3 d-boost-every=4 accum=1 \
		lr-schedule=exponential lr-floor=.1 lr-end=20 | gan-step --no-pg -n 1 "$d" lr-schedule=constant d-skip=2 d-boost=0 unroll=1 |
		gan-step --no-pg -n 4 -z 0 -o b.t "$d"
	cmp a.t b.t
}

@test "resume is exact with settings that change on the way" {
	local m=$BATS_FILE_TMPDIR/mlp.t d=$BATS_FILE_TMPDIR/d.t
	gan-step --no-pg -n 10 -m "$m" -o a.t "$d"
	gan-step --no-pg -n 10 -m a.t -o a.t "$d" d-update=split lr=1e-3 batch=13
	gan-step --no-pg -n 10 -m a.t -o a.t "$d" d-update=joint optim=sgd
	gan-step --no-pg -n 10 -z 0 -m a.t -o a.t "$d" optim=adam
	gan-step --no-pg -n 10 "$d" <"$m" | gan-step --no-pg -n 4 "$d" d-update=split lr=1e-3 batch=13 |
		gan-step --no-pg -n 6 "$d" | gan-step --no-pg -n 10 "$d" d-update=joint optim=sgd |
		gan-step --no-pg -n 5 "$d" optim=adam | gan-step --no-pg --to 40 -z 0 -o b.t "$d"
	cmp a.t b.t
}

@test "resume is exact with schedules, clipping, parts of a batch and a D that rests" {
	gan-step --no-pg -n 0 -m "$BATS_FILE_TMPDIR/dcgan.t" -o "$BATS_FILE_TMPDIR/rests.t" lr-schedule.g=cosine lr-end=70 \
		lr-schedule.d=steps lr-steps=5,30 lr-warmup=9 clip-grad=.5 accum=4 d-skip=1.3
	identical rests 20
	run -0 gan-stat -w tensors whole.t
	[[ $output == *skip.d.n* ]]
}

@test "resume is exact with boosted steps and an unrolled D" {
	gan-step --no-pg -n 0 -m "$BATS_FILE_TMPDIR/mlp.t" -o "$BATS_FILE_TMPDIR/boosted.t" d-update=joint d-boost=7 d-boost-first=4 \
		d-boost-every=5 d-steps=2 g-steps=2 unroll=2 lr-schedule=linear lr-start=3 lr-end=19 lr-floor=.1
	identical boosted 9
}

step_of() {
	gan-step --no-pg -n 0 -z 0 -m "$1" | grep -aom1 '"gan.step":"[0-9]*"' | tr -dc 0-9
}

@test "a run that was interrupted goes on as if it had not been" {
	local m=$BATS_FILE_TMPDIR/dcgan.t d=$BATS_FILE_TMPDIR/d.t pid to rc=0
	gan-step --no-pg -n 1000000 --log log.tsv -m "$m" -o cut.t "$d" 3>&- &
	pid=$!
	until [ "$(cat log.tsv 2>/dev/null | wc -l)" -gt 5 ]; do sleep .05; done
	kill -TERM $pid
	wait $pid || rc=$?
	[ "$rc" -eq 143 ]
	to=$(($(step_of cut.t) + 20))
	gan-step --no-pg --to $to -z 0 -m cut.t -o cut.t "$d"
	gan-step --no-pg --to $to -z 0 -m "$m" -o whole.t "$d"
	cmp cut.t whole.t
}

# each_regulariser NAME=.1 ... of the registry
each_regulariser() { sed -n 's/^GAN_REG(\([a-z0-9]*\))$/\1=.1/p' "$GAN_TOP/libcommon/train/regs.def"; }

@test "resume is exact with each regulariser, and with all" {
	local d=$BATS_FILE_TMPDIR/d.t r all
	gan-init dcgan like="$d" z=6 ngf=2 ndf=3 norm.d=none batch=6 -s 5 --no-pg -o "$BATS_FILE_TMPDIR/plain.t"
	mapfile -t all < <(each_regulariser)
	[ "${#all[@]}" -ge 11 ]
	for r in "${all[@]}" "${all[*]} d-steps=2 g-steps=2" "${all[*]} accum=3"; do
		# shellcheck disable=SC2086 # words
		gan-step --no-pg -n 1 -m "$BATS_FILE_TMPDIR/plain.t" -o "$BATS_FILE_TMPDIR/reg.t" "$d" $r
		identical reg 2 || { echo "$r"; return 1; }
		run -0 gan-stat -w log whole.t
		[[ ${lines[0]} == *$'\t'${r%%=*}* || $r == clip=* ]]
	done
}

@test "resume is exact where regularisers stand in unrolled updates" {
	local d=$BATS_FILE_TMPDIR/points.t all
	gan-data --toy ring -n 50 -o "$d"
	mapfile -t all < <(each_regulariser)
	gan-init mlp like="$d" z=4 hidden.g=8 hidden.d=8,8 act=tanh batch=10 -s 5 --no-pg d-update=joint "${all[@]}" unroll=2 z=fresh \
		-o "$BATS_FILE_TMPDIR/unrolled.t"
	identical unrolled 2 points.t
}
