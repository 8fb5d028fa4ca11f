/* Running sum along an axis, forwards or backwards. */
#include "kernel/along.h"
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	if (gan_want_type(n, 0, GAN_REAL, e) || gan_want_axis(n, 0, ((const struct gan_axis_attr *)n->attr)->axis, e))
		return -1;
	return gan_same_shape(n, e);
}

static void run(const struct gan_run *r)
{
	const struct gan_axis_attr *a = r->node->attr;
	const struct gan_shape *x = &r->node->in[0]->shape;
	long outer, inner;

	gan_split_at(x, a->axis, &outer, &inner);
	gan_along_cumsum(r->y, r->x[0], outer, (long)x->dim[a->axis], inner, a->flag);
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	const struct gan_axis_attr *a = n->attr;

	(void)want;
	gx[0] = gan_cumsum(g, gy, a->axis, !a->flag);
}

static gan_n *case1(gan_g *g)
{
	return gan_cumsum(g, gan_case_in(g, "a", "3,5,2"), 1, 0);
}

static gan_n *case_back(gan_g *g)
{
	return gan_cumsum(g, gan_case_in(g, "a", "3,5"), -1, 1);
}

static const struct gan_op_case cases[] = {
	{ "cumsum", case1, -1, 1, 2 },
	{ "cumsum backwards", case_back, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_cumsum = {
	.name = "cumsum",
	.help = "running sum along an axis, forwards or backwards",
	.nin_min = 1,
	.nin_max = 1,
	.attr_size = sizeof(struct gan_axis_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
