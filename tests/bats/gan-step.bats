# gan-step: what it reads and writes, settings, signals, refusals. That cut runs go on exactly is in resume.bats.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	gan-data --toy glyphs -n 60 -S 16x16 -C gray -s 3 -o d.t
	gan-data --toy ring -n 60 -o ring.t
	gan-init mlp like=d.t z=4 hidden.g=8 hidden.d=8 batch=10 -s 5 -o m.t
	gan-init mlp like=ring.t z=4 hidden.g=8 hidden.d=8 batch=10 -o points.t
}
setup() {
	mkdir "$BATS_TEST_TMPDIR/w" # bats keeps files of its own in the folder above
	cd "$BATS_TEST_TMPDIR/w"
	D=$BATS_FILE_TMPDIR/d.t M=$BATS_FILE_TMPDIR/m.t
}

meta() { # meta FILE KEY
	gan-step --no-pg -n 0 -z 0 -m "$1" | grep -aoE -m1 "\"$2\":\"([^\"\\\\]|\\\\.)*\"" | head -n 1 | cut -d: -f2- | tr -d '"'
}

ends() { # ends STATUS PID
	local rc=0
	wait "$2" || rc=$?
	[ "$rc" -eq "$1" ]
}

# until the run that logs here has made some steps
until_step() {
	until [ "$(cat log.tsv 2>/dev/null | wc -l)" -gt 3 ]; do sleep .05; done
}

@test "model and data from pipes, the model on standard output" {
	pipe -0 'cat "$1" | gan-step -n 3 <(cat "$2") | cat > out.t' "$M" "$D"
	[ "$output" = "" ]
	[ "$(meta out.t gan.step)" = 3 ]
	[ "$(meta out.t gan.images)" = 30 ]
}

@test "the model from -m, the data from standard input" {
	pipe -0 'gan-step -n 3 -m "$1" -o out.t - < "$2"' "$M" "$D"
	[ "$(meta out.t gan.step)" = 3 ]
	refuses 64 '*standard input is the model already*' gan-step -n 3 - <"$M"
}

@test "data sets are joined in order" {
	gan-data -n 40 -o a.t "$D"
	gan-data --skip 40 -o b.t "$D"
	gan-step --no-pg -z 0 -n 9 -m "$M" -o whole.t "$D"
	gan-step --no-pg -z 0 -n 9 -m "$M" -o parts.t a.t b.t
	cmp whole.t parts.t
}

@test "points train too" {
	gan-step -n 3 -m "$BATS_FILE_TMPDIR/points.t" -o out.t "$BATS_FILE_TMPDIR/ring.t"
	[ "$(meta out.t gan.step)" = 3 ]
}

@test "--to counts from the model's beginning" {
	gan-step -n 3 -m "$M" -o a.t "$D"
	gan-step --to 5 -m a.t -o a.t "$D"
	[ "$(meta a.t gan.step)" = 5 ]
	gan-step --to 2 -m a.t -o a.t
	[ "$(meta a.t gan.step)" = 5 ]
}

@test "-n 0 passes the model through with new settings and wants no data" {
	gan-step -n 0 -m "$M" -o a.t lr=.01 -b 7 -s 9
	[ "$(meta a.t gan.step)" = 0 ]
	[ "$(meta a.t gan.seed)" = 9 ]
	hyper=$(meta a.t gan.hyper)
	[[ $hyper == *'\nbatch=7\n'* && $hyper == *'\nlr=.01\n'* && $hyper == *'\nseed=9\n'* && $hyper != *lr.d* ]]
}

@test "settings stay in the model" {
	pipe -0 'gan-step -n 1 -m "$1" "$2" lr.d=3e-5 loss=minimax | gan-step -n 1 "$2" > out.t' "$M" "$D"
	hyper=$(meta out.t gan.hyper)
	[[ $hyper == *'\nlr.d=3e-5\n'* && $hyper == *'\nloss=minimax\n'* ]]
}

@test "every loss trains, goes on exactly, and says what it cannot bear" {
	losses=$(gan-init --describe mlp | awk -F '\t' '$1 == "loss" { gsub(/\|/, " ", $2); print $2 }')
	[[ $losses == *ns*wgan* ]]
	for loss in $losses; do
		gan-step --no-pg -z 0 -n 4 -m "$M" -o whole.t "$D" loss="$loss" d-update=joint
		pipe -0 'gan-step -n 1 -m "$1" "$2" loss="$3" d-update=joint | gan-step --no-pg -z 0 -n 3 "$2" > cut.t' "$M" "$D" "$loss"
		cmp whole.t cut.t
		cmp -s whole.t other.t && return 1
		mv whole.t other.t
	done
	for loss in $(gan-init --describe mlp | awk -F '\t' '$1 == "loss.g" { gsub(/\|/, " ", $2); print $2 }'); do
		gan-step --no-pg -z 0 -n 4 -m "$M" -o whole.t "$D" loss.g="$loss"
		pipe -0 'gan-step -n 1 -m "$1" "$2" loss.g="$3" | gan-step --no-pg -z 0 -n 3 "$2" > cut.t' "$M" "$D" "$loss"
		cmp whole.t cut.t
	done
	for loss in ragan rahinge rsgan; do
		refuses 64 "*loss=$loss*d-update=joint*" gan-step -n 1 -o out.t -m "$M" "$D" loss=$loss d-update=split
	done
	[ ! -e out.t ]
}

