#!/usr/bin/env bats
# gan-init: architectures, texts, models and foreign weights.
load helper

# A text and weights that fit it, made without PyTorch: c has conv a [2,1,3,3] and bias, bn b.
small_net() {
	cat >small.net <<-'END'
	net c
	input x image 4 4 1
	a  conv out=2 k=3 p=1
	b  bn
	-  relu
	END
}

tensors() { gan-stat -w tensors "$1"; }

@test "every architecture makes a model that trains, samples and goes on" {
	local a
	gan-data --toy glyphs -n 40 >d.t
	gan-data -x -n 1 d.t >style.pgm
	for a in $(gan-init --list | cut -f 1); do
		if [ "$a" = styletx ]; then # a transformer
			gan-init "$a" channels=1 width=4 blocks=1 style=style.pgm batch=2 >m.t
			pipe -0 'gan-step -n 2 d.t <m.t | gan-step -n 1 d.t | gan-sample -i style.pgm >s.pgm'
			[ "$(head -c 2 s.pgm)" = P5 ]
			continue
		fi
		gan-init "$a" like=d.t batch=8 >m.t
		if ! grep -q '^net g' <(gan-init "$a" --text); then # a classifier
			pipe -0 'gan-step -n 2 d.t <m.t | gan-step -n 1 d.t | gan-stat -M accuracy -f - d.t'
			continue
		fi
		pipe -0 'gan-step -n 2 d.t <m.t | gan-step -n 1 d.t | gan-sample -n 4 >s.pgm'
		[ "$(head -c 2 s.pgm)" = P5 ]
	done
}

@test "dcgan: every size, also oblong" {
	local s
	for s in 16x16 28x28 32x32 32x64 64x16 28x64 256x256; do
		gan-init dcgan size=$s ngf=2 ndf=2 channels=2 --text >t
		run gan-stat -w net <(gan-init dcgan size=$s ngf=2 ndf=2 channels=2)
		[ "$status" -eq 0 ]
		[[ $(grep -c "^input x image ${s#*x} ${s%x*} 2 " t) = 1 ]]
		[[ $output == *"[1,${s#*x},${s%x*},2]"* ]]
		[[ $output == *"[1,1,1,1]"* ]]
	done
	refuses 64 "*size=30x28: dcgan makes pictures with sides of 16, 28*gan-data -S*" gan-init dcgan size=30x28
}

@test "dcgan at 64x64 has the example's layers" {
	gan-init dcgan >m.t
	run gan-stat -w net m.t
	[[ $output == *$'main.12\tconvt\t[1,64,64,3]\t3072\t'* ]]
	[[ $output == *$'main.8\tconv\t[1,4,4,512]\t2097152\t'* ]]
	[ "$(awk '$4 == "total" { n += $(NF - 1) } $3 == "total" { n += $(NF - 1) } END { print n }' <<<"$output")" = 6342272 ]
	run tensors m.t
	[[ $output == *g.main.0.weight*"[100,512,4,4]"* ]]
	[[ $output == *d.main.11.weight*"[1,512,4,4]"* ]]
	[[ $output == *d.main.3.running_var* ]]
	run gan-stat -w hyper m.t
	[[ $output == *beta1*0.5* && $output == *z*shared* && $output == *d-update*joint* ]]
}

@test "mlp as it stands, deeper, and for points" {
	run gan-init mlp --text
	[ "$(grep -c linear <<<"$output")" = 4 ]
	[[ $output == *"linear out=256 init=glorot"* && $output == *"output range=0:1"* ]]
	run gan-init mlp hidden.g=256,512,1024 hidden.d=784,392 act=lrelu norm.g=bn bn.momentum=.2 out=tanh --text
	[ "$(grep -c linear <<<"$output")" = 7 ]
	[ "$(grep -c 'bn momentum=.2' <<<"$output")" = 3 ]
	[[ $output == *"range=-1:1"* ]]
	run gan-init mlp points=2 z=3 --text
	[[ $output == *"input z 3"* && $output == *"input x 2"* ]]
	refuses 64 "*hidden.g=256,x: expected sizes*" gan-init mlp hidden.g=256,x
	refuses 64 "*init: expected normal:S*found 'norml'" gan-init mlp init=norml
}

