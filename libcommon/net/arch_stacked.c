/* The small nets of stacked MNIST (Metz et al. 2017, app. E; Lin et al. 2018, sec. 4.2): 3x3 convolutions, three doublings
   up from a linear layer, three halvings down to one, a discriminator of half the generator's width. */
#include "base/text.h"
#include "net/preset.h"

static const struct gan_setting setting[] = {
	{ "size", GAN_SET_TEXT, "28x28", 0, 0, NULL, "pixels", "WxH of the pictures, at least 8x8" },
	{ "channels", GAN_SET_INT, "3", 1, 64, NULL, "", "1 is grey, 3 is RGB" },
	{ "z", GAN_SET_INT, "256", 1, 65536, NULL, "", "length of the latent vector" },
	{ "ngf", GAN_SET_INT, "8", 1, 4096, NULL, "channels", "of G's last hidden layer; 2, 4 and 8 times as many before it" },
	{ "ndf", GAN_SET_INT, "4", 1, 4096, NULL, "channels", "of D's first layer; 2 and 4 times as many after it" },
	GAN_ARCH_NORM("bn", "bn"),
	GAN_ARCH_BATCH,
	GAN_ARCH_PACK,
};

static const char *const training[][2] = {
	{ "optim", "adam" }, { "lr.g", "0.0001" }, { "lr.d", "0.0002" }, { "beta1", "0.5" }, { "beta2", "0.99" },
	{ "eps", "1e-8" }, { "batch", "128" }, { "z", "shared" }, { "d-update", "joint" },
};

#define HALVINGS 3

/* A side after k halvings that round up. */
static int halved(int n, int k)
{
	for (; k > 0; k--)
		n = (n + 1) / 2;
	return n;
}

/* The end of a layer's line. */
static void end(const struct gan_arch_kv *a, struct gan_buf *t, const char *net, int bias)
{
	gan_buf_printf(t, "%s init=normal:.02%s\n", bias || !gan_arch_normed(a, net) ? "" : " bias=0", gan_arch_sn(a, net));
}

static void print_g(const struct gan_arch_kv *a, struct gan_buf *t, int w, int h)
{
	int ngf = (int)gan_arch_int(a, "ngf"), at = 3, k;
	int bw = halved(w, HALVINGS), bh = halved(h, HALVINGS);

	gan_buf_printf(t, "net g\ninput z %d\n", (int)gan_arch_int(a, "z"));
	gan_buf_printf(t, "main.0   linear out=%lld", (long long)bw * bh * 8 * ngf);
	end(a, t, "g", 0);
	gan_buf_printf(t, "-        view to=%d,%d,%d\n", 8 * ngf, bh, bw);
	gan_arch_norm(a, t, "g", 1, "", "");
	gan_buf_puts(t, "-        relu\n");
	for (k = HALVINGS - 1; k >= 0; k--) {
		/* 2n - 1 pixels, and one more where the side is even */
		gan_buf_printf(t, "main.%-3d convt out=%d k=3 s=2 p=1 op=%d,%d", at++, ngf << k, halved(h, k) % 2 == 0,
		               halved(w, k) % 2 == 0);
		end(a, t, "g", 0);
		at += gan_arch_norm(a, t, "g", at, "", "");
		gan_buf_puts(t, "-        relu\n");
		at++;
	}
	gan_buf_printf(t, "main.%-3d conv out=%d k=3 p=1", at, (int)gan_arch_int(a, "channels"));
	end(a, t, "g", 1);
	gan_buf_puts(t, "-        tanh\noutput range=-1:1\n");
}

static void print_d(const struct gan_arch_kv *a, struct gan_buf *t, int w, int h)
{
	int ndf = (int)gan_arch_int(a, "ndf"), at = 0, k;

	gan_buf_printf(t, "\nnet d\ninput x image %d %d %d range=-1:1\n", h, w,
	               (int)(gan_arch_int(a, "channels") * gan_arch_int(a, "pack")));
	for (k = 0; k < HALVINGS; k++) {
		gan_buf_printf(t, "main.%-3d conv out=%d k=3 s=2 p=1", at++, ndf << k);
		end(a, t, "d", 0);
		at += gan_arch_norm(a, t, "d", at, "", "");
		gan_buf_puts(t, "-        lrelu slope=.3\n");
		at++;
	}
	gan_arch_mbstd(a, t);
	gan_buf_puts(t, "-        flatten\n");
	at += gan_arch_mbdisc(a, t, at, "normal:.02");
	gan_buf_printf(t, "main.%-3d linear out=1", at);
	end(a, t, "d", 1);
	gan_buf_puts(t, "output   # a logit\n");
}

static int print(const struct gan_kv *kv, struct gan_buf *text, struct gan_kv *hyper, struct gan_err *e)
{
	const struct gan_arch_kv a = { kv, setting, GAN_COUNT(setting) };
	const char *size = gan_arch_text(&a, "size");
	int w, h;

	if (gan_parse_size(size, &w, &h) < 0 || w < 8 || h < 8)
		return gan_fail(e, GAN_USAGE, "size=%s: expected WxH, at least 8x8", size);
	print_g(&a, text, w, h);
	print_d(&a, text, w, h);
	if (gan_arch_train(hyper, training, GAN_COUNT(training), e) < 0)
		return -1;
	return gan_buf_ok(text, e);
}

const struct gan_arch gan_arch_stacked = {
	"stacked", "small convolutional GAN, that of stacked MNIST", setting, GAN_COUNT(setting), print
};
