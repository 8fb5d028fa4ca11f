/* X, through which no gradient goes. */
#include "op/op_util.h"

static gan_n *case1(gan_g *g)
{
	gan_n *a = gan_case_in(g, "a", "3,5");

	return gan_stop_gradient(g, a);
}

static const struct gan_op_case cases[] = {
	{ "stop_gradient", case1, -1, 1, 0 },
	{ 0 }
};

const struct gan_op gan_op_stop_gradient = {
	.name = "stop_gradient",
	.help = "x, through which no gradient goes",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_VIEW | GAN_OP_NOGRAD,
	.shape = gan_same_shape,
	.cases = cases,
};
