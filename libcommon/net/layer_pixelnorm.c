#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	if (!gan_lb_real_value(b, b->in[0]))
		return NULL;
	return gan_pixel_norm(b->g, b->in[0], gan_lb_real(b, "eps"));
}

static const struct gan_setting setting[] = {
	{ "eps", GAN_SET_REAL, "1e-8", 0, 1e6, NULL, "", "added to the mean square" },
};

const struct gan_layer_type gan_layer_pixelnorm = {
	"pixelnorm", "x over the root mean square of its channels", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