@test "labels: noisy and flipped ones go on exactly, and losses without labels refuse them" {
	set -- label-real=.7:1.2 label-fake=0:.3 label-flip=.1
	gan-step --no-pg -z 0 -n 4 -m "$M" -o whole.t "$D" "$@"
	gan-step -n 1 -m "$M" -o part.t "$D" "$@"
	gan-step --no-pg -z 0 -n 3 -j 1 -m part.t -o part.t "$D"
	cmp whole.t part.t
	gan-step --no-pg -z 0 -n 4 -m "$M" -o plain.t "$D" label-real=1 label-fake=0 label-flip=0
	run -1 cmp -s whole.t plain.t
	refuses 64 '*label-real=.9*loss=wgan*label-real=1*' gan-step -n 1 -o out.t -m "$M" "$D" loss=wgan label-real=.9
	refuses 64 '*label-fake=0:.1*loss=hinge*' gan-step -n 1 -o out.t -m "$M" "$D" loss=hinge label-fake=0:.1
	refuses 64 '*label-flip=.1*loss=ragan*' gan-step -n 1 -o out.t -m "$M" "$D" loss=ragan d-update=joint label-flip=.1
	refuses 64 '*label-real=.9:*A:B*' gan-step -n 1 -o out.t -m "$M" "$D" label-real=.9:
	refuses 64 '*label-real=1:.9*ends below*' gan-step -n 1 -o out.t -m "$M" "$D" label-real=1:.9
	refuses 64 '*label-fake=3*-2..2*' gan-step -n 1 -o out.t -m "$M" "$D" label-fake=3
	[ ! -e out.t ]
}

@test "feature matching: its layer, and what it cannot bear" {
	gan-step --no-pg -n 2 -m "$M" -o a.t "$D" loss.g=fm
	gan-step --no-pg -n 2 -m "$M" -o b.t "$D" loss.g=fm fm-layer=main.0
	run -1 cmp -s a.t b.t
	gan-step -n 1 -m b.t -o c.t "$D" loss=ns fm-layer=
	refuses 65 "*net 'd' has no layer 'h'*main.0*" gan-step -n 1 -o out.t -m "$M" "$D" loss.g=fm fm-layer=h
	refuses 64 '*fm-layer=main.0*loss.g=fm*' gan-step -n 1 -o out.t -m "$M" "$D" fm-layer=main.0
	gan-step -n 1 -m b.t -o c.t "$D" loss=ns # it waits
	refuses 64 '*loss=fm*expected one of*' gan-step -n 1 -o out.t -m "$M" "$D" loss=fm
	printf 'net g\ninput z 2\nmain linear out=2\noutput\nnet d\ninput x 2\nmain linear out=1\noutput\n' | gan-init - -o flat.t
	refuses 65 "*net 'd' has no hidden layer*" gan-step -n 1 -o out.t -m flat.t "$BATS_FILE_TMPDIR/ring.t" loss.g=fmabs
	[ ! -e out.t ]
}

@test "latents: every distribution trains, and gan-sample draws from the one that the model has" {
	gan-step --no-pg -n 2 -m "$M" -o base.t "$D"
	gan-sample -n 4 -t --no-pg <base.t >last.s
	for set in z-dist=uniform z-dist=sphere z-dist=truncated z-dist=truncated\ z-truncate=.5; do
		# shellcheck disable=SC2086 # words
		gan-step -n 2 -m "$M" -o m.t "$D" $set
		# shellcheck disable=SC2086
		gan-step --no-pg -n 0 -m base.t $set | gan-sample -n 4 -t --no-pg >s
		run -1 cmp -s s last.s
		mv s last.s
	done
	refuses 64 '*z-truncate=1*z-dist=normal*z-truncate=2*' gan-step -n 1 -o out.t -m "$M" "$D" z-truncate=1
	gan-init mlp like="$D" z=1 hidden.g=8 hidden.d=8 batch=10 -o one.t
	refuses 64 '*z-dist=sphere*one number*' gan-step -n 1 -o out.t -m one.t "$D" z-dist=sphere
	[ ! -e out.t ]
}

