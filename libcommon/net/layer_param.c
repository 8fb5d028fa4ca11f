#include "net/value.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_fill f = { GAN_FILL_NORMAL, 0, 1 };
	enum gan_layout layout;
	struct gan_shape s;
	struct gan_node *x;

	if (gan_lb_value_shape(b, &s, &layout) < 0 ||
	    gan_lb_fill(b, "init", (double)gan_shape_count(&s), (double)gan_shape_count(&s), 0, &f) < 0 ||
	    !(x = gan_lb_param(b, "weight", &s, layout, &f)))
		return NULL;
	s.dim[0] = b->batch;
	return gan_expand(b->g, x, &s);
}

static const struct gan_setting setting[] = {
	{ "to", GAN_SET_TEXT, NULL, 0, 0, NULL, "", "its size: N, or C,H,W" },
	{ "init", GAN_SET_TEXT, "", 0, 0, NULL, "", "initial values, as of other layers; left out: normal:1" },
};
static const struct gan_layer_entry entry[] = { { "weight", 1 } };

const struct gan_layer_type gan_layer_param = {
	"param", "trained numbers, the same for every sample", setting, GAN_COUNT(setting), entry, GAN_COUNT(entry), 0, 0, build
};
