/* both */
/* The language's parser: what it takes, and that what it refuses is named by line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "net/net.h"
#include "tap.h"

#define HEAD "net g\ninput x image 8 8 3 range=-1:1\n"

static const struct {
	const char *text, *say; /* the message must have this in it */
} refused[] = {
	{ "", "t: no net in it" },
	{ "# only words\n\n", "no net in it" },
	{ "input z 3\n", "line 1: expected 'net NAME' before anything else, found 'input'" },
	{ "net\n", "line 1: expected 'net NAME'" },
	{ "net a b\n", "line 1: expected 'net NAME', found 3 words" },
	{ "net a.b\n", "line 1: a net's name has letters" },
	{ "net ema\n", "line 1: a net cannot be called 'ema'" },
	{ "net g\n", "net 'g' (line 1) has no input" },
	{ "net g\ninput z 3\n", "net 'g' (line 1) has no layer" },
	{ "net g\ninput z 3\n- relu\nnet g\n", "line 4: a second net 'g'" },
	{ "net g\ninput z\n", "line 2: expected 'input NAME LENGTH'" },
	{ "net g\ninput z 0\n", "line 2: input 'z': expected a length" },
	{ "net g\ninput z 3\ninput z 4\n", "line 3: a second input 'z'" },
	{ "net g\ninput z 3 range=0:1\n", "only pictures have range=" },
	{ "net g\ninput x image 8 8\n", "line 2: input 'x': expected 'image HEIGHT WIDTH CHANNELS'" },
	{ "net g\ninput x image 8 8 *\n", "line 2: input 'x': expected 'image HEIGHT WIDTH CHANNELS'" },
	{ "net g\ninput x image 8 99999 3\n", "expected 'image HEIGHT WIDTH CHANNELS'" },
	{ "net g\ninput x image 8 8 3 range=1:1\n", "range= wants two different numbers" },
	{ "net g\ninput x image 8 8 3 range=1\n", "range= wants two different numbers" },
	{ "net g\ninput x image 8 8 3 std=0\n", "std= wants positive numbers" },
	{ "net g\ninput x image 8 8 3 mean=1,2\n", "one for each channel" },
	{ "net g\ninput x image 8 8 1 order=bgr\n", "order=bgr needs 3 channels" },
	{ "net g\ninput x image 8 8 3 gamma=2\n", "unknown word; there are range=LO:HI" },
	{ "net g\ninput y label\n", "expected 'label CLASSES'" },
	{ HEAD "- relu\ninput z 3\n", "line 4: inputs stand before the layers" },
	{ HEAD "output\n", "line 3: an output needs a layer above it" },
	{ HEAD "- relu\noutput\noutput\n", "line 5: a second output 'out'; give it a name" },
	{ HEAD "- relu\noutput from=y\n", "line 4: output: no value 'y' above this line" },
	{ HEAD "- relu\noutput mean=1,2\n", "output 'out': mean= and std= have one number, or one for each of its 3 channels" },
	{ HEAD "a conv out=1 k=1\noutput order=bgr\n", "output 'out': order=bgr needs 3 channels, found 1" },
	{ HEAD "- relu\noutput from=x,x\n", "an output is one value, from= names 2" },
	{ HEAD "main.3 conv out=4 k=3 stide=2\n",
	  "line 3: layer 'main.3' conv: unknown setting 'stide' (did you mean 'stride'?)" },
	{ HEAD "a conv out=4 k=3 bogus=2\n", "unknown setting 'bogus' (it has out in k s p d g mode bias init" },
	{ HEAD "a conv k=3\n", "line 3: layer 'a' conv: needs out= (channels it gives)" },
	{ HEAD "a conv out=4 k=3 k=3\n", "k= stands twice" },
	{ HEAD "a conv out=4 kernel=3 k=3\n", "k= stands twice" },
	{ HEAD "a conv out=0 k=3\n", "out=0: out of range" },
	{ HEAD "a conv out=4 k=0\n", "k: expected up to 2 whole numbers from 1" },
	{ HEAD "a conv out=4 k=3,3,3\n", "k: expected up to 2 whole numbers" },
	{ HEAD "a conv out=4 k=3 p=1,2,3\n", "p: expected one, two or four numbers, or same" },
	{ HEAD "a conv out=4 k=9\n", "its window of 9x9 is bigger than a picture of 8x8" },
	{ HEAD "a conv out=4 k=3 g=2\n", "g=2 groups do not divide 3 channels in and 4 out" },
	{ HEAD "a resize to=4 mode=bilinear corners=1 asymmetric=1\n", "line 3: layer 'a' resize: corners=1 and asymmetric=1 exclude" },
	{ HEAD "a up asymmetric=1\n", "line 3: layer 'a' up: asymmetric=1 is for mode=bilinear" },
	{ HEAD "a conv out=4 k=3 in=64\n", "line 3: layer 'a' conv: expected 64 channels, found 3" },
	{ HEAD "a conv out=4 k=3 init=norml:.02\n", "init: expected normal:S uniform:S glorot he" },
	{ HEAD "a conv out=4 k=3 init=glorot:2\n", "init: expected" },
	{ HEAD "a conv out=4 k=3 bias=0 bias=c.bias\n", "bias=c.bias: it has no bias as it is set" },
	{ HEAD "a conv out=4 k=3 weight=c*d\n", "weight: expected the name of a tensor" },
	{ HEAD "a conv out=4 k=3 from=nowhere\n", "no value 'nowhere' above this line" },
	{ HEAD "first relu\na conv out=4 k=3 from=frist\n", "(did you mean 'first'?)" },
	{ HEAD "a conv out=4 k=3 from=a\n", "layer 'a' conv: no value 'a' above this line" },
	{ HEAD "a conv out=4 k=3 from=x from=x\n", "from= stands twice" },
	{ HEAD "a conv out=4 k=3 from=x,x\n", "takes 1 value, found 2" },
	{ HEAD "a conv out=4 k=3 from=,x\n", "from= wants names of values" },
	{ HEAD "a conv out=4 k=3 train=2\n", "train: expected 0 or 1" },
	{ HEAD "a conv out=4 k=3 3\n", "expected key=value, found '3'" },
	{ HEAD "a convv out=4\n", "layer 'a': unknown type 'convv' (did you mean 'conv'?)" },
	{ HEAD "a xyzzyplugh\n", "unknown type 'xyzzyplugh' (gan-net(5) lists them)" },
	{ HEAD "a\n", "expected 'NAME TYPE key=value...', found only 'a'" },
	{ HEAD "a+b relu\n", "'a+b' is no name" },
	{ HEAD "a relu\na relu\n", "line 4: a second value 'a'" },
	{ HEAD "x relu\n", "line 3: a second value 'x'" },
	{ HEAD "- conv out=4 k=3\n", "line 3: conv: it has parameters and so needs a name" },
	{ HEAD "- linear out=4 weight=w bias=b\n", "expected a vector, found a picture of 8x8 with 3 channels (put a flatten" },
	{ HEAD "a conv out=4 k=3 weight=w\nb conv out=5 k=3 from=x weight=w\n",
	  "line 4: tensor 'g.w' is [5,3,3,3] here and [4,3,3,3] in line 3" },
	{ HEAD "- select\n", "select: takes 3 values, found 1 (from=a,b)" },
	{ HEAD "- const value=1 from=x\n", "const: takes no values, from= names 1" },
	{ HEAD "- add\n", "needs two values (from=a,b) or by=NUMBER" },
	{ HEAD "a maxpool k=2\n- add from=a,x\n", "its values do not fit: a picture of 4x4 with 3 channels" },
	{ HEAD "a maxpool k=2\n- concat from=a,x\n", "its values do not fit" },
	{ HEAD "- slice axis=n\n", "samples cannot be cut" },
	{ HEAD "- slice axis=q\n", "axis: 'q' is no axis of a picture" },
	{ HEAD "- slice axis=h start=8\n", "it leaves nothing of 8" },
	{ HEAD "- pad p=-4\n", "it leaves nothing of 8 along axis 1" },
	{ HEAD "- view to=3,7,8\n", "to=3,7,8 does not hold the 192 numbers of a picture" },
	{ HEAD "- view to=-1,-1\n", "does not hold the 192 numbers" },
	{ HEAD "- permute to=hh\n", "expected 3" },
	{ HEAD "- permute to=1,1,2\n", "expected each axis from 1 to 3 once" },
	{ "net c\ninput y label 10\n- relu\n", "expected numbers, found labels (onehot or embedding" },
	{ "net g\ninput a 3\ninput b 3\n- relu\n", "line 4: relu: net 'g' has 2 inputs: say which with from=" },
	{ "net c\ninput x image * * 3\n- flatten\na linear out=2\n",
	  "line 4: the shape of 'c.a.weight' depends on the picture's size" },
	{ "net g\ninput z 67108864\na linear out=67108864\n", "its weight is too big" },
	{ "net g\ninput z 10\n- expand to=32768\n- up s=4096\n- up s=4096\n", "too big" },
	{ HEAD "a convt out=4 k=3 s=2 op=2\n", "op must be smaller than the stride" },
	{ HEAD "a convt out=4 k=1 p=4\n", "its padding leaves nothing" },
	{ HEAD "a gather from=x,x\n", "its second value must be whole numbers" },
	{ HEAD "a maxout k=2\n", "k=2 pieces do not divide" },
	{ HEAD "a topk axis=c k=4\n", "k=4 of 3" },
	{ HEAD "a clamp lo=2 hi=1\n", "lo=2 is above hi=1" },
	{ HEAD "a matmul from=x,x\n", "" },
};

