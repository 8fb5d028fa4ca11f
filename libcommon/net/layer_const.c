#include "net/value.h"

static struct gan_node *build(struct gan_lb *b)
{
	enum gan_layout layout;
	struct gan_shape s;

	if (gan_lb_value_shape(b, &s, &layout) < 0)
		return NULL;
	s.dim[0] = b->batch;
	return gan_expand(b->g, gan_const(b->g, gan_lb_real(b, "value")), &s);
}

static const struct gan_setting setting[] = {
	{ "to", GAN_SET_TEXT, "1", 0, 0, NULL, "", "its size: N, or C,H,W" },
	{ "value", GAN_SET_REAL, NULL, -1e30, 1e30, NULL, "", "the number" },
};

const struct gan_layer_type gan_layer_const = {
	"const", "a number, for every sample", setting, GAN_COUNT(setting), NULL, 0, 0, 0, build
};
