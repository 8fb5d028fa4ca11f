/* X added to zeros at an index of its own for each element, along an axis: the adjoint of take_along. */
#include "kernel/index.h"
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_axis_attr *a = n->attr;

	if (gan_want_type(n, 0, GAN_REAL, e) || gan_want_type(n, 1, GAN_I64, e) || gan_want_axis(n, 0, a->axis, e))
		return -1;
	if (!gan_shape_eq(&n->in[0]->shape, &n->in[1]->shape) || a->n < 0)
		return gan_fail(e, GAN_INTERNAL, "put_along: index and values differ in shape");
	n->type = GAN_REAL;
	n->shape = n->in[0]->shape;
	n->shape.dim[a->axis] = a->n;
	return 0;
}

static void run(const struct gan_run *r)
{
	const struct gan_node *n = r->node;
	const struct gan_axis_attr *a = n->attr;
	long outer, inner;

	gan_split_at(&n->shape, a->axis, &outer, &inner);
	gan_index_put(r->y, r->x[0], r->x[1], outer, (long)a->n, (long)n->in[0]->shape.dim[a->axis], inner);
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	if (want[0])
		gx[0] = gan_take_along(g, gy, n->in[1], ((const struct gan_axis_attr *)n->attr)->axis);
}

static gan_n *case1(gan_g *g)
{
	return gan_put_along(g, gan_case_in(g, "a", "2,5,3"), gan_case_index(g, "2,5,3", 1, 3, 4), 1, 4);
}

static const struct gan_op_case cases[] = {
	{ "put_along", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_put_along = {
	.name = "put_along",
	.help = "x added to zeros at an index of its own for each element, along an axis: the adjoint of take_along",
	.nin_min = 2,
	.nin_max = 2,
	.attr_size = sizeof(struct gan_axis_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