static int parse(struct gan_nets *nets, const char *text, struct gan_err *e)
{
	return gan_nets_parse(nets, text, strlen(text), "t", e);
}

static void refuse(void)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct gan_err e = { 0 };
		struct gan_nets nets;
		int rc = parse(&nets, refused[i].text, &e);

		ok(rc < 0 && e.code == GAN_DATA && strstr(e.msg, refused[i].say), "refused: %s", rc < 0 ? e.msg : refused[i].say);
		gan_nets_free(&nets);
	}
}

static void limits(void)
{
	struct gan_err e = { 0 };
	struct gan_nets nets;
	struct gan_buf b = { 0 };
	int i;

	gan_buf_puts(&b, "net g\ninput z 3\n");
	for (i = 2; i < 10000; i++)
		gan_buf_puts(&b, "- relu\n");
	ok(gan_nets_parse(&nets, b.s, b.len, "t", &e) == 0, "10,000 lines are taken");
	gan_nets_free(&nets);
	gan_buf_puts(&b, "- relu\n");
	ok(gan_nets_parse(&nets, b.s, b.len, "t", &e) < 0 && strstr(e.msg, "more than 10000 lines"), "not one more");
	b.len = 0;
	while (b.len <= 1 << 20)
		gan_buf_puts(&b, "# a comment that is long enough to fill a megabyte soon, if it is written often\n");
	ok(gan_nets_parse(&nets, b.s, b.len, "t", &e) < 0 && strstr(e.msg, "at most 1048576"), "a megabyte at most");
	ok(gan_nets_parse(&nets, "net g\0", 6, "t", &e) < 0 && strstr(e.msg, "NUL byte"), "no NUL");
	b.len = 0;
	gan_buf_puts(&b, "net g\ninput z 3\n");
	for (i = 0; i < 250; i++)
		gan_buf_puts(&b, "a");
	gan_buf_puts(&b, " relu\n");
	ok(gan_nets_parse(&nets, b.s, b.len, "t", &e) < 0 && strstr(e.msg, "is no name"), "no endless names");
	b.len = 0;
	gan_buf_puts(&b, "net g\ninput z 3\na relu");
	for (i = 0; i < 70; i++)
		gan_buf_puts(&b, " a=b");
	ok(gan_nets_parse(&nets, b.s, b.len, "t", &e) < 0 && strstr(e.msg, "more than 64 words"), "no endless lines");
	gan_buf_free(&b);
}

