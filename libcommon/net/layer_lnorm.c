#include "net/norm.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0];
	uint32_t axes;

	if (!gan_lb_real_value(b, x))
		return NULL;
	if (x->shape.rank < 2)
		return gan_lb_fail(b, "expected a vector or a picture");
	axes = gan_lb_is(b, "over", "all") ? gan_axes_but(x, 0) : 1u << (x->shape.rank - 1);
	return gan_lb_scale_shift(b, gan_normalise(b->g, x, axes, gan_lb_real(b, "eps"), NULL, NULL));
}

static const struct gan_setting setting[] = {
	{ "over", GAN_SET_ENUM, "all", 0, 0, "all|channels", "", "what is normalised: all numbers of a sample, or a pixel's" },
	GAN_SET_NORM("1e-5"),
};

const struct gan_layer_type gan_layer_lnorm = {
	"lnorm", "layer norm: each sample, with a scale and shift per channel", setting, GAN_COUNT(setting),
	gan_norm_entries, 2, 1, 1, build
};
