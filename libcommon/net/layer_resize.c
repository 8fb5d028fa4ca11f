#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]);
	int h, w;

	if (!x || gan_lb_pair(b, "to", &h, &w, 1, 32768) < 0)
		return NULL;
	if (gan_lb_is(b, "mode", "nearest"))
		return gan_resize_nearest(b->g, x, h, w);
	return gan_resize_bilinear(b->g, x, h, w, gan_lb_is(b, "corners", "1"));
}

static const struct gan_setting setting[] = {
	{ "to", GAN_SET_TEXT, NULL, 0, 0, NULL, "pixels", "HEIGHT,WIDTH, or N for both" },
	{ "mode", GAN_SET_ENUM, "nearest", 0, 0, "nearest|bilinear", "", "how pixels between are found; no antialiasing" },
	GAN_SET_FLAG("corners", "0", "bilinear: outermost pixels stay where they are (align_corners)"),
};

const struct gan_layer_type gan_layer_resize = {
	"resize", "a picture of another size", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