static void accept(void)
{
	static const char text[] =
		"# a comment\r\n\r\n  net  g  # the generator\r\n\tinput z 100\r\ninput y label 10\r\n"
		"e/1.a-b embedding from=y out=5\n- concat from=z,e/1.a-b\n0 linear out=12 bias=0\n- view to=3,2,2\n"
		"c conv kernel=1 out=3 stride=1 pad=0 weight=shared\nd conv k=1 out=3 weight=shared bias=c.bias\n"
		"output range=-1:1 order=bgr mean=1,2,3 std=.5\noutput code from=0\n\n"
		"net d\ninput x image * 16 3 range=0:255\nf conv k=3 s=2 p=same out=7 train=0\n- mean axes=h,w\n";
	struct gan_err e = { 0 };
	struct gan_nets nets;
	const struct gan_net *g, *d;
	struct gan_store s = { 0 };

	if (!ok(parse(&nets, text, &e) == 0, "a text with all sorts of lines %s", e.msg))
		return;
	g = gan_nets_find(&nets, "g");
	d = gan_nets_find(&nets, "d");
	ok(nets.n == 2 && g && d && !gan_nets_find(&nets, "e"), "two nets");
	ok(!strcmp(nets.text, text), "the text is kept");
	ok(g->nin == 2 && g->in[0].kind == GAN_IO_VECTOR && g->in[0].n == 100 && g->in[1].kind == GAN_IO_LABEL && g->in[1].n == 10,
	   "inputs of g");
	ok(g->nout == 2 && g->out[0].kind == GAN_IO_IMAGE && g->out[0].h == 2 && g->out[0].w == 2 && g->out[0].c == 3 &&
	   g->out[0].lo == -1 && g->out[0].hi == 1 && g->out[0].bgr && g->out[0].nmean == 3 && g->out[0].nstd == 1, "picture out");
	ok(!strcmp(g->out[1].name, "code") && g->out[1].kind == GAN_IO_VECTOR && g->out[1].n == 12, "vector out");
	ok(d->in[0].h == -1 && d->in[0].w == 16 && d->in[0].hi == 255 && d->out[0].n == 7 && !strcmp(d->out[0].name, "out"),
	   "pictures of any height, an output without a line");
	ok(gan_net_params(g, &s, 1, 1, &e) == 0 && s.n == 4, "tensors of g");
	ok(gan_store_find(&s, "g.shared") && gan_store_find(&s, "g.c.bias") && !gan_store_find(&s, "g.d.bias"), "renamed tensors");
	ok(gan_net_is_trained(g, "g.shared") && !gan_net_is_trained(g, "g.d.bias") && !gan_net_is_trained(g, "g.x"), "what is trained");
	ok(gan_net_params(d, &s, 1, 1, &e) == 0 && !gan_net_is_trained(d, "d.f.weight"), "train=0");
	gan_store_free(&s);
	gan_nets_free(&nets);
}

