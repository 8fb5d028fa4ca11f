/* A residual classifier for small colour pictures: the CIFAR net of He et al. 2016, section 4.2. Three stages of blocks, each
   of two 3x3 convolutions with batch norm, halve the picture and double the channels between them; a mean over the
   picture ends them. With blocks=3 it is ResNet-20. Where a block changes size, its short cut is a 1x1 convolution. */
#include <stdio.h>
#include "base/text.h"
#include "net/preset.h"

static const struct gan_setting setting[] = {
	{ "size", GAN_SET_TEXT, "32x32", 0, 0, NULL, "pixels", "WxH of the pictures, each side 8 or more" },
	{ "channels", GAN_SET_INT, "3", 1, 64, NULL, "", "1 is grey, 3 is RGB" },
	{ "classes", GAN_SET_INT, "10", 2, 65536, NULL, "", "how many; labels are 0 to classes-1" },
	{ "width", GAN_SET_INT, "16", 1, 1024, NULL, "channels", "of the first stage; the second has 2, the third 4 times as many" },
	{ "blocks", GAN_SET_INT, "3", 1, 64, NULL, "", "blocks in a stage; the net has 6 times as many layers, and 2" },
};

static const char *const training[][2] = {
	{ "objective", "classifier" }, { "optim", "adam" }, { "lr", "0.001" }, { "beta1", "0.9" }, { "beta2", "0.999" },
	{ "eps", "1e-8" }, { "batch", "128" }, { "ema", "0.999" }, { "weight-decay", "0.0001" },
};

/* Block k of a stage ends in a value named s<stage>.<k>; from is the value that it begins with. */
static void block(struct gan_buf *t, const char *from, int stage, int k, int out)
{
	int stride = k == 1 && stage > 1 ? 2 : 1;

	gan_buf_printf(t, "\ns%d.%d.conv1 conv from=%s out=%d k=3 s=%d p=1 bias=0 init=he\n", stage, k, from, out, stride);
	gan_buf_printf(t, "s%d.%d.bn1   bn\n-          relu\n", stage, k);
	gan_buf_printf(t, "s%d.%d.conv2 conv out=%d k=3 p=1 bias=0 init=he\ns%d.%d.bn2   bn\n", stage, k, out, stage, k);
	if (stride == 2) {
		gan_buf_printf(t, "s%d.%d.conv3 conv from=%s out=%d k=1 s=2 bias=0 init=he\n", stage, k, from, out);
		gan_buf_printf(t, "s%d.%d.bn3   bn\n", stage, k);
		gan_buf_printf(t, "-          add from=s%d.%d.bn2,s%d.%d.bn3\n", stage, k, stage, k);
	} else {
		gan_buf_printf(t, "-          add from=s%d.%d.bn2,%s\n", stage, k, from);
	}
	gan_buf_printf(t, "s%d.%d       relu\n", stage, k);
}

static int print(const struct gan_kv *kv, struct gan_buf *text, struct gan_kv *hyper, struct gan_err *e)
{
	const struct gan_arch_kv arch = { kv, setting, GAN_COUNT(setting) }, *a = &arch;
	const char *size = gan_arch_text(a, "size");
	int w, h, width = (int)gan_arch_int(a, "width"), blocks = (int)gan_arch_int(a, "blocks");
	char from[32] = "stem";

	if (gan_parse_size(size, &w, &h) < 0 || w < 8 || h < 8)
		return gan_fail(e, GAN_USAGE, "size=%s: expected WxH, each side 8 pixels or more (gan-data -S WxH resizes data)", size);
	gan_buf_printf(text, "net c\ninput x image %d %d %d range=-1:1\n", h, w, (int)gan_arch_int(a, "channels"));
	gan_buf_printf(text, "conv       conv out=%d k=3 p=1 bias=0 init=he\nbn         bn\nstem       relu\n", width);
	for (int stage = 1; stage <= 3; stage++)
		for (int k = 1; k <= blocks; k++) {
			block(text, from, stage, k, width << (stage - 1));
			snprintf(from, sizeof from, "s%d.%d", stage, k);
		}
	gan_buf_printf(text, "\nfeatures   mean axes=h,w\nclasses    linear out=%d init=glorot\noutput   # logits\n",
	               (int)gan_arch_int(a, "classes"));
	return gan_arch_train(hyper, training, GAN_COUNT(training), e) || gan_buf_ok(text, e) ? -1 : 0;
}

const struct gan_arch gan_arch_resnet = {
	"resnet", "residual classifier of labelled colour pictures", setting, GAN_COUNT(setting), print
};
