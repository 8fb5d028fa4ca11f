# The network of the Frechet Inception distance with weights drawn at random; tests/unit/test_golden_inception.c has its values.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	sed 's/ bias=0$/ bias=0 init=he/' "$GAN_TOP/share/nets/inception-fid.net" >he.net
	gan-init he.net -o i.t
	gan-data --toy glyphs -n 17 -s 1 -C rgb -o d.t
}

setup() { cd "$BATS_FILE_TMPDIR"; }

# the numbers of a plain stream of features, N of them at the end
numbers() { tail -c $((4 * $1)); }

@test "distances by Inception say how it resizes" {
	gan-data -n 3 -o a.t d.t
	gan-data --skip 3 -n 4 -o b.t d.t
	run -0 gan-stat -q -M fid,kid -f i.t:pool3 --ref a.t b.t
	[[ ${lines[1]} == *$'\tfid\t'*' net=i.t:c.pool3 hash='*' input=bytes resize=299x299,bilinear,asymmetric' ]]
	[[ $output == *$'\tkid\t'*resize=299x299,bilinear,asymmetric* ]]
	awk -F '\t' '$3 == "fid" && !($4 > 0) { bad = 1 } END { exit bad }' <<<"$output"
}

@test "neighbours do not matter where batches are small, nor threads" {
	gan-stat -t -z 0 --no-pg -f i.t:features.64 d.t | numbers 1088 >all
	[ "$(wc -c <all)" = 4352 ]
	gan-data --skip 16 d.t | gan-stat -t -z 0 --no-pg -f i.t:features.64 | numbers 64 | cmp - <(numbers 64 <all)
	gan-stat -j 3 -t -z 0 --no-pg -f i.t:features.64 d.t | numbers 1088 | cmp - all
}

@test "gray pictures are refused, with the cure" {
	gan-data -C gray -n 2 -o gray.t d.t
	refuses 65 '*reads pictures of \*x\* with 3 channels, found 28x28 gray (gan-data -C rgb makes them so)*' \
		gan-stat -t -f i.t:features.64 -o f.t gray.t
}
