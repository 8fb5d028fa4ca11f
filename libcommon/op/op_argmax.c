/* Where along an axis x is greatest, the first of equals. */
#include "kernel/along.h"
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_axis_attr *a = n->attr;
	const struct gan_shape *x = &n->in[0]->shape;

	if (gan_want_type(n, 0, GAN_REAL, e) || gan_want_axis(n, 0, a->axis, e))
		return -1;
	if (x->dim[a->axis] == 0)
		return gan_fail(e, GAN_DATA, "argmax: the axis is empty");
	n->type = GAN_I64;
	for (int k = 0; k < x->rank; k++)
		if (k != a->axis)
			n->shape.dim[n->shape.rank++] = x->dim[k];
	return 0;
}

static void run(const struct gan_run *r)
{
	const struct gan_shape *x = &r->node->in[0]->shape;
	int axis = ((const struct gan_axis_attr *)r->node->attr)->axis;
	long outer, inner;

	gan_split_at(x, axis, &outer, &inner);
	gan_along_argmax(r->y, r->x[0], outer, (long)x->dim[axis], inner);
}

static gan_n *case1(gan_g *g)
{
	return gan_argmax(g, gan_case_in(g, "a", "3,5,2"), 1);
}

static const struct gan_op_case cases[] = {
	{ "argmax", case1, -1, 1, 0 },
	{ 0 }
};

const struct gan_op gan_op_argmax = {
	.name = "argmax",
	.help = "where along an axis x is greatest, the first of equals",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_NOGRAD,
	.attr_size = sizeof(struct gan_axis_attr),
	.shape = shape,
	.run = run,
	.cases = cases,
};
