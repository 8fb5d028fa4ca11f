#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	uint32_t axes;

	if (!gan_lb_real_value(b, b->in[0]) || gan_lb_axes(b, "axes", b->in[0], &axes) < 0)
		return NULL;
	if (axes & 1)
		b->across |= GAN_ACROSS_NORM;
	return gan_normalise(b->g, b->in[0], axes, gan_lb_real(b, "eps"), NULL, NULL);
}

static const struct gan_setting setting[] = {
	{ "axes", GAN_SET_TEXT, NULL, 0, 0, NULL, "", "over which mean and variance are taken, as h,w" },
	{ "eps", GAN_SET_REAL, "1e-5", 0, 1e6, NULL, "", "added to the variance" },
};

const struct gan_layer_type gan_layer_normalise = {
	"normalise", "(x - mean)/sqrt(var + eps) over any axes, without parameters", setting, GAN_COUNT(setting),
	NULL, 0, 1, 1, build
};