@test "mlp: activations of one net, maxout, norms; a norm takes the bias away" {
	run -0 gan-init mlp points=2 z=2 hidden.g=8,9 norm.g=bn hidden.d=3,4 act.d=maxout pieces=6 norm.d=lnorm act=tanh --text
	[ "$(grep -c 'bias=0' <<<"$output")" = 4 ]
	[ "$(grep -c 'maxout k=6' <<<"$output")" = 2 ]
	[ "$(grep -cx -- '- *tanh' <<<"$output")" = 2 ]
	[[ $output == *"linear out=18 bias=0"* && $output == *"linear out=24 bias=0"*"lnorm"* ]]
	run -0 gan-init mlp init=orthogonal:1.4 --text
	[[ $output == *"init=orthogonal:1.4"* && $output != *bias=0* ]]
}

@test "pack makes D's input wider and is training's too" {
	gan-data --toy ring -n 60 -o ring.t
	gan-data --toy glyphs -n 24 -C rgb -o pic.t
	gan-init mlp like=ring.t pack=3 --text | grep -qx 'input x 6'
	gan-init dcgan like=pic.t pack=2 --text | grep -qx 'input x image 28 28 6 range=-1:1'
	gan-init mlp like=ring.t pack=3 z=2 hidden.d=8 act.d=maxout batch=6 | gan-step -n 2 ring.t -o p.t
	gan-stat -w hyper p.t | grep -q $'pack\t3'
	local a
	for a in "dcgan ngf=4 ndf=4 norm.d=none" "stacked ndf=2" "mlp hidden.d=8"; do
		gan-init $a like=pic.t pack=2 z=4 batch=4 >m.t
		gan-step -n 2 pic.t <m.t | gan-sample -n 2 -o s.ppm
		refuses 64 "*pack=1: net d was made to judge 2 samples at once*" gan-step -n 1 pack=1 -m m.t pic.t
		refuses 64 "*batch=5 is no multiple*batch=6*" gan-step -n 1 batch=5 -m m.t pic.t
	done
	gan-init stacked like=pic.t pack=2 --text >s.net
	gan-init s.net like=pic.t pack=2 >s.t
	refuses 65 "*x is 28x28 with 6 channels*" gan-init s.net like=pic.t
	refuses 64 "*pack=0: out of range*" gan-init mlp pack=0
}

