/* One number. */
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	(void)e;
	n->type = GAN_REAL;
	n->shape.rank = 0;
	return 0;
}

static gan_n *case1(gan_g *g)
{
	return gan_const(g, 2.5);
}

static const struct gan_op_case cases[] = {
	{ "const", case1, -1, 1, 0 },
	{ 0 }
};

const struct gan_op gan_op_const = {
	.name = "const",
	.help = "one number",
	.flags = GAN_OP_SOURCE,
	.attr_size = sizeof(struct gan_const_attr),
	.shape = shape,
	.cases = cases,
};
