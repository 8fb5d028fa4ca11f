/* A transformer of pictures: the feed-forward style net of Johnson, Alahi and Fei-Fei 2016 (supplement, table 1), with instance
   norm (Ulyanov et al. 2016b), mirrored borders, and nearest-neighbour growth in place of transposed convolutions. It takes
   pictures of any size whose sides are multiples of 4. What it learns by, a style's targets and the network that looks, are nets
   of the model as well: gan-init adds them. */
#include <stdio.h>
#include "net/preset.h"

static const struct gan_setting setting[] = {
	{ "channels", GAN_SET_INT, "3", 1, 3, NULL, "", "1 is grey, 3 is RGB" },
	{ "width", GAN_SET_INT, "32", 1, 1024, NULL, "channels", "of the first layer; the residual blocks have four times as many" },
	{ "blocks", GAN_SET_INT, "5", 0, 64, NULL, "", "residual blocks" },
	{ "style", GAN_SET_TEXT, "", 0, 0, NULL, "", "the style: a PNM file" },
	{ "features", GAN_SET_TEXT, "", 0, 0, NULL, "", "MODEL of the network that looks (default: gan-styletx's)" },
};

static const char *const training[][2] = {
	{ "objective", "perceptual" }, { "optim", "adam" }, { "lr", "0.001" }, { "beta1", "0.9" }, { "beta2", "0.999" },
	{ "batch", "4" }, { "ema", "0" },
};

/* Convolution and norm, as "conv.NAME" and NAME. */
static void conv(struct gan_buf *t, const char *name, int out, int k, int stride)
{
	gan_buf_printf(t, "-          pad p=%d mode=reflect\nconv.%-6sconv out=%d k=%d s=%d bias=0 init=he\n%-10s inorm\n", k / 2,
	               name, out, k, stride, name);
}

static void block(struct gan_buf *t, int i, int width)
{
	char a[16], b[16];

	snprintf(a, sizeof a, "r%d.1", i);
	snprintf(b, sizeof b, "r%d.2", i);
	conv(t, a, width, 3, 1);
	gan_buf_puts(t, "-          relu\n");
	conv(t, b, width, 3, 1);
	gan_buf_printf(t, "res%-7d add from=res%d,%s\n\n", i, i - 1, b);
}

static int print(const struct gan_kv *kv, struct gan_buf *text, struct gan_kv *hyper, struct gan_err *e)
{
	const struct gan_arch_kv arch = { kv, setting, GAN_COUNT(setting) }, *a = &arch;
	int width = (int)gan_arch_int(a, "width"), c = (int)gan_arch_int(a, "channels");

	gan_buf_printf(text, "net g\ninput x image * * %d range=-1:1\n", c);
	conv(text, "down1", width, 9, 1);
	gan_buf_puts(text, "-          relu\n");
	conv(text, "down2", 2 * width, 3, 2);
	gan_buf_puts(text, "-          relu\n");
	conv(text, "down3", 4 * width, 3, 2);
	gan_buf_puts(text, "res0       relu\n\n");
	for (int i = 1; i <= gan_arch_int(a, "blocks"); i++)
		block(text, i, 4 * width);
	gan_buf_puts(text, "-          up\n");
	conv(text, "up1", 2 * width, 3, 1);
	gan_buf_puts(text, "-          relu\n-          up\n");
	conv(text, "up2", width, 3, 1);
	gan_buf_puts(text, "-          relu\n-          pad p=4 mode=reflect\n");
	gan_buf_printf(text, "conv.out   conv out=%d k=9 init=glorot\n-          tanh\n", c);
	gan_buf_puts(text, "output range=-1:1\n");
	return gan_arch_train(hyper, training, GAN_COUNT(training), e) || gan_buf_ok(text, e) ? -1 : 0;
}

const struct gan_arch gan_arch_styletx = {
	"styletx", "transformer of pictures into a style", setting, GAN_COUNT(setting), print
};
