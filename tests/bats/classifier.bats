# Classifiers, features and the Frechet distance by way of the tools.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	gan-data --toy glyphs -n 600 -S 16x16 -C gray -s 1 -o d.t
	gan-data --toy glyphs -n 300 -S 16x16 -C gray -s 2 -o other.t
	gan-init classifier like=d.t width=8 features=32 batch=32 ema=.9 lr=3e-3 -s 4 |
		gan-step -n 120 -o c.t d.t
}

setup() {
	cd "$BATS_TEST_TMPDIR"
	cp "$BATS_FILE_TMPDIR"/*.t .
}

value() { awk -F '\t' -v n="$1" '$3 == n { print $4 }'; }

@test "a small classifier learns digits drawn at random" {
	gan-stat -M accuracy -f c.t other.t >a.tsv
	awk -v a="$(value accuracy <a.tsv)" -v l="$(value loss <a.tsv)" 'BEGIN { exit !(a > .9 && l < .4) }'
	# the table has all elements, its diagonal those that were right
	awk -F '\t' -v a="$(value accuracy <a.tsv)" '
		$3 ~ /^confusion/ { split($3, c, "."); all += $4; if (c[2] == c[3]) right += $4 }
		END { exit !(all == 300 && right == a * 300) }' a.tsv
	[[ $(gan-stat -w log c.t | head -n 1) == *c.accuracy*c.grad*c.loss* ]]
	run -0 gan-stat -M accuracy --json -f - other.t <c.t
	[[ ${lines[0]} == '{"step":null,"metric":"accuracy","name":"accuracy","value":'* ]]
}

@test "without the running average it is another net" {
	gan-init --from c.t ema=0 -o own.t
	[[ $(gan-stat -M accuracy -f c.t other.t) == *weights=ema* ]]
	[[ $(gan-stat -M accuracy -f own.t other.t) == *weights=own* ]]
	[ "$(gan-stat -M accuracy -f own.t other.t | value loss)" != "$(gan-stat -M accuracy -f c.t other.t | value loss)" ]
}

@test "resume is exact with dropout, changed pictures and running statistics" {
	local a
	for a in "classifier width=4 features=8" "resnet width=4 blocks=1"; do
		# shellcheck disable=SC2086 # words
		gan-init $a like=d.t batch=20 augment=flip,shift,warp --no-pg -o m.t
		gan-step --no-pg -j 1 -n 20 -z 0 -m m.t -o whole.t d.t
		gan-step --no-pg -j 3 -n 10 d.t <m.t | gan-step --no-pg -j 2 -n 10 -z 0 -o cut.t d.t
		cmp whole.t cut.t
	done
}

@test "a residual net learns them too" {
	gan-init resnet like=d.t width=6 blocks=1 batch=32 lr=1e-2 ema=.9 | gan-step -n 60 -o r.t d.t
	awk -v a="$(gan-stat -M accuracy -f r.t other.t | value accuracy)" 'BEGIN { exit !(a > .8) }'
}

@test "points are classified too" {
	gan-data --toy ring -n 400 -o r.t
	gan-init classifier like=r.t lr=1e-2 features=16 | gan-step -n 150 -o p.t r.t
	awk -v a="$(gan-stat -M accuracy -f p.t r.t | value accuracy)" 'BEGIN { exit !(a > .95) }'
	refuses 64 '*width= is about pictures*' gan-init classifier like=r.t width=3
}

@test "features: a stream that is data, the same as in passing, whatever their neighbours" {
	gan-stat -t -f c.t other.t -o f.t
	gan-stat -w tensors f.t | grep -q $'\tf\tF32\t\\[300,32\\]'
	gan-stat -w pg f.t | grep -q 'gan-step.*-n 120'
	gan-stat -t -f c.t:c.features other.t --no-pg -z 0 -o a.t
	gan-data -n 7 other.t | gan-stat -t -f c.t:features -z 0 --no-pg -o b.t
	# 7 rows of 32 numbers are the first of 300
	cmp <(tail -c $((300 * 128)) a.t | head -c $((7 * 128))) <(tail -c $((7 * 128)) b.t)
	gan-stat -M fid --ref d.t -f c.t other.t >direct.tsv
	gan-stat -M fid --ref <(gan-stat -t -f c.t d.t) f.t >stream.tsv
	[ "$(value fid <direct.tsv)" = "$(value fid <stream.tsv)" ]
	[[ $(cat stream.tsv) == *net=c.features\ hash=* ]]
	[ "$(gan-data -n 300 f.t | gan-stat -M fid --ref <(gan-stat -t -f c.t d.t) | value fid)" = "$(value fid <direct.tsv)" ]
	# values of different networks or layers do not mix
	gan-init classifier like=d.t width=8 features=32 -s 7 -o c2.t
	gan-stat -t -f c2.t other.t -o f2.t
	refuses 65 '*f2.t: expected values of net=c.features hash=* as in f.t, found values of net=c.features hash=*' \
		gan-stat -M fid --ref f.t f2.t
	refuses 65 '*f2.t: expected values of *as in the records before*' gan-data f.t f2.t -o both.t
	refuses 65 '*expected values of *as in f.t, found data*' gan-stat -M kid --ref f.t <(gan-data --toy normal -n 9)
	gan-init classifier like=f.t features=16 lr=1e-2 | gan-step -n 60 f.t -o p.t
	awk -v a="$(gan-stat -M accuracy -f p.t f.t | value accuracy)" 'BEGIN { exit !(a > .9) }'
	gan-stat -t -f c.t:conv2 other.t | gan-stat -w tensors | grep -q $'\tf\tF32\t\\[300,2304\\]'
}

@test "fid: 0 from itself, more for noise, less for more of the same; of models by their samples" {
	gan-data -n 300 d.t -o a.t
	gan-data --skip 300 d.t -o b.t
	gan-init dcgan like=d.t ngf=4 ndf=4 -o g.t
	awk -v f="$(gan-stat -M fid --ref a.t -f c.t a.t | value fid)" 'BEGIN { exit !(f < 1e-6) }'
	same=$(gan-stat -M fid --ref a.t -f c.t b.t | value fid)
	made=$(gan-stat -M fid --ref a.t -f c.t -n 200 g.t | value fid)
	[ "$made" = "$(gan-sample -t -n 200 <g.t | gan-stat -M fid --ref a.t -f c.t | value fid)" ]
	awk -v s="$same" -v m="$made" 'BEGIN { exit !(s > 0 && m > 10 * s) }'
	run -0 --separate-stderr gan-stat -M fid --ref a.t -f c.t <(gan-data -n 20 b.t)
	[[ $stderr == *"20 samples of 32 features are too few"* ]]
	run -0 gan-stat -M fid --ref <(gan-data --toy ring -n 500) <(gan-data --toy ring -n 500 -s 9)
}

@test "what does not fit is refused, with the cure" {
	gan-data --toy glyphs -n 5 -S 28x28 -o big.t
	gan-data -x -n 1 d.t | gan-data -o bare.t
	refuses 65 '*bare.t: expected labelled data*gan-data -l*' gan-step -n 1 -m c.t bare.t
	refuses 65 '*expected labels 0 to 2, as many as net c has outputs, found 9*' \
		gan-step -n 1 -m <(gan-init classifier like=d.t classes=3) d.t
	refuses 65 '*expected 16x16 pictures*' gan-step -n 1 -m c.t big.t
	refuses 64 '*loss=minimax: objective classifier does nothing with it*' gan-step -n 1 -m c.t d.t loss=minimax
	refuses 64 '*augment=turn: expected none, or some of color|cutout|flip|shift|translation|warp*' gan-step -n 1 -m c.t d.t augment=turn
	refuses 65 '*needs nets named g and d*' gan-step -n 1 -m c.t d.t objective=gan
	refuses 65 '*needs a net named c*' gan-step -n 1 -m <(gan-init dcgan like=d.t ngf=2 ndf=2) d.t objective=classifier
	refuses 65 '*bare.t: -M accuracy: expected labelled data*' gan-stat -M accuracy -f c.t bare.t
	refuses 64 '*expected -f MODEL*' gan-stat -M accuracy d.t
	refuses 64 '*compares with nothing*' gan-stat -M accuracy --ref d.t -f c.t d.t
	refuses 64 '*d.t: pictures are compared by features*' gan-stat -M fid --ref d.t d.t
	refuses 65 '*reads pictures of 16x16*gan-data -S 16x16*' gan-stat -M fid --ref big.t -f c.t big.t
	refuses 65 "*no layer 'nope'; there are: conv1 *" gan-stat -t -f c.t:nope d.t
	refuses 65 '*expected labels 0 to 2*' gan-stat -M accuracy -f <(gan-init classifier like=d.t classes=3) d.t
	refuses 64 '*-t: expected -f*' gan-stat -t d.t
	refuses 64 '*-t and -M exclude each other*' gan-stat -t -M fid -f c.t d.t
	refuses 64 '*-f goes with -M or -t*' gan-stat -f c.t d.t
	refuses 64 '*may stand once*' gan-stat -M accuracy -f - -
	refuses 64 '*each side 6 pixels or more*' gan-init classifier size=5x28
}

@test "a LeNet that others trained: accuracy and distances have their known values" {
	local w=weights/mnist-lenet5-csinva.safetensors m=data/mnist
	need_data $w $m/t10k-images-idx3-ubyte.gz $m/t10k-labels-idx1-ubyte.gz
	need_plain "ten thousand pictures"
	gan-init "$GAN_TOP/share/nets/mnist-lenet5.net" --weights "$GAN_DATA/$w" -o lenet.t
	gan-data --idx <(zcat "$GAN_DATA/$m/t10k-images-idx3-ubyte.gz") <(zcat "$GAN_DATA/$m/t10k-labels-idx1-ubyte.gz") |
		gan-data -S 32x32 -o t.t
	# 99.07 % with another program's resize
	awk -v a="$(gan-stat -M accuracy -f lenet.t t.t | value accuracy)" 'BEGIN { exit !(a > .9900 && a < .9915) }'
	# 14.6: the halves of the test set
	awk -v f="$(gan-stat -M fid --ref <(gan-data -n 5000 t.t) -f lenet.t:f6 <(gan-data --skip 5000 t.t) | value fid)" \
		'BEGIN { exit !(f > 14.5 && f < 14.75) }'
}

@test "several metrics look with one network, which may be a pipe" {
	gan-data -n 200 d.t -o ref.t
	run -0 gan-stat -M accuracy,classes,fid,kid,prdc,score --ref ref.t -f <(cat c.t) other.t
	m=$output
	for v in accuracy confusion.0.0 found class.9 fid mean spread kid kid.std precision recall density coverage score score.std; do
		[[ $m == *$'\t'"$v"$'\t'* ]]
	done
	[ "$(value fid <<<"$m")" = "$(gan-stat -M fid --ref ref.t -f c.t other.t | value fid)" ]
	awk -v s="$(value score <<<"$m")" -v c="$(value coverage <<<"$m")" 'BEGIN { exit !(s > 3 && s < 10 && c > .5) }'
	[[ $(value found <<<"$m") == 10 ]]
	gan-data --toy glyphs -n 100 -S 8x8 -C gray -o small.t
	refuses 65 '*small.t: net c of *reads pictures of 16x16*' gan-stat -M kid --ref small.t -f c.t small.t
	refuses 64 '*expected -f MODEL:LAYER*' gan-stat -M prdc --ref ref.t other.t
	refuses 64 "*'splits' is the metric score's*" gan-stat -M kid --ref ref.t -f c.t splits=2 other.t
}

@test "statistics of parts merge to those of the whole" {
	gan-data -n 100 other.t -o p1.t
	gan-data --skip 100 -n 120 other.t -o p2.t
	gan-data --skip 220 other.t -o p3.t
	for k in 1 2 3; do gan-stat --partial -f c.t p$k.t -o s$k.t; done
	gan-stat --partial -f c.t d.t -o ref.t
	gan-stat -M fid --ref d.t -f c.t other.t >whole.tsv
	gan-stat -M fid --ref ref.t s1.t s2.t s3.t >parts.tsv
	gan-stat -M fid --ref ref.t <(cat s1.t s2.t s3.t) >cat.tsv
	gan-stat -M fid --ref ref.t -f c.t other.t >half.tsv
	gan-stat -M fid --ref ref.t <(gan-stat -t -f c.t other.t) >features.tsv
	for f in parts cat half features; do
		awk -v a="$(value fid <whole.tsv)" -v b="$(value fid <$f.tsv)" 'BEGIN { d = a - b; exit !(d < 1e-8 * a && d > -1e-8 * a) }'
		[[ $(sed -n 2p $f.tsv) == *$'\t300\tref.n=600 d=32 net=c'* ]]
	done
	gan-stat -w tensors s1.t | grep -q $'\touter\tF64\t\\[32,32\\]'
	refuses 65 '*p2.t: expected statistics, as in s1.t*' gan-stat -M fid --ref ref.t s1.t p2.t
	refuses 65 '*-M kid compares with elements, found statistics*' gan-stat -M kid --ref ref.t -f c.t p1.t
	refuses 65 '*s1.t: statistics are judged by -M fid alone*' gan-stat -M fid,score -f c.t --ref ref.t s1.t
	refuses 64 '*are statistics, of a network*' gan-stat -M fid --ref ref.t -f c.t s1.t
	gan-stat --partial -f c.t:conv2 p1.t -o conv.t
	refuses 65 '*conv.t: expected values of net=c.features*' gan-stat -M fid --ref ref.t s1.t conv.t
	gan-data --toy ring -n 50 -o r.t
	gan-stat --partial r.t -o rs.t
	refuses 65 '*rs.t: expected values of *as in ref.t, found data*' gan-stat -q -M fid --ref ref.t rs.t
	[ "$(gan-stat -M fid --ref r.t rs.t | value spread | cut -c 1-5)" != "" ]
	refuses 64 '*pictures are compared by features*' gan-stat --partial p1.t
	refuses 65 "*expected a data stream, found gan.kind 'stats'*" gan-stat --partial rs.t
}

@test "latents are points: what G's last layer says of them is what gan-sample makes of them" {
	gan-init mlp points=2 z=3 hidden.g=5 hidden.d=5 -o g.t
	gan-interp -t --points -m g.t 7:0-9 -o z.t
	gan-stat -t -f g.t:g.main.2 z.t -o f.t
	gan-sample -t -n 10 -s 7 -m g.t -o x.t
	numbers() { gan-stat -w tensors "$1" | awk -F'\t' '$2 != "y"' | cut -f 3-; }
	[[ $(numbers f.t) == *'[10,2]'* ]]
	cmp <(numbers f.t) <(numbers x.t)
	gan-data -l 3 z.t | gan-stat -t -f g.t:g.main.2 -o labelled.t
	cmp <(numbers f.t) <(numbers labelled.t)
	gan-stat -w tensors labelled.t | grep -q $'\ty\tI64\t\\[10\]\t80\t3\t3'
	refuses 65 "*net d of g.t reads points of 2 numbers, found 3 numbers*" gan-stat -t -f g.t:d.main.0 z.t
}
