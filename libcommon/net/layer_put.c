#include "net/lb_index.h"

static struct gan_node *build(struct gan_lb *b)
{
	int axis = gan_lb_index_axis(b);

	return axis < 0 ? NULL : gan_put_along(b->g, b->in[0], b->in[1], axis, gan_lb_int(b, "n"));
}

static const struct gan_setting setting[] = {
	GAN_SET_AXIS,
	{ "n", GAN_SET_INT, NULL, 1, 1 << 30, NULL, "", "size of the axis of the result" },
};

const struct gan_layer_type gan_layer_put = {
	"put", "adds x where the indices say along an axis: take's adjoint", setting, GAN_COUNT(setting), NULL, 0, 2, 2, build
};
