#include "net/lb_random.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_shape s = gan_shape_of(2, b->batch, gan_lb_int(b, "n"));

	return gan_lb_draw(b, &s);
}

static const struct gan_setting setting[] = {
	{ "n", GAN_SET_INT, NULL, 1, 1 << 24, NULL, "", "numbers for each sample" },
	GAN_SET_DIST,
};

const struct gan_layer_type gan_layer_random = {
	"random", "a vector of random numbers", setting, GAN_COUNT(setting), NULL, 0, 0, 0, build
};
