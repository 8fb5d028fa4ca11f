#include "net/norm.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]);

	if (!x)
		return NULL;
	return gan_lb_scale_shift(b, gan_normalise(b->g, x, 1u << 1 | 1u << 2, gan_lb_real(b, "eps"), NULL, NULL));
}

static const struct gan_setting setting[] = { GAN_SET_NORM("1e-5") };

const struct gan_layer_type gan_layer_inorm = {
	"inorm", "instance norm: each channel of each picture", setting, GAN_COUNT(setting),
	gan_norm_entries, 2, 1, 1, build
};
