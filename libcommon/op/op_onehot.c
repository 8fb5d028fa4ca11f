/* 1 at the index along a new last axis, else 0; all 0 where the index is outside. */
#include "kernel/index.h"
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_axis_attr *a = n->attr;

	if (gan_want_type(n, 0, GAN_I64, e))
		return -1;
	if (a->n < 0 || n->in[0]->shape.rank >= GAN_MAX_RANK)
		return gan_fail(e, GAN_INTERNAL, "onehot: cannot add an axis of %lld", (long long)a->n);
	n->type = GAN_REAL;
	n->shape = n->in[0]->shape;
	n->shape.dim[n->shape.rank++] = a->n;
	return 0;
}

static void run(const struct gan_run *r)
{
	const struct gan_axis_attr *a = r->node->attr;

	gan_index_onehot(r->y, r->x[0], (long)gan_shape_count(&r->node->in[0]->shape), (long)a->n);
}

static gan_n *case1(gan_g *g)
{
	return gan_onehot(g, gan_case_index(g, "2,3", 1, 2, 5), 4);
}

static const struct gan_op_case cases[] = {
	{ "onehot", case1, -1, 1, 0 },
	{ 0 }
};

const struct gan_op gan_op_onehot = {
	.name = "onehot",
	.help = "1 at the index along a new last axis, else 0; all 0 where the index is outside",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_NOGRAD,
	.attr_size = sizeof(struct gan_axis_attr),
	.shape = shape,
	.run = run,
	.cases = cases,
};