@test "penalties of the derivative refuse batch norm in d, those of the whole loss split updates" {
	local r
	gan-init dcgan like="$D" z=4 ngf=2 ndf=2 batch=6 -o bn.t
	gan-init dcgan like="$D" z=4 ngf=2 ndf=2 batch=6 norm.d=lnorm -o ln.t
	for r in gp r1 r2 dragan; do
		refuses 64 "*$r=:*'main.3' of net d is batch norm*norm.d=none*" gan-step -n 1 -m bn.t "$D" $r=1
		gan-step -n 1 -m ln.t -o /dev/null "$D" $r=1
	done
	gan-step -n 1 -m bn.t -o /dev/null "$D" drift=1e-3 ortho=1e-4 lecam=.1 bcr=1 zcr=.1 hist=.1 clip=.1
	printf '%s\n' 'net g' 'input z 4' '0 linear out=2' 'output' 'net d' 'input x 2' 'mixed normalise axes=n' \
		'1 linear out=1' 'output' > mixed.net
	gan-init mixed.net batch=10 -o mixed.t
	refuses 64 "*gp=:*'mixed'*batch norm*" gan-step -n 1 -m mixed.t "$BATS_FILE_TMPDIR/ring.t" gp=1
	for r in gp=10 drift=1 ortho.d=1 hist.d=1 zcr.d=1; do
		refuses 64 "*${r%%[.=]*}=:*d-update=joint*" gan-step -n 1 -m ln.t "$D" $r d-update=split
	done
	gan-step -n 1 -m ln.t -o /dev/null "$D" d-update=split ortho.g=1 hist.g=1 zcr.g=.1 clip=.1
	refuses 64 "*gp-sides=both*one|two*" gan-step -n 1 -m ln.t "$D" gp=1 gp-sides=both
	for r in gp-target=2 gp-sides=one dragan-spread=1 lecam-ema=.5 bcr-augment=flip bcr-noise=1 zcr-noise=1; do
		refuses 64 "*$r: acts beside ${r%%-*}= only*" gan-step -n 1 -m ln.t "$D" $r
	done
	gan-step -n 1 -m ln.t -o /dev/null "$D" zcr.g=.1 zcr-noise=1
	refuses 64 '*bcr-noise=*pictures*' gan-step -n 1 -m ln.t "$D" bcr=1 bcr-noise=.2
	refuses 64 '*bcr-augment=flip*points*' gan-step -n 1 -m "$BATS_FILE_TMPDIR/points.t" "$BATS_FILE_TMPDIR/ring.t" bcr=1 \
		bcr-augment=flip d-update=joint
	refuses 64 "*gp=-1*" gan-step -n 1 -m ln.t "$D" gp=-1
	refuses 64 "*bcr-augment=turn*" gan-step -n 1 -m ln.t "$D" bcr=1 bcr-augment=turn
}

