# What share/ holds: gnuplot scripts, networks as text.
load helper

# draws SCRIPT WORD SETTING: into the terminal; WORD is in the chart
draws() {
	run -0 --separate-stderr gnuplot -e "$3; term='dumb'" "$GAN_TOP/share/$1.gp"
	[[ $output == *$2* && -z $stderr ]] || {
		echo "$1: $output $stderr"
		return 1
	}
}

@test "each gnuplot script draws what the tools write" {
	need_program gnuplot
	gan-data --toy glyphs -n 64 -o d.t
	gan-init dcgan like=d.t ngf=4 ndf=4 batch=8 z=8 | gan-step -n 6 --every 2 --log run.tsv d.t >series.t
	gan-init classifier like=d.t width=4 features=8 | gan-step -n 3 -o c.t d.t
	gan-stat -M classes -n 40 --record last -f c.t series.t >classes.tsv
	gan-stat -M classes,swd --ref d.t -n 40 -f c.t series.t directions=8 patches=4 >metrics.tsv
	gan-stat -M accuracy -f c.t d.t >accuracy.tsv
	gan-stat --cross -n 20 series.t >cross.tsv
	local f n=0
	for f in loss accuracy gradient; do
		draws $f step "log='run.tsv'"
		n=$((n + 1))
	done
	draws classes class "table='classes.tsv'"
	draws confusion 'taken for' "table='accuracy.tsv'"
	draws cross 'D of step' "table='cross.tsv'; value='score'"
	draws metrics entropy "table='metrics.tsv'; names='entropy swd'"
	[[ $output == *swd* ]]
	[ "$(ls "$GAN_TOP"/share/*.gp | wc -l)" -eq $((n + 4)) ]
}

@test "each network makes a model, each generator samples" {
	local f
	for f in "$GAN_TOP"/share/*.net; do
		pipe -0 'gan-init "$1" | gan-stat -w net' "$f"
		[[ $output == *total* ]]
		grep -q '^net g' "$f" || continue
		pipe -0 'gan-init "$1" | gan-sample -t -n 2 | gan-stat' "$f"
	done
}

@test "each text of a foreign net is a net" {
	local f
	for f in "$GAN_TOP"/share/nets/*.net; do
		grep -q "^\.\(It \)\?Pa .*${f##*/}" "$GAN_TOP/man/gan-net.5" || { echo "gan-net(5) does not list ${f##*/}" && return 1; }
		pipe -0 'gan-init "$1" | gan-stat -w net' "$f"
		[[ $output == *total* ]]
	done
}

# what gan-stat -t writes as plain safetensors: its last 4N bytes as N numbers, a line each
numbers() {
	tail -c $((4 * $2)) "$1" | od -An -v -w4 -t f4
}

@test "a cat from pixels to classes: order, range and mean of SqueezeNet's input" {
	need_data weights/squeezenet1_0-deepcompression.safetensors goldens/chelsea-227.png
	need_program pngtopnm
	gan-init "$GAN_TOP/share/nets/squeezenet1_0.net" --weights "$GAN_DATA/weights/squeezenet1_0-deepcompression.safetensors" -o c.t
	pngtopnm "$GAN_DATA/goldens/chelsea-227.png" | gan-data -o cat.t
	gan-stat -t -z 0 -f c.t:logits cat.t -o f.t
	numbers f.t 1000 | awk '$1 > most { most = $1; at = NR - 1 } END { print at, most; exit !(at == 285 && most > 17.50 && most < 17.54) }'
	gan-data -C gray cat.t -o gray.t
	refuses 65 '*with 3 channels, found 227x227 gray (gan-data -C rgb makes them so)*' gan-stat -t -f c.t gray.t
}

@test "make-features.sh makes the network that gan-styletx looks with, to the byte" {
	need_plain "once is enough"
	"$GAN_TOP/share/make-features.sh" | cmp - "$GAN_TOP/share/features.t"
}
