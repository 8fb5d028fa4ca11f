#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	return gan_iota(b->g, gan_lb_int(b, "n"));
}

static const struct gan_setting setting[] = {
	{ "n", GAN_SET_INT, NULL, 1, 1 << 30, NULL, "", "how many" },
};

const struct gan_layer_type gan_layer_iota = {
	"iota", "0, 1, 2, ... as indices", setting, GAN_COUNT(setting), NULL, 0, 0, 0, build
};
