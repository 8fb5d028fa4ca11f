/* A small convolutional classifier: two 3x3 convolutions, a 2x2 max pool, one hidden layer, as the MNIST example of Keras
   has it, which PacGAN (Lin et al. 2018) counts modes by. Of points: two hidden layers. */
#include <string.h>
#include "base/text.h"
#include "net/preset.h"

static const struct gan_setting setting[] = {
	{ "size", GAN_SET_TEXT, "28x28", 0, 0, NULL, "pixels", "WxH of the pictures, each side 6 or more" },
	{ "channels", GAN_SET_INT, "1", 1, 64, NULL, "", "1 is grey, 3 is RGB" },
	{ "points", GAN_SET_INT, "0", 0, 65536, NULL, "", "dimensions of points, classified instead of pictures; 0: pictures" },
	{ "classes", GAN_SET_INT, "10", 2, 65536, NULL, "", "how many; labels are 0 to classes-1" },
	{ "width", GAN_SET_INT, "32", 1, 1024, NULL, "channels", "of the first convolution; the second has twice as many" },
	{ "features", GAN_SET_INT, "128", 1, 65536, NULL, "", "size of the hidden layer, which is named features" },
	{ "drop.conv", GAN_SET_REAL, "0.25", 0, 0.99, NULL, "", "dropout after the pool" },
	{ "drop.features", GAN_SET_REAL, "0.5", 0, 0.99, NULL, "", "dropout after the hidden layer" },
};

static const char *const training[][2] = {
	{ "objective", "classifier" }, { "optim", "adam" }, { "lr", "0.001" }, { "beta1", "0.9" }, { "beta2", "0.999" },
	{ "eps", "1e-8" }, { "batch", "128" }, { "ema", "0.999" },
};

static void dropout(const struct gan_arch_kv *a, struct gan_buf *t, const char *key)
{
	if (strcmp(gan_arch_text(a, key), "0"))
		gan_buf_printf(t, "-        dropout p=%s\n", gan_arch_text(a, key));
}

static int print_picture(const struct gan_arch_kv *a, struct gan_buf *t, struct gan_err *e)
{
	const char *size = gan_arch_text(a, "size");
	int w, h, width = (int)gan_arch_int(a, "width");

	if (gan_parse_size(size, &w, &h) < 0 || w < 6 || h < 6)
		return gan_fail(e, GAN_USAGE, "size=%s: expected WxH, each side 6 pixels or more (gan-data -S WxH resizes data)", size);
	gan_buf_printf(t, "net c\ninput x image %d %d %d range=0:1\n", h, w, (int)gan_arch_int(a, "channels"));
	gan_buf_printf(t, "conv1    conv out=%d k=3 init=he\n-        relu\n", width);
	gan_buf_printf(t, "conv2    conv out=%d k=3 init=he\n-        relu\n-        maxpool k=2\n", 2 * width);
	dropout(a, t, "drop.conv");
	gan_buf_puts(t, "-        flatten\n");
	return 0;
}

static int print_points(const struct gan_arch_kv *a, struct gan_buf *t, struct gan_err *e)
{
	static const char *const of_pictures[] = { "size", "channels", "width", "drop.conv" };

	for (size_t i = 0; i < GAN_COUNT(of_pictures); i++)
		if (gan_kv_get(a->kv, of_pictures[i]))
			return gan_fail(e, GAN_USAGE, "%s= is about pictures, and points=%d asks for none", of_pictures[i],
			                (int)gan_arch_int(a, "points"));
	gan_buf_printf(t, "net c\ninput x %d\n", (int)gan_arch_int(a, "points"));
	gan_buf_printf(t, "fc1      linear out=%d init=he\n-        relu\n", (int)gan_arch_int(a, "features"));
	return 0;
}

static int print(const struct gan_kv *kv, struct gan_buf *text, struct gan_kv *hyper, struct gan_err *e)
{
	const struct gan_arch_kv arch = { kv, setting, GAN_COUNT(setting) }, *a = &arch;

	if (gan_arch_int(a, "points") ? print_points(a, text, e) : print_picture(a, text, e))
		return -1;
	gan_buf_printf(text, "hidden   linear out=%d init=he\nfeatures relu\n", (int)gan_arch_int(a, "features"));
	dropout(a, text, "drop.features");
	gan_buf_printf(text, "classes  linear out=%d init=glorot\noutput   # logits\n", (int)gan_arch_int(a, "classes"));
	return gan_arch_train(hyper, training, GAN_COUNT(training), e) || gan_buf_ok(text, e) ? -1 : 0;
}

const struct gan_arch gan_arch_classifier = {
	"classifier", "small convolutional classifier of labelled pictures or points", setting, GAN_COUNT(setting), print
};
