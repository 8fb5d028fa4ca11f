#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_shape s = gan_shape_of(1, b->batch);
	char purpose[GAN_NET_MAX_ENTRY + 128];

	if (!b->rng)
		return gan_lb_fail(b, "it needs random numbers, and this use of the net has none");
	gan_lb_purpose(b, purpose, sizeof(purpose));
	return gan_randint(b->g, b->rng, purpose, &s, gan_lb_int(b, "below"));
}

static const struct gan_setting setting[] = {
	{ "below", GAN_SET_INT, NULL, 1, 1 << 30, NULL, "", "0 to below-1, all alike" },
};

const struct gan_layer_type gan_layer_randint = {
	"randint", "a random whole number for each sample, as a label", setting, GAN_COUNT(setting), NULL, 0, 0, 0, build
};
