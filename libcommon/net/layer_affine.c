#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	if (!gan_lb_real_value(b, b->in[0]))
		return NULL;
	return gan_affine(b->g, b->in[0], gan_lb_real(b, "scale"), gan_lb_real(b, "shift"));
}

static const struct gan_setting setting[] = {
	{ "scale", GAN_SET_REAL, "1", -1e30, 1e30, NULL, "", "factor" },
	{ "shift", GAN_SET_REAL, "0", -1e30, 1e30, NULL, "", "added after it" },
};

const struct gan_layer_type gan_layer_affine = {
	"affine", "scale x + shift, with constants", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
