/* X at an index of its own for each element of the result, along an axis; 0 where the index is outside. */
#include "kernel/index.h"
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_axis_attr *a = n->attr;
	const struct gan_shape *x = &n->in[0]->shape, *i = &n->in[1]->shape;
	bool fits = x->rank == i->rank;
	char s[160], t[160];

	if (gan_want_type(n, 1, GAN_I64, e) || gan_want_axis(n, 0, a->axis, e))
		return -1;
	for (int k = 0; k < x->rank && fits; k++)
		fits = k == a->axis || x->dim[k] == i->dim[k];
	if (!fits)
		return gan_fail(e, GAN_DATA, "take_along: an index of shape %s does not fit %s along axis %d",
		                gan_shape_str(i, t, sizeof(t)), gan_shape_str(x, s, sizeof(s)), a->axis);
	n->type = n->in[0]->type;
	n->shape = *i;
	return 0;
}

static void run(const struct gan_run *r)
{
	const struct gan_node *n = r->node;
	int axis = ((const struct gan_axis_attr *)n->attr)->axis;
	long outer, inner;

	gan_split_at(&n->shape, axis, &outer, &inner);
	gan_index_take(r->y, r->x[0], r->x[1], outer, (long)n->in[0]->shape.dim[axis], (long)n->shape.dim[axis], inner,
	               gan_elem_size(n->type));
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	int axis = ((const struct gan_axis_attr *)n->attr)->axis;

	if (want[0])
		gx[0] = gan_put_along(g, gy, n->in[1], axis, n->in[0]->shape.dim[axis]);
}

static gan_n *case1(gan_g *g)
{
	return gan_take_along(g, gan_case_in(g, "a", "2,4,3"), gan_case_index(g, "2,5,3", 1, 3, 4), 1);
}

static gan_n *case_topk(gan_g *g)
{
	return gan_topk(g, gan_case_in(g, "a", "3,6"), 1, 2, NULL);
}

static const struct gan_op_case cases[] = {
	{ "take_along", case1, -1, 1, 2 },
	{ "topk", case_topk, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_take_along = {
	.name = "take_along",
	.help = "x at an index of its own for each element of the result, along an axis; 0 where the index is outside",
	.nin_min = 2,
	.nin_max = 2,
	.attr_size = sizeof(struct gan_axis_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
