/* Inputs one after another along an axis. */
#include "kernel/move.h"
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	int axis = ((const struct gan_axis_attr *)n->attr)->axis;

	if (gan_want_axis(n, 0, axis, e))
		return -1;
	n->type = n->in[0]->type;
	n->shape = n->in[0]->shape;
	n->shape.dim[axis] = 0;
	for (int i = 0; i < n->nin; i++) {
		const struct gan_shape *x = &n->in[i]->shape;
		bool fits = x->rank == n->shape.rank;
		char s[160], t[160];

		for (int k = 0; k < x->rank && fits; k++)
			fits = k == axis || x->dim[k] == n->shape.dim[k];
		if (!fits)
			return gan_fail(e, GAN_DATA, "concat: shape %s does not go with %s along axis %d",
			                gan_shape_str(x, s, sizeof(s)),
			                gan_shape_str(&n->in[0]->shape, t, sizeof(t)), axis);
		if (gan_want_type(n, i, n->type, e))
			return -1;
		n->shape.dim[axis] += x->dim[axis];
	}
	return 0;
}

static void run(const struct gan_run *r)
{
	const struct gan_node *n = r->node;
	int axis = ((const struct gan_axis_attr *)n->attr)->axis;
	size_t at = 0, step;
	long outer, inner;

	gan_split_at(&n->shape, axis, &outer, &inner);
	step = (size_t)inner * gan_elem_size(n->type);
	for (int i = 0; i < n->nin; i++) {
		size_t bytes = (size_t)n->in[i]->shape.dim[axis] * step;

		gan_move_rows(r->y, (size_t)n->shape.dim[axis] * step, at, r->x[i], bytes, outer);
		at += bytes;
	}
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	int axis = ((const struct gan_axis_attr *)n->attr)->axis;
	int64_t at = 0;

	for (int i = 0; i < n->nin; i++) {
		int64_t d = n->in[i]->shape.dim[axis];

		if (want[i])
			gx[i] = gan_slice_axis(g, gy, axis, at, d, 1);
		at += d;
	}
}

static gan_n *case1(gan_g *g)
{
	gan_n *x[3] = { gan_case_in(g, "a", "2,3,2"), gan_case_in(g, "b", "2,1,2"), gan_case_in(g, "c", "2,2,2") };

	return gan_concat(g, x, 3, 1);
}

static const struct gan_op_case cases[] = {
	{ "concat", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_concat = {
	.name = "concat",
	.help = "inputs one after another along an axis",
	.nin_min = 1,
	.nin_max = -1,
	.attr_size = sizeof(struct gan_axis_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