@test "sn: on each layer with a weight of a net, and D loses its norm unless told" {
	local a
	for a in dcgan stacked mlp; do
		run -0 gan-init $a sn=d --text
		[ "$(sed -n '/^net d/,$p' <<<"$output" | grep -c 'sn=1')" = "$(sed -n '/^net d/,$p' <<<"$output" | grep -cE 'linear|conv')" ]
		[[ ${output%%net d*} != *sn=1* && ${output##*net d} != *bn* ]]
		run -0 gan-init $a sn=both norm.d=bn --text
		[[ ${output%%net d*} == *sn=1* && ${output##*net d} == *bn* ]]
	done
}

@test "mbstd and mbdisc stand before D's last layer, vbn in G; step, sample, refusals" {
	gan-data --toy glyphs -n 20 -C gray -S 16x16 -o b.t
	local a
	for a in "dcgan ngf=2 ndf=2" "stacked ngf=2 ndf=2" "mlp hidden.g=8 hidden.d=8"; do
		run -0 gan-init $a like=b.t mbstd=2 mbdisc=3 --text
		[[ $output == *"mbstd group=2"*"mbdisc kernels=3"*"linear out=1"* ]]
		gan-init $a like=b.t mbstd=2 mbdisc=3 norm.g=vbn z=4 batch=8 >v.t
		gan-step -n 2 -m v.t -o w.t b.t
		gan-sample -n 9 -t -z 0 -m w.t --no-pg -o nine.t
		gan-sample -n 3 -t -z 0 -m w.t --no-pg -o three.t
		cmp -s <(tail -c 768 three.t) <(tail -c 2304 nine.t | head -c 768)
		refuses 65 "*9 samples at a time make no groups of group=2 (give a batch= that is a multiple*" gan-step -n 1 batch=9 -m v.t b.t
		refuses 64 "*z-dist=uniform: net g has vbn layers*norm.g=bn*" gan-step -n 1 z-dist=uniform -m v.t b.t
	done
	gan-data --toy ring -n 20 -o ring.t
	printf 'net g\ninput z 2\na linear out=2\noutput\nnet d\ninput x 2\na vbn\nb linear out=1\n' >d.net
	gan-init d.net >d.t
	refuses 65 "*net d has a vbn layer*" gan-step -n 1 -m d.t ring.t
}

@test "stacked: sides that do not halve evenly come back" {
	run -0 gan-init stacked size=33x9 --text
	[[ $output == *"op=0,0"*"op=0,0"*"op=0,0"* ]]
	pipe -0 'gan-init stacked size=29x10 channels=1 | gan-sample -n 1 -t | gan-stat'
	[[ $output == *"[1,10,29,1]"* ]]
	refuses 64 "*at least 8x8*" gan-init stacked size=7x20
}

@test "like=DATA: size, channels, points; read from a pipe" {
	gan-data --toy glyphs -n 3 >d.t
	gan-init dcgan like=<(cat d.t) --text >t
	grep -qx 'input x image 28 28 1 range=-1:1' t
	gan-data --toy ring -n 10 >p.t
	gan-init mlp like=p.t --text | grep -qx 'input x 2'
	refuses 64 "*points of 2 numbers, and dcgan is for pictures*" gan-init dcgan like=p.t
	small_net
	refuses 65 "*net 'c': x is 4x4 with 1 channels*28x28 gray*" gan-init small.net like=d.t
	refuses 66 "*nothing.t*" gan-init mlp like=nothing.t
	for k in 0 6 2; do gan-data -n 1 -l $k d.t; done >classes.t # streams one after another
	gan-init classifier like=<(cat classes.t) --text | grep -q 'linear out=7 '
	printf 'net g\ninput z 2\ninput y label 2\n- onehot from=y\na linear out=1\n' >label.net
	gan-init label.net >l.t
	refuses 65 "*net 'g': y has 2 classes, but d.t has *" gan-init label.net like=d.t
}

@test "weights are a function of the seed" {
	gan-init mlp --no-pg -s 1 >a.t
	gan-init mlp --no-pg seed=1 >b.t
	gan-init mlp --no-pg seed=2 >c.t
	gan-init mlp --no-pg seed=1 -j 3 -z 0 >d.t
	same_content a.t b.t
	same_content a.t d.t
	run ! same_content a.t c.t
}

@test "settings: the architecture's, training's, and z that is both" {
	gan-init dcgan size=16x16 z=7 lr=1e-3 >m.t
	gan-init --from m.t z=fresh >n.t
	run tensors n.t
	[[ $output == *g.main.0.weight*"[7,"* ]]
	run gan-stat -w hyper m.t
	[[ $output == *$'lr\t0.001'* || $output == *$'lr\t1e-3'* ]]
	[[ $output == *$'z\tshared'* ]]
	gan-stat -w hyper n.t | grep -q $'\tz\tfresh'
	# lr for both nets wins over what the architecture has for each
	gan-init mlp lr=1e-3 >m.t
	run gan-stat -w hyper m.t
	[[ $output != *lr.g* && $output != *lr.d* ]]
	refuses 64 "*unknown setting 'ngff' (did you mean 'ngf'?)*" gan-init dcgan ngff=3
	refuses 64 "*z=0: out of range*" gan-init dcgan z=0
	refuses 64 "*lr=fast: expected a number*" gan-init dcgan lr=fast
	small_net
	refuses 64 "*setting 'ngf' is the architecture dcgan's*" gan-init small.net ngf=3
}

@test "usage" {
	refuses 64 "*expected an architecture (gan-init --list)*" gan-init
	refuses 64 "*no architecture 'dcgam' and no such file (did you mean 'dcgan'?)*" gan-init dcgam
	refuses 66 "*no.net*" gan-init no.net
	refuses 64 "*found 'mlp' and 'dcgan'*" gan-init mlp dcgan
	gan-init mlp >m.t
	refuses 64 "*--from and 'mlp' exclude each other*" gan-init mlp --from m.t
	refuses 65 "*m.t: expected gan-net text, found a tensor stream (--from*" gan-init ./m.t
	refuses 64 "*there is no net 'q'*" gan-init mlp --only q
	refuses 73 "*nowhere*" gan-init mlp -o nowhere/m.t
	refuses 74 "*full*" gan-init mlp -o /dev/full
	refuses 64 "*can stand once, found it 2 times*" gan-init - like=- </dev/null
	refuses 64 "*can stand once*" gan-init --from - --weights g=- </dev/null
	gan-init --list | grep -q '^dcgan	'
	gan-init --describe dcgan | grep -q '^ngf	whole 1..4096	64	channels	'
	gan-init --describe dcgan | grep -q '^beta1	number .*	0.5	'
	refuses 64 "*no architecture 'mlq'*" gan-init --describe mlq
}

@test "texts: from a file, from a pipe, with line numbers in errors" {
	small_net
	gan-init --no-pg small.net >a.t
	gan-init --no-pg - <small.net >b.t
	same_content a.t b.t
	gan-init small.net --text | cmp - small.net
	sed -i 's/p=1/stide=1/' small.net
	refuses 65 "gan-init: small.net: line 3: layer 'a' conv: unknown setting 'stide' (did you mean 'stride'?)" gan-init small.net
	printf 'net c\0' >nul.net
	refuses 65 "*NUL byte*" gan-init nul.net
	: >empty.net
	refuses 65 "*empty.net: no net in it*" gan-init empty.net
	refuses 66 "*is a folder*" gan-init .
}

@test "--from keeps weights, changes settings, forgets training" {
	gan-data --toy glyphs -n 20 >d.t
	gan-init mlp like=d.t batch=4 hidden.g=8 hidden.d=8 | gan-step -n 2 d.t >m.t
	gan-init --from m.t lr=1e-5 >n.t
	run tensors n.t
	[[ $output == *g.main.0.weight* && $output == *ema.g.main.0.weight* && $output != *adam* && $output != *log.* ]]
	# the pictures stay; without averages they are those of the weights
	gan-sample -n 4 -m m.t | cmp - <(gan-sample -n 4 -m n.t)
	gan-sample -n 4 -m m.t | cmp - <(gan-init --from m.t --only g | gan-sample -n 4)
	gan-init --from m.t ema=0 >own.t
	run tensors own.t
	[[ $output != *ema* ]]
	gan-sample --no-ema -n 4 -m m.t | cmp - <(gan-sample -n 4 -m own.t)
	gan-init --from m.t --weights g=own.t >bound.t
	run tensors bound.t
	[[ $output != *ema* ]]
	gan-stat -w hyper n.t | grep -q '1e-5'
	gan-stat -w hyper n.t | grep -q $'batch\t4'
	gan-init --from - --only g <m.t >g.t
	run tensors g.t
	[[ $output == *g.main.0.weight* && $output != *d.main* ]]
	# the generator's weights, bit by bit
	gan-init --from m.t --only g -z 0 --no-pg >x
	gan-init --from n.t --only g -z 0 --no-pg lr=2e-4 >y
	cmp <(tail -c 20000 x) <(tail -c 20000 y)
}

@test "weights of safetensors by name: fit, or a list of what does not" {
	small_net
	gan-init small.net -s 5 >m.t
	gan-init --from m.t -z 0 -o w.safetensors
	gan-init small.net --no-pg --weights w.safetensors >n.t
	gan-init small.net --no-pg --weights c=w.safetensors >o.t
	gan-init small.net --no-pg >p.t
	run ! same_content n.t p.t
	same_content n.t o.t
	sed 's/out=2/out=3/' small.net >wide.net
	refuses 65 "*do not fit net 'c': 6 of another shape: *a.weight (expected \[3,1,3,3\], found \[2,1,3,3\])*" \
		gan-init wide.net --weights w.safetensors
	sed 's/^b  bn/e  bn/' small.net >other.net
	refuses 65 "*4 missing: *e.weight*4 not in the text: *b.*" gan-init other.net --weights w.safetensors
	refuses 64 "*there is no net 'g'*" gan-init small.net --weights g=w.safetensors
	gan-data --toy glyphs -n 2 >d.t
	refuses 65 "*expected weights, found gan.kind 'data'*" gan-init small.net --weights d.t
	head -c 200 w.safetensors >cut.safetensors
	refuses 65 "*cut.safetensors*" gan-init small.net --weights cut.safetensors
}

@test "foreign networks: PyTorch's tensors, counters passed over, statistics of the batch" {
	need_data weights
	local w=$GAN_DATA/weights n=$GAN_TOP/tests/net
	gan-init "$n/mnist-dcgan-dennisjooo.net" --weights g="$w/mnist-dcgan-G-dennisjooo.safetensors" \
		--weights d="$w/mnist-dcgan-D-dennisjooo.safetensors" >m.t
	gan-sample -n 4 <m.t >s.pgm
	[ "$(head -c 2 s.pgm)" = P5 ]
	# the original's generator lies in the model as it lay in the file
	gan-init --from m.t --only g -z 0 >g.st
	run tensors g.st
	[[ $output == *"g.layer_stack.1.weight"*"[100,128,4,4]"* && $output != *num_batches* ]]
	gan-init "$n/svhn-dcgan.net" --weights g="$w/svhn-dcgan-G-newmu.safetensors" \
		--weights d="$w/svhn-dcgan-D-newmu.safetensors" >s.t
	sed 's/ stats=batch//' "$n/svhn-dcgan.net" >running.net
	refuses 65 "*do not fit net 'd': 4 missing: bn2.running_mean, bn2.running_var, bn3.running_mean, bn3.running_var*" \
		gan-init running.net --weights d="$w/svhn-dcgan-D-newmu.safetensors"
	refuses 65 "*do not fit net 'd'*" gan-init "$n/svhn-dcgan.net" --weights d="$w/svhn-dcgan-G-newmu.safetensors"
}

@test "gan-net(5) lists every layer with its settings and defaults" {
	# a line of the page: .It Cm TYPE key=default ...
	awk '/^\.Sh / { on = /LAYERS/ } on && /^\.It Cm [a-z0-9]+( |$)/ && !/^\.It Cm [a-z.-]+$/ || on && /^\.It Cm [a-z0-9]+$/' \
		"$GAN_TOP/man/gan-net.5" | sed 's/^\.It Cm //' >page
	gan-init --layers | awk -F '\t' '
		NF == 3 { if (line) print line; line = $1 }
		NF > 3 { line = line " " $2 "=" ($4 == "-" || $4 == "needed" ? "" : $4) }
		END { print line }' | LC_ALL=C sort >table
	# settings stand alone on lines of the same kind, so only types are looked at
	awk 'NR == FNR { type[$1]; next } ($1 in type) && (NF > 1 || !($0 in seen)) { if (NF > 1 || $1 in type) print; seen[$0] }' \
		table page | LC_ALL=C sort -u >found
	LC_ALL=C comm -23 table found >missing
	cat missing
	[ ! -s missing ]
}

@test "the nets in gan-net(5) are nets" {
	awk '/^\.Bd / { n++; f = "block" n ".net"; on = 1; next } /^\.Ed/ { on = 0 } on { gsub(/\\&/, ""); print > f }' "$GAN_TOP/man/gan-net.5"
	local b n=0
	for b in block*.net; do
		grep -q '^net ' "$b" || continue
		gan-init "$b" >"$b.t"
		n=$((n + 1))
	done
	[ "$n" -ge 3 ]
}

@test "the nets in share/ are trained" {
	local n data objective
	gan-data --toy glyphs -n 20 >28.t
	gan-data -x 28.t | gan-data -C rgb -S 32x32 >32.t
	gan-data --toy ring -n 100 >ring.t
	for n in "$GAN_TOP"/share/*.net; do
		case $n in *ring*) data=ring.t ;; *28*) data=28.t ;; *) data=32.t ;; esac
		objective=gan
		grep -q '^net c' "$n" && objective=classifier
		pipe -0 'gan-init "$1" batch=4 like="$2" objective="$3" | gan-step -n 1 "$2" >m.t' "$n" $data $objective
	done
}

# what a model's nets have of tensors, with what is known of their values
weights() {
	gan-stat -w tensors --json "$1" | grep -E '"name":"(g|d)\.'
}

@test "--from: the mean of models, between two of them, nets of different ones" {
	gan-data --toy glyphs -n 40 -S 16x16 -C gray -o d.t
	gan-init dcgan like=d.t z=4 ngf=4 ndf=4 batch=10 sn=d -s 1 | gan-step -n 2 -o a.t d.t
	gan-step -n 3 lr=.01 -m a.t -o b.t d.t
	gan-init --no-pg -z 0 --from a.t -o a.st
	# all of one is that one; with itself it is itself; the other way round it is the other
	gan-init --no-pg -z 0 --from a.t:1 --from b.t:0 | cmp - a.st
	gan-init --no-pg -z 0 --from a.t --from a.t | cmp - a.st
	gan-init --no-pg -z 0 --from a.t:0.25 --from - <a.t | cmp - a.st
	# a quarter of the way, as numbers
	gan-init --from a.t --from b.t:.25 -o c.t
	for x in a b c; do
		gan-stat -w tensors --json $x.t | grep -E '"name":"(ema\.g|g|d)\.' | sed -E 's/.*"name":"([^"]*)".*"mean":([^,]*),.*/\1 \2/' >$x.means
	done
	[ "$(wc -l <c.means)" -gt 20 ]
	paste -d ' ' a.means b.means c.means | awk '{
		want = $1 ~ /\.u$/ ? $2 : .75 * $2 + .25 * $4
		if ($1 != $5 || ($6 - want) ^ 2 > 1e-12) { print; bad = 1 } } END { exit bad }'
	# there and back is where one was, also with a first weight of 1
	gan-init --from a.t:1 --from b.t:.5 --from b.t:-.5 -o back.t
	gan-stat -w tensors --json back.t | grep -E '"name":"(ema\.g|g|d)\.' | sed -E 's/.*"name":"([^"]*)".*"mean":([^,]*),.*/\1 \2/' >back.means
	paste -d ' ' a.means back.means | awk '{ if ($1 != $3 || ($2 - $4) ^ 2 > 1e-14) { print; exit 1 } }'
	gan-init --from a.t:1 --from b.t:.5 --from a.t:-.5 -o there.t
	[ "$(gan-stat -w tensors there.t | cut -f 2,8-)" != "$(gan-stat -w tensors back.t | cut -f 2,8-)" ]
	# a model without running averages makes its samples with its weights, and has those in the mean of averages
	gan-init --from b.t ema=0 -o bare.t
	gan-init --no-pg --from a.t --from bare.t:.25 -o x.t
	gan-init --no-pg --from bare.t:.25 --from a.t ema=.99 -o y.t
	for x in bare x y; do
		gan-stat -w tensors --json $x.t | sed -nE 's/.*"name":"([^"]*g.main.0.weight)".*"mean":([^,]*),.*/\1 \2/p' | sort >$x.means
	done
	paste -d ' ' x.means y.means | awk '$1 == $3 && ($2 - $4) ^ 2 < 1e-14 { n++ } END { exit n != 2 }'
	awk -v a="$(awk '$1 == "ema.g.main.0.weight" { print $2 }' a.means)" -v b="$(awk '{ print $2 }' bare.means)" \
		'$1 ~ /^ema/ { d = $2 - .75 * a - .25 * b; found++ } END { exit !(found == 1 && d * d < 1e-14) }' x.means
	# three: the same whatever their order, up to rounding; settings are those of the first
	gan-init --from b.t --from a.t --from a.t -o e.t
	[[ $(gan-stat -w hyper e.t) == *$'lr\t.01'* ]]
	gan-sample -n 4 -m c.t >c.pgm
	gan-step -n 1 -m c.t d.t >trained.t
	# G of one, D of the other
	gan-init --from g=a.t --from d=b.t -o gd.t
	diff <(weights a.t | grep '"g\.') <(weights gd.t | grep '"g\.')
	diff <(weights b.t | grep '"d\.') <(weights gd.t | grep '"d\.')
	gan-init --from g=a.t --from g=b.t:.25 --from d=b.t -o gd2.t
	diff <(weights c.t | grep '"g\.') <(weights gd2.t | grep '"g\.')
	gan-init --from g=a.t -o g.t
	diff <(gan-init --text --from a.t --only g) <(gan-init --text --from g.t)
	# both histories are there
	[ "$(gan-stat -w pg gd.t | grep -c 'gan-step -n')" -eq 2 ]
}

@test "--from: what has no mean" {
	gan-data --toy glyphs -n 20 -S 16x16 -C gray -o d.t
	gan-init mlp like=d.t z=4 hidden.g=8 hidden.d=8 -o a.t
	gan-init mlp like=d.t z=4 hidden.g=8 hidden.d=9 -o b.t
	gan-init --text --from a.t | sed 's/sigmoid/tanh/' >c.net # the same tensors
	gan-init c.net -o c.t
	refuses 65 '*--from b.t: its nets differ from those of a.t*' gan-init --from a.t --from b.t
	refuses 65 '*--from c.t: its nets differ*' gan-init --from a.t --from c.t
	gan-init --from g=a.t --from g=b.t -o g.t # their generators are alike
	refuses 64 '*weights that are 1 together, found 0.8*' gan-init --from a.t:.3 --from a.t:.5
	refuses 64 '*--from a.t:nan: expected a weight*' gan-init --from a.t:nan --from a.t
	refuses 64 '*before each or before none*' gan-init --from a.t --from d=b.t
	refuses 64 "*--from q=a.t: the model has no net 'q'*" gan-init --from q=a.t
	refuses 64 '*expected*NET=*MODEL*' gan-init --from g=
	refuses 64 '*can stand once*' gan-init --from - --from d.t:.5 --from -:.1 </dev/null
	refuses 66 '*none.t*' gan-init --from a.t --from none.t
}
