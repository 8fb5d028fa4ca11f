/* 0, 1, ..., n-1. */
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	int64_t count = ((const struct gan_axis_attr *)n->attr)->n;

	if (count < 0)
		return gan_fail(e, GAN_INTERNAL, "iota: of %lld numbers", (long long)count);
	n->type = GAN_I64;
	n->shape.rank = 1;
	n->shape.dim[0] = count;
	return 0;
}

static void run(const struct gan_run *r)
{
	int64_t *y = r->y;

	for (int64_t i = 0; i < r->node->shape.dim[0]; i++)
		y[i] = i;
}

static gan_n *case1(gan_g *g)
{
	return gan_iota(g, 7);
}

static const struct gan_op_case cases[] = {
	{ "iota", case1, -1, 1, 0 },
	{ 0 }
};

const struct gan_op gan_op_iota = {
	.name = "iota",
	.help = "0, 1, ..., n-1",
	.flags = GAN_OP_NOGRAD,
	.attr_size = sizeof(struct gan_axis_attr),
	.shape = shape,
	.run = run,
	.cases = cases,
};