@test "clip: d's weights are clipped before its update, so an update of 0 leaves them so" {
	gan-step -n 1 -m "$M" -o c.t "$D" clip=.01 lr.d=0
	pipe -0 'gan-stat -w tensors c.t | awk -F"\t" "NR == 1 { for (i = 1; i <= NF; i++) at[\$i] = i; next }
		\$2 ~ /^d[.]/ { n++; if (\$at[\"min\"] < -.0100001 || \$at[\"max\"] > .0100001) bad++ } END { print n, bad + 0 }"'
	[[ $output =~ ^[1-9][0-9]*\ 0$ ]]
}

@test "unknown and impossible settings are refused, and nothing is written" {
	refuses 64 "*'betta1'*'beta1'*" gan-step -n 1 -o out.t -m "$M" "$D" betta1=.5
	refuses 64 '*batch=0*1..65536*' gan-step -n 1 -o out.t -m "$M" "$D" -b 0
	refuses 64 "*'gp.d'*give gp=*" gan-step -n 1 -o out.t -m "$M" "$D" gp.d=1
	refuses 64 '*lr=fast*' gan-step -n 1 -o out.t -m "$M" "$D" lr=fast
	refuses 64 '*optim=adamw*adam|rmsprop|sgd*' gan-step -n 1 -o out.t -m "$M" "$D" optim=adamw
	[ "$(ls)" = "" ]
}

@test "balance that makes no sense is refused" {
	refuses 64 '*accum=3*batch=12*' gan-step -n 1 -o out.t -m "$M" "$D" d-update=joint accum=3
	refuses 64 '*accum=2*d-update=joint*' gan-step -n 1 -o out.t -m "$M" "$D" d-update=split accum=2
	refuses 64 '*unroll=2*accum=1*' gan-step -n 1 -o out.t -m "$M" "$D" d-update=joint accum=2 unroll=2
	refuses 64 '*d-boost*d-skip*give one*' gan-step -n 1 -o out.t -m "$M" "$D" d-boost=100 d-skip=1
	refuses 64 '*loss=wgan*d-skip*' gan-step -n 1 -o out.t -m "$M" "$D" d-update=joint loss=wgan d-skip=.5
	refuses 64 '*lr-end=9*lr-schedule=cosine*' gan-step -n 0 -o out.t -m "$M" lr-end=9
	refuses 64 '*d-boost-every=9*d-boost=*' gan-step -n 0 -o out.t -m "$M" d-boost-every=9
	refuses 64 '*lr-end=5*' gan-step -n 1 -o out.t -m "$M" "$D" lr-schedule=linear lr-start=5 lr-end=5
	refuses 64 '*lr-steps*' gan-step -n 1 -o out.t -m "$M" "$D" lr-schedule=steps lr-steps=5,4
	refuses 64 '*lr-schedule=fast*' gan-step -n 1 -o out.t -m "$M" "$D" lr-schedule=fast
	[ "$(ls)" = "" ]
}

@test "what would do nothing is refused, but a model goes on by the command that began it" {
	local s
	for s in adv=pgd style-weight=3 tv=.5 content-layers=x statistic=w2; do
		refuses 64 "*$s: objective gan does nothing with it*" gan-step -n 1 -m "$M" "$D" "$s"
	done
	refuses 64 '*-n and --to*' gan-step -n 1 --to 3 -m "$M" "$D"
	refuses 64 '*named 2 times*' gan-step -n 1 -m "$M" - - < "$D"
	refuses 64 '*order=simultaneous*order=alternating*' gan-step -n 1 -m "$M" "$D" d-update=joint unroll=1 order=simultaneous
	refuses 64 '*d-boost=3*no step*' gan-step -n 1 -m "$M" "$D" d-boost=3 d-boost-first=0 d-boost-every=0
	refuses 64 '*label-flip=.1*the same*' gan-step -n 1 -m "$M" "$D" label-flip=.1 label-real=.5 label-fake=.5
	refuses 64 '*bcr=*bcr-augment=none*' gan-step -n 1 -m "$M" "$D" d-update=joint bcr=1 bcr-augment=none
	refuses 64 '*zcr=*zcr-noise=0*' gan-step -n 1 -m "$M" "$D" d-update=joint zcr=1 zcr-noise=0
	gan-step -n 3 -m "$M" -o three.t "$D" lr-schedule=linear lr-end=2 inst-noise=.1 inst-noise-steps=2 lr-warmup=2
	gan-step -n 1 -m three.t -o /dev/null "$D" lr-schedule=linear lr-end=2 inst-noise=.1 inst-noise-steps=2 lr-warmup=2
	for s in lr-end=3 inst-noise-steps=3 lr-warmup=1; do
		refuses 64 "*$s: the model has made 3 steps*" gan-step -n 1 -m three.t "$D" "$s"
	done
	gan-step -n 1 -m three.t -o /dev/null "$D" lr-end=4
}

@test "packing and layers that compare samples: what they need" {
	gan-init dcgan like="$D" z=4 ngf=2 ndf=2 batch=6 pack=2 -o two.t
	gan-init dcgan like="$D" z=4 ngf=2 ndf=2 batch=6 -o one.t
	refuses 64 '*pack=2*made to judge 1 sample at once*pack=1*' gan-step -n 1 -m one.t "$D" pack=2
	refuses 64 '*pack=1*made to judge 2 samples at once*pack=2*' gan-step -n 1 -m two.t "$D" pack=1
	gan-init mlp like="$D" z=4 hidden.g=8 hidden.d=8 batch=6 norm.d=bn d-update=joint -o bn.t
	refuses 64 "*net d: layer '*' bn*one at a time*" gan-step -n 1 -m bn.t "$D" batch=1
	refuses 64 "*net d: layer '*' bn*one at a time*" gan-step -n 1 -m bn.t "$D" accum=6
	gan-init mlp like="$D" z=4 hidden.g=8 hidden.d=8 batch=6 mbstd=3 d-update=joint -o std.t
	refuses 64 "*net d: layer '*' mbstd*one at a time*" gan-step -n 1 -m std.t "$D" batch=1
	refuses 65 '*mbstd: 4 samples at a time*group=3*' gan-step -n 1 -m std.t "$D" batch=4
	printf '%s\n' 'net g' 'input z 4' '0 linear out=2' 'output' 'net d' 'input x 2' 'm mean axes=n keep=1' '- sub from=x,m' \
		'1 linear out=1' 'output' > across.net
	gan-init across.net batch=10 -o across.t
	refuses 64 "*gp=:*'m' mean of net d works along axis n*" gan-step -n 1 -m across.t "$BATS_FILE_TMPDIR/ring.t" gp=1
}

# One linear layer for each net: what a step did can be read off.
plain_nets() {
	printf '%s\n' 'net g' 'input z 2' '0 linear out=2 init=constant:1' 'output' 'net d' 'input x 2' \
		'0 linear out=1 init=constant:3' 'output' | gan-init - batch=10 -o plain.t
}
column_of() { awk -F '\t' -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next } { print $c }' "$2"; }

@test "clip: both updates of d-update=split are of clipped weights" {
	plain_nets
	gan-step -n 1 -m plain.t -o /dev/null --log l.tsv "$BATS_FILE_TMPDIR/ring.t" d-update=split loss=wgan clip=.0001 optim=sgd \
		lr.d=1000 lr.g=0
	column_of d.fake l.tsv | awk '{ exit !($1 > -.01 && $1 < .01) }'
}

@test "unroll: G goes against D's whole loss, labels and all" {
	plain_nets
	gan-step -n 1 -m plain.t -o /dev/null --log l.tsv "$BATS_FILE_TMPDIR/ring.t" unroll=1 loss=minimax lr.d=0 label-real=.5
	paste <(column_of d.loss l.tsv) <(column_of g.loss l.tsv) | awk '{ s = $1 + $2; exit !($1 > 1 && s > -1e-5 && s < 1e-5) }'
}

@test "the terms of both nets are in the log" {
	gan-step -n 1 -m "$M" -o /dev/null --log l.tsv "$D" d-update=joint zcr=.5 ortho.g=1
	run -0 head -n 1 l.tsv
	[[ $output == *$'\tortho\tzcr.d\tzcr.g\t'* ]]
}

@test "how often D was skipped is in the log, and -v sums it" {
	run -0 --separate-stderr gan-step -v -n 30 --log log.tsv -m "$M" -o out.t "$D" d-update=joint d-skip=1.3
	n=$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "d.skipped") c = i; next } { n += $c } END { print n }' log.tsv)
	[ "$n" -gt 0 ]
	[ "$n" -lt 30 ]
	[[ $stderr == *"d-skip: D was not updated in $n of 30 steps"* ]]
	gan-step -n 1 -m out.t -o out.t "$D" d-skip=0
	run -0 gan-stat -w tensors out.t
	[[ $output != *skip.d* ]]
}

@test "--every on standard output is a series, with the model at the end" {
	gan-step --every 2 -n 5 -m "$M" "$D" >series.t
	pipe -0 'gan-sample -1 -n 1 < series.t | pamfile -allimages'
	[ "${#lines[@]}" -eq 3 ]
	gan-step -n 0 -m series.t --record 0 -o a.t
	[ "$(meta a.t gan.step)" = 2 ]
	gan-step -n 0 -m series.t -o a.t
	[ "$(meta a.t gan.step)" = 5 ]
	gan-step --no-pg -n 5 -z 0 -m "$M" -o b.t "$D"
	gan-step --no-pg -n 0 -z 0 -m series.t -o a.t
	cmp a.t b.t
	refuses 65 '*record 3, found 3 records*' gan-step -n 0 -m series.t --record 3
}

@test "--every counts from the beginning, so that a film does not depend on where it was cut" {
	gan-step --every 4 -n 6 -m "$M" "$D" >a.t
	gan-step --every 4 -n 2 -m a.t "$D" >b.t
	run -0 gan-stat b.t
	[ "$(grep -c '^record' <<<"$output")" -eq 1 ]
	[[ $output == *'step 8'* ]]
}

@test "--every with -o replaces the file" {
	gan-step --every 2 -n 5 -m "$M" -o out.t "$D"
	[ "$(meta out.t gan.step)" = 5 ]
	[ "$(ls)" = out.t ]
}

@test "in place: -m and -o may be one file" {
	cp "$M" m.t
	gan-step -n 2 -m m.t -o m.t "$D"
	gan-step -n 2 -m m.t -o m.t "$D"
	[ "$(meta m.t gan.step)" = 4 ]
}

@test "--log has a header, a line a step, and appends" {
	gan-step -n 3 --log log.tsv -m "$M" -o a.t "$D"
	gan-step -n 2 --log log.tsv -m a.t -o a.t "$D"
	[ "$(wc -l <log.tsv)" -eq 6 ]
	run -0 head -n 1 log.tsv
	[ "$output" = "$(printf 'step\timages\td.loss\td.real\td.fake\tg.loss\td.acc.real\td.acc.fake\td.grad\tg.grad\timages/s')" ]
	run -0 awk -F '\t' 'NF != 11 { exit 1 } NR > 1 && ($1 != NR - 1 || $2 != 10 * $1 || $3 + 1e-4 < $4 + $5 || $3 - 1e-4 > $4 + $5) { exit 2 }' log.tsv
	refuses 73 '*no/log.tsv*' gan-step -n 1 --log no/log.tsv -m "$M" -o b.t "$D"
	run -74 gan-step -n 1 --log /dev/full -m "$M" -o b.t "$D"
}

@test "the model carries its log" {
	gan-step -n 5 -m "$M" -o a.t "$D"
	run -0 gan-stat -w log a.t
	[[ $output == *d.loss* && $output == *g.grad* ]]
}

@test "ema=0 drops the averages, another optimiser the moments" {
	gan-step -n 2 -m "$M" -o a.t "$D"
	run -0 gan-stat -w tensors a.t
	[[ $output == *ema.g.main.0.weight* && $output == *adam.v.d.main.0.weight* ]]
	gan-step -n 2 -m a.t -o a.t "$D" ema=0 optim=sgd momentum.g=.5
	run -0 gan-stat -w tensors a.t
	[[ $output != *ema.g* && $output != *adam.* && $output == *sgd.b.g.main.0.weight* && $output != *sgd.b.d* ]]
}

@test "a run that diverges ends with 3, names the step, and writes the last good model" {
	local m=$BATS_FILE_TMPDIR/points.t d=$BATS_FILE_TMPDIR/ring.t
	run -3 --separate-stderr gan-step -n 50 -m "$m" -o out.t "$d" optim=sgd lr=1e6 weight-decay=1
	[[ $stderr == 'gan-step: step '*'diverged'* ]]
	step=$(meta out.t gan.step)
	[ "$step" -lt 50 ]
	[[ $stderr == *"step $((step + 1)):"* ]]
	pipe -3 'gan-step -n 50 -m "$1" "$2" optim=sgd lr=1e6 weight-decay=1 > out.t' "$m" "$d"
	gan-step -n 0 -m out.t -o again.t
}

@test "data that do not fit the model" {
	gan-data --toy glyphs -n 20 -S 28x28 -C gray -o big.t
	refuses 65 '*16x16*1 channel*28x28*gan-data -S 16x16*' gan-step -n 1 -m "$M" -o out.t big.t
	gan-data -C rgb -o rgb.t "$D"
	refuses 65 '*-C gray*' gan-step -n 1 -m "$M" -o out.t rgb.t
	refuses 65 '*expected pictures, found points*' gan-step -n 1 -m "$M" -o out.t "$BATS_FILE_TMPDIR/ring.t"
	refuses 64 '*no data*gan-data*' gan-step -n 1 -m "$M" -o out.t
	refuses 66 '*nowhere.t*' gan-step -n 1 -m "$M" -o out.t nowhere.t
	refuses 65 '*data*model*' gan-step -n 1 -m "$M" -o out.t "$M"
	[ "$(ls)" = "$(printf 'big.t\nrgb.t')" ]
}

@test "what is not a model" {
	refuses 65 '*expected a model*data*' gan-step -n 1 -m "$D" -o out.t "$D"
	refuses 65 '*' gan-step -n 1 -o out.t "$D" </dev/null
	head -c 3000 "$M" >cut.t
	refuses 65 '*cut.t*' gan-step -n 1 -m cut.t -o out.t "$D"
	[ "$(ls)" = cut.t ]
	pipe -65 'head -c 3000 "$1" | gan-step -n 1 "$2" | gan-sample > out.ppm' "$M" "$D"
}

@test "nets that the objective cannot train" {
	printf 'net g\ninput z 4\na linear out=1\noutput\n' >g.net
	gan-init g.net -o g.t
	refuses 65 '*no net d*' gan-step -n 1 -m g.t -o out.t "$D"
	printf 'net g\ninput z 4\na linear out=256\n- view to=1,16,16\noutput range=-1:1\nnet d\ninput x image 16 16 1 range=0:1\n- flatten\nb linear out=1\noutput\n' >r.net
	gan-init r.net -o r.t
	refuses 65 '*range=-1:1*range=0:1*' gan-step -n 1 -m r.t -o out.t "$D"
	printf 'net g\ninput z 4\ninput y label 3\na linear out=256 from=z\n- view to=1,16,16\noutput range=0:1\nnet d\ninput x image 16 16 1 range=0:1\n- flatten\nb linear out=1\noutput\n' >y.net
	gan-init y.net -o y.t
	refuses 65 '*net g*2 inputs*' gan-step -n 1 -m y.t -o out.t "$D"
}

@test "outputs that fail" {
	refuses 73 '*no/out.t*' gan-step -n 1 -m "$M" -o no/out.t "$D"
	run -74 bash -c 'gan-step -n 1 -m "$1" "$2" > /dev/full' _ "$M" "$D"
	cp "$M" out.t
	run -74 gan-step -n 1 -m "$M" -o /dev/full "$D"
}

@test "SIGTERM: the step is finished, a whole model written" {
	gan-step -n 1000000 --log log.tsv -m "$M" "$D" >out.t 3>&- &
	pid=$!
	until_step
	kill -TERM $pid
	ends 143 $pid
	step=$(meta out.t gan.step)
	[ "$step" -gt 2 ] && [ "$step" -lt 1000000 ]
	[ "$(tail -n 1 log.tsv | cut -f1)" = "$step" ]
}

@test "SIGHUP ends it likewise, but not where it was ignored at start" {
	# the tests themselves may run under nohup
	env --default-signal=HUP gan-step -n 1000000 --log log.tsv -m "$M" -o out.t "$D" 3>&- &
	pid=$!
	until_step
	kill -HUP $pid
	ends 129 $pid
	[ "$(ls out.t)" = out.t ]
	rm log.tsv
	(trap '' HUP && exec gan-step -n 100000 --log log.tsv -m "$M" -o out.t "$D" 3>&-) &
	pid=$!
	until_step
	kill -HUP $pid
	sleep .2
	kill -TERM $pid
	ends 143 $pid
}

@test "a signal before the model has come: it is read and passed on" {
	mkfifo model
	gan-step -n 1000000 -o out.t "$D" <model 3>&- &
	pid=$!
	exec 7>model
	sleep .3
	kill -TERM $pid
	sleep .1
	cat "$M" >&7
	exec 7>&-
	ends 143 $pid
	[ "$(meta out.t gan.step)" = 0 ]
	gan-step --no-pg -n 0 -z 0 -m "$M" -o a.t
	gan-step --no-pg -n 0 -z 0 -m out.t -o b.t
	cmp a.t b.t
}

@test "a second signal ends at once and leaves nothing" {
	mkfifo model
	gan-step -n 10 -o out.t "$D" <model 3>&- &
	pid=$!
	exec 7>model
	sleep .3
	kill -TERM $pid
	sleep .1
	kill -TERM $pid
	ends 143 $pid
	exec 7>&-
	[ "$(ls)" = model ]
}

@test "kill -9 never damages the file that -o names" {
	cp "$M" out.t
	for t in .05 .1 .2 .3; do
		gan-step -n 1000000 --every 1 -m out.t -o out.t "$D" 3>&- &
		sleep $t
		kill -KILL $!
		wait $! || true
		gan-step -n 0 -m out.t -o /dev/null
	done
}

@test "provenance: each stage once, equal stages counted, none with --no-pg" {
	pipe -0 'gan-step -n 1 -m "$1" "$2" | gan-step -n 1 "$2" | gan-step -n 1 "$2" > a.t' "$M" "$D"
	run -0 gan-stat -w pg a.t
	[ "$(grep -c 'gan-step -n 1' <<<"$output")" -eq 2 ]
	[ "$(grep -c 'gan-data' <<<"$output")" -eq 1 ]
	gan-step --no-pg -n 1 -m a.t -o a.t "$D"
	run -0 gan-stat -w pg a.t
	[[ $output != *gan-step* ]]
}

@test "-v says where the model stands and the three amounts of memory" {
	run -0 --separate-stderr gan-step -v -n 2 -m "$M" -o a.t "$D"
	[[ $stderr == *'step 0, 0 images, seed 5'*'memory: store '*' MB, data '*' MB, plan '* ]]
	run -0 --separate-stderr gan-step --profile -n 2 -m "$M" -o a.t "$D"
	[[ $stderr == *matmul* ]]
	run -0 --separate-stderr gan-step -n 2 -m "$M" -o a.t "$D"
	[ "$stderr" = "" ]
}

@test "GAN_MAX_BYTES bounds the plan" {
	run -71 env GAN_MAX_BYTES=100K gan-step -n 1 -b 60000 -m "$M" -o out.t "$D"
}

# bf16 STATUS...: what this CPU does with it: 0 or 69
has_bf16() { gan-step -n 1 -m "$M" -o bf16.t "$D" precision=bf16 2>err || [ $? -eq 69 -a ! -e bf16.t ]; }

@test "precision=bf16 trains, or is refused with its cure" {
	has_bf16
	if [ ! -e bf16.t ]; then
		refuses 69 'gan-step: *precision=bf16: expected a CPU with *, found neither (give precision=f32*' \
			gan-step -n 1 -m "$M" -o o.t "$D" precision=bf16
		return
	fi
	gan-stat -w hyper bf16.t | grep -q "precision	bf16"
	gan-step -n 1 -m "$M" -o f32.t "$D"
	run -1 cmp -s <(gan-step --no-pg -n 0 -z 0 -m f32.t) <(gan-step --no-pg -n 0 -z 0 -m bf16.t precision=f32)
	gan-step -v -n 1 -m bf16.t -o o.t "$D" 2>err
	grep -q "precision: bf16 products (a" err
}

@test "a model of bf16 samples and goes on in f32" {
	gan-init mlp like="$D" z=4 hidden.g=8 hidden.d=8 batch=10 precision=bf16 -o m.t
	gan-stat -w hyper m.t | grep -q "precision	bf16"
	gan-sample -n 4 -m m.t >a.pnm 2>err
	[ ! -s err ]
	gan-sample -v -n 4 -m m.t 2>err >b.pnm
	grep -q "precision: trained with bf16 products, sampled in f32" err
	cmp a.pnm b.pnm
	gan-step -n 2 -m m.t -o o.t "$D" precision=f32
	gan-stat -w hyper o.t | grep -q "precision	f32"
}

@test "precision=auto is stored as what it became" {
	want=$(grep -qw amx_bf16 /proc/cpuinfo 2> /dev/null && echo bf16 || echo f32)
	gan-step -n 0 -m "$M" -o o.t precision=auto
	gan-stat -w hyper o.t | grep -q "precision	$want"
	gan-init mlp like="$D" precision=auto -o i.t
	gan-stat -w hyper i.t | grep -q "precision	$want"
	gan-step -n 1 -m i.t -o o.t "$D"
}

# the values of a model's tensors whose names begin so
values() {
	gan-stat -w tensors --json "$1" | grep "\"name\":\"$2" | cut -d , -f 2-
}

@test "freeze: layers stay as they are, and what they had of moments goes" {
	gan-step -n 3 -m "$M" -o a.t "$D"
	gan-step -n 3 freeze=d.main.0 weight-decay=.1 clip=.01 -m a.t -o b.t "$D"
	diff <(values a.t d.main.0) <(values b.t d.main.0)
	run -1 diff <(values a.t d.main.2) <(values b.t d.main.2)
	run -1 diff <(values a.t g.main.0) <(values b.t g.main.0)
	[ -n "$(values a.t adam.m.d.main.0)" ]
	[ -z "$(values b.t adam.m.d.main.0)" ]
	[ -n "$(values b.t adam.m.d.main.2)" ]
	# it is a setting of the model: cut and resumed, and thawed
	gan-step --no-pg -n 3 freeze=d.main.0 weight-decay=.1 clip=.01 -m a.t -o b.t "$D"
	gan-step -n 2 freeze=d.main.0 weight-decay=.1 clip=.01 -m a.t "$D" | gan-step --no-pg -n 1 "$D" >c.t
	same_content b.t c.t
	gan-step -n 1 freeze=none -m b.t -o d.t "$D"
	run -1 diff <(values a.t d.main.0) <(values d.t d.main.0)
	# a name stands for all below it, and for no other that begins so
	printf 'net g\ninput z 2\na.1 linear out=4\na.10 linear out=4\nb linear out=2\noutput\n' >t.net
	printf 'net d\ninput x 2\nc linear out=1\noutput\n' >>t.net
	gan-init t.net batch=10 -o t.t
	gan-step -n 2 freeze=g.a.1 -m t.t -o u.t "$BATS_FILE_TMPDIR/ring.t"
	diff <(values t.t 'g.a.1\.') <(values u.t 'g.a.1\.')
	run -1 diff <(values t.t 'g.a.10') <(values u.t 'g.a.10')
	gan-step -n 2 freeze=g.a -m t.t -o v.t "$BATS_FILE_TMPDIR/ring.t"
	diff <(values t.t 'g.a') <(values v.t 'g.a')
	run -1 diff <(values t.t 'g.b') <(values v.t 'g.b')
}

@test "freeze: what is not there" {
	refuses 64 "*freeze=d.mian.0: no layer 'd.mian.0' has weights*" gan-step -n 1 freeze=d.mian.0 -m "$M" "$D"
	refuses 64 "*no layer 'x.main.0'*" gan-step -n 1 freeze=x.main.0 -m "$M" "$D"
	refuses 64 "*no layer ''*" gan-step -n 1 freeze=d.main.0,,d.main.2 -m "$M" "$D"
	refuses 64 '*freeze=d: leaves nothing of net d to train*' gan-step -n 1 freeze=d -m "$M" "$D"
}
