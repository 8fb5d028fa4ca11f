/* a value bound before each run */
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_source_attr *a = n->attr;

	if (!n->name)
		return gan_fail(e, GAN_INTERNAL, "input: it has no name");
	if (a->shape.rank < 0 || a->shape.rank > GAN_MAX_RANK)
		return gan_fail(e, GAN_INTERNAL, "input '%s': rank %d", n->name, a->shape.rank);
	if (a->type != GAN_REAL && a->type != GAN_U8 && a->type != GAN_I64)
		return gan_fail(e, GAN_INTERNAL, "input '%s': a graph has no numbers of type %s", n->name,
		                gan_dtype_name((enum gan_dtype)a->type));
	n->type = (enum gan_dtype)a->type;
	n->shape = a->shape;
	return 0;
}

static gan_n *case1(gan_g *g)
{
	return gan_case_in(g, "a", "3,5");
}

static const struct gan_op_case cases[] = {
	{ "input", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_input = {
	.name = "input",
	.help = "a value bound before each run",
	.flags = GAN_OP_SOURCE,
	.attr_size = sizeof(struct gan_source_attr),
	.shape = shape,
	.cases = cases,
};