/* The numbers of a net are a function of seed and name. */
static void draws(void)
{
	struct gan_err e = { 0 };
	struct gan_nets nets;
	struct gan_store a = { 0 }, b = { 0 }, c = { 0 };
	const gan_real *x, *y, *z;

	if (!ok(parse(&nets, "net g\ninput z 64\na linear out=512 init=normal:.02\nb bn init=normal:.02\nc linear out=256\n"
	                     "d linear out=32 init=orthogonal:2\n", &e) == 0, "parsed %s", e.msg))
		return;
	gan_net_params(&nets.net[0], &a, 1, 1, &e);
	gan_net_params(&nets.net[0], &b, 1, 1, &e);
	gan_net_params(&nets.net[0], &c, 1, 2, &e);
	x = gan_store_find(&a, "g.a.weight")->t.data;
	y = gan_store_find(&b, "g.a.weight")->t.data;
	z = gan_store_find(&c, "g.a.weight")->t.data;
	ok(!memcmp(x, y, 512 * 64 * sizeof(*x)) && memcmp(x, z, 512 * 64 * sizeof(*x)), "drawn from the seed");
	double sum = 0, sq = 0, most = 0, dot = 0;
	for (int k = 0; k < 512 * 64; k++)
		sum += x[k], sq += (double)x[k] * x[k];
	ok(sum / 32768 < 4e-4 && sum / 32768 > -4e-4 && sq / 32768 > 3.8e-4 && sq / 32768 < 4.2e-4, "normal:.02 (%g, %g)", sum / 32768,
	   sq / 32768);
	x = gan_store_find(&a, "g.b.weight")->t.data;
	ok(x[0] != 1 && x[0] > .9 && x[0] < 1.1, "scales of batch norm lie around 1");
	x = gan_store_find(&a, "g.a.bias")->t.data;
	ok(x[0] == 0 && x[511] == 0, "with init=, biases are 0");
	x = gan_store_find(&a, "g.c.bias")->t.data;
	for (int k = 0; k < 256; k++)
		most = x[k] > most ? x[k] : -x[k] > most ? -x[k] : most;
	ok(most > .9 / 22.627 && most <= 1 / 22.627, "without, they are uniform to 1/sqrt(fan_in): %g", most);
	x = gan_store_find(&a, "g.d.weight")->t.data;
	sq = 0;
	for (int k = 0; k < 256; k++)
		sq += (double)x[k] * x[k], dot += (double)x[k] * x[256 + k];
	ok(sq > 3.9999 && sq < 4.0001 && dot < 1e-4 && dot > -1e-4, "orthogonal:2 (%g, %g)", sq, dot);
	gan_store_free(&a);
	gan_store_free(&b);
	gan_store_free(&c);
	gan_nets_free(&nets);
}

int main(void)
{
	accept();
	refuse();
	limits();
	draws();
	return done();
}
