#include "net/layer.h"

/* The exponent is kept from overflowing on the side that is not taken. */
static struct gan_node *build(struct gan_lb *b)
{
	double alpha = gan_lb_real(b, "alpha");
	struct gan_node *x = b->in[0], *zero = gan_const(b->g, 0), *low;

	if (!gan_lb_real_value(b, x))
		return NULL;
	low = gan_affine(b->g, gan_exp(b->g, gan_min(b->g, x, zero)), alpha, -alpha);
	return gan_select(b->g, gan_gt(b->g, x, zero), x, low);
}

static const struct gan_setting setting[] = {
	{ "alpha", GAN_SET_REAL, "1", -1e6, 1e6, NULL, "", "what is reached below 0" },
};

const struct gan_layer_type gan_layer_elu = {
	"elu", "x above 0, alpha (e^x - 1) below", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
