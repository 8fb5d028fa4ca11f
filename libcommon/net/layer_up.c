#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]);
	int sh, sw;

	if (!x || gan_lb_pair(b, "s", &sh, &sw, 1, 4096) < 0)
		return NULL;
	if (gan_lb_is(b, "mode", "nearest"))
		return gan_resize_nearest(b->g, x, x->shape.dim[1] * sh, x->shape.dim[2] * sw);
	return gan_resize_bilinear(b->g, x, x->shape.dim[1] * sh, x->shape.dim[2] * sw, gan_lb_is(b, "corners", "1"));
}

static const struct gan_setting setting[] = {
	{ "s", GAN_SET_TEXT, "2", 0, 0, NULL, "", "how many times as big: N, or HEIGHT,WIDTH" },
	{ "mode", GAN_SET_ENUM, "nearest", 0, 0, "nearest|bilinear", "", "how pixels between are found" },
	GAN_SET_FLAG("corners", "0", "bilinear: outermost pixels stay where they are (align_corners)"),
};

const struct gan_layer_type gan_layer_up = {
	"up", "a bigger picture", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
