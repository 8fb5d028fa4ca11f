/* X[..., index, ...]: an axis of x replaced by the axes of index; 0 where the index is outside. */
#include "kernel/index.h"
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_axis_attr *a = n->attr;
	const struct gan_shape *x = &n->in[0]->shape, *i = &n->in[1]->shape;

	if (gan_want_type(n, 1, GAN_I64, e) || gan_want_axis(n, 0, a->axis, e))
		return -1;
	if (x->rank + i->rank - 1 > GAN_MAX_RANK)
		return gan_fail(e, GAN_DATA, "gather: the result has more than %d axes", GAN_MAX_RANK);
	n->type = n->in[0]->type;
	for (int k = 0; k < a->axis; k++)
		n->shape.dim[n->shape.rank++] = x->dim[k];
	for (int k = 0; k < i->rank; k++)
		n->shape.dim[n->shape.rank++] = i->dim[k];
	for (int k = a->axis + 1; k < x->rank; k++)
		n->shape.dim[n->shape.rank++] = x->dim[k];
	return 0;
}

static void run(const struct gan_run *r)
{
	const struct gan_node *n = r->node;
	int axis = ((const struct gan_axis_attr *)n->attr)->axis;
	const struct gan_shape *x = &n->in[0]->shape;
	long outer, inner;

	gan_split_at(x, axis, &outer, &inner);
	gan_index_gather(r->y, r->x[0], r->x[1], outer, (long)x->dim[axis], (long)gan_shape_count(&n->in[1]->shape), inner,
	                 gan_elem_size(n->type));
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	int axis = ((const struct gan_axis_attr *)n->attr)->axis;

	if (want[0])
		gx[0] = gan_scatter_add(g, gy, n->in[1], axis, n->in[0]->shape.dim[axis]);
}

static gan_n *case1(gan_g *g)
{
	return gan_gather(g, gan_case_in(g, "a", "2,4,3"), gan_case_index(g, "2,3", 1, 3, 4), 1);
}

static gan_n *case_rows(gan_g *g)
{
	return gan_gather(g, gan_case_in(g, "a", "5,3"), gan_case_index(g, "4", 1, 2, 5), 0);
}

static const struct gan_op_case cases[] = {
	{ "gather", case1, -1, 1, 2 },
	{ "gather of rows", case_rows, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_gather = {
	.name = "gather",
	.help = "x[..., index, ...]: an axis of x replaced by the axes of index; 0 where the index is outside",
	.nin_min = 2,
	.nin_max = 2,
	.attr_size = sizeof(struct gan_axis_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
