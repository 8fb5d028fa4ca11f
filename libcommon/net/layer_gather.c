#include "net/lb_index.h"

static struct gan_node *build(struct gan_lb *b)
{
	int axis = gan_lb_index_axis(b);

	return axis < 0 ? NULL : gan_gather(b->g, b->in[0], b->in[1], axis);
}

static const struct gan_setting setting[] = {
	GAN_SET_AXIS,
};

const struct gan_layer_type gan_layer_gather = {
	"gather", "x's axis replaced by its entries at the indices", setting, GAN_COUNT(setting), NULL, 0, 2, 2, build
};
