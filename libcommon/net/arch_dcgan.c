/* DCGAN (Radford et al. 2016): transposed convolutions up from one pixel, convolutions down to one. At 64x64 the
   nets, their names and their initial weights are those of PyTorch's example of that name. */
#include "base/text.h"
#include "net/preset.h"

static const struct gan_setting setting[] = {
	{ "size", GAN_SET_TEXT, "64x64", 0, 0, NULL, "pixels", "WxH; each side 16, 28, 32, 64, 128 or 256" },
	{ "channels", GAN_SET_INT, "3", 1, 64, NULL, "", "1 is grey, 3 is RGB" },
	{ "z", GAN_SET_INT, "100", 1, 65536, NULL, "", "length of the latent vector" },
	{ "ngf", GAN_SET_INT, "64", 1, 4096, NULL, "channels", "of G's last hidden layer; doubles towards z, up to 8 times" },
	{ "ndf", GAN_SET_INT, "64", 1, 4096, NULL, "channels", "of D's first layer; doubles towards its end, up to 8 times" },
	GAN_ARCH_NORM("bn", "bn"),
	GAN_ARCH_BATCH,
	GAN_ARCH_PACK,
};

static const char *const training[][2] = {
	{ "optim", "adam" }, { "lr", "0.0002" }, { "beta1", "0.5" }, { "beta2", "0.999" },
	{ "eps", "1e-8" }, { "batch", "64" }, { "z", "shared" }, { "d-update", "joint" },
};

static int side_ok(int n)
{
	return n == 28 || (n >= 16 && n <= 256 && !(n & (n - 1)));
}

/* How often the smaller side halves until 4 pixels are left (7 of 28). */
static int halvings(int n)
{
	int k = 0;

	for (; n > 7; n /= 2)
		k++;
	return k;
}

static int64_t widen(int64_t base, int k)
{
	return base << (k < 3 ? k : 3);
}

struct shape {
	struct gan_arch_kv a;
	int64_t base_h, base_w, channels, z, ngf, ndf, pack;
	int w, h, n; /* n halvings */
};

static void base_kernel(const struct shape *s, struct gan_buf *t)
{
	if (s->base_h == s->base_w)
		gan_buf_printf(t, "k=%d", (int)s->base_h);
	else
		gan_buf_printf(t, "k=%d,%d", (int)s->base_h, (int)s->base_w);
}

/* Where nothing is normalised, nothing else shifts. */
static void end_conv(const struct shape *s, const char *net, struct gan_buf *t)
{
	gan_buf_printf(t, "%s init=normal:.02%s\n", gan_arch_normed(&s->a, net) ? " bias=0" : "", gan_arch_sn(&s->a, net));
}

static void print_g(const struct shape *s, struct gan_buf *t)
{
	int i, at = 0;

	gan_buf_printf(t, "net g\ninput z %d\n", (int)s->z);
	for (i = s->n - 1; i >= -1; i--) {
		gan_buf_printf(t, "main.%-3d convt out=%d ", at, (int)(i < 0 ? s->channels : widen(s->ngf, i)));
		if (at == 0) {
			base_kernel(s, t);
			gan_buf_puts(t, " s=1 p=0");
		} else {
			gan_buf_puts(t, "k=4 s=2 p=1");
		}
		end_conv(s, "g", t);
		if (i < 0)
			break;
		at++;
		at += gan_arch_norm(&s->a, t, "g", at, "", " init=normal:.02");
		gan_buf_puts(t, "-        relu\n");
		at++;
	}
	gan_buf_puts(t, "-        tanh\noutput range=-1:1\n");
}

/* One number of the last picture: by a convolution as big as it, or behind a vector of comparisons. */
static void print_last(const struct shape *s, struct gan_buf *t, int at)
{
	if (gan_arch_int(&s->a, "mbdisc")) {
		gan_buf_puts(t, "-        flatten\n");
		at += gan_arch_mbdisc(&s->a, t, at, "normal:.02");
		gan_buf_printf(t, "main.%-3d linear out=1", at);
	} else {
		gan_buf_printf(t, "main.%-3d conv out=1 ", at);
		base_kernel(s, t);
		gan_buf_puts(t, " s=1 p=0");
	}
	end_conv(s, "d", t);
}

static void print_d(const struct shape *s, struct gan_buf *t)
{
	int i, at = 0;

	gan_buf_printf(t, "\nnet d\ninput x image %d %d %d range=-1:1\n", s->h, s->w, (int)(s->channels * s->pack));
	for (i = 0; i < s->n; i++) {
		gan_buf_printf(t, "main.%-3d conv out=%d k=4 s=2 p=1", at, (int)widen(s->ndf, i));
		end_conv(s, "d", t);
		at++;
		if (i > 0)
			at += gan_arch_norm(&s->a, t, "d", at, "", " init=normal:.02");
		gan_buf_puts(t, "-        lrelu slope=.2\n");
		at++;
	}
	gan_arch_mbstd(&s->a, t);
	print_last(s, t, at);
	gan_buf_puts(t, "output   # a logit\n");
}

static int print(const struct gan_kv *kv, struct gan_buf *text, struct gan_kv *hyper, struct gan_err *e)
{
	struct shape s = { .a = { kv, setting, GAN_COUNT(setting) } };
	const char *size = gan_arch_text(&s.a, "size");

	if (gan_parse_size(size, &s.w, &s.h) < 0 || !side_ok(s.w) || !side_ok(s.h))
		return gan_fail(e, GAN_USAGE, "size=%s: dcgan makes pictures with sides of 16, 28, 32, 64, 128 or 256 pixels "
		                "(gan-data -S WxH resizes data)", size);
	s.n = halvings(s.w < s.h ? s.w : s.h);
	if (s.w == 28 || s.h == 28)
		s.n = 2;
	s.base_h = s.h >> s.n;
	s.base_w = s.w >> s.n;
	s.channels = gan_arch_int(&s.a, "channels");
	s.z = gan_arch_int(&s.a, "z");
	s.ngf = gan_arch_int(&s.a, "ngf");
	s.ndf = gan_arch_int(&s.a, "ndf");
	s.pack = gan_arch_int(&s.a, "pack");
	print_g(&s, text);
	print_d(&s, text);
	if (gan_arch_train(hyper, training, GAN_COUNT(training), e) < 0)
		return -1;
	return gan_buf_ok(text, e);
}

const struct gan_arch gan_arch_dcgan = {
	"dcgan", "convolutional GAN for pictures of 16 to 256 pixels a side", setting, GAN_COUNT(setting), print
};
