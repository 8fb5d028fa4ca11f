/* Zeros of a shape with x where a slice of it would be read: the adjoint of slice. */
#include "kernel/move.h"
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_slice_adj_attr *a = n->attr;
	struct gan_shape part = { 0 };

	if (gan_want_type(n, 0, GAN_REAL, e) || gan_slice_shape(n, &a->shape, &a->s, &part, e))
		return -1;
	if (!gan_shape_eq(&part, &n->in[0]->shape))
		return gan_fail(e, GAN_INTERNAL, "slice_adj: the slice has another shape");
	n->type = GAN_REAL;
	n->shape = a->shape;
	return 0;
}

static void run(const struct gan_run *r)
{
	const struct gan_node *n = r->node;
	const struct gan_slice_adj_attr *a = n->attr;
	int64_t stride[GAN_MAX_RANK], at = 0;

	gan_dense_strides(&n->shape, stride);
	for (int k = 0; k < n->shape.rank; k++) {
		at += a->s.start[k] * stride[k];
		stride[k] *= a->s.step[k];
	}
	gan_move_spread(r->y, gan_shape_count(&n->shape), at, r->x[0], &n->in[0]->shape, stride);
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_slice(g, gy, &((const struct gan_slice_adj_attr *)n->attr)->s);
}

static gan_n *case1(gan_g *g)
{
	const struct gan_slice_attr a = { { 2, 4 }, { -1, 2 }, { 3, 2 } };
	const struct gan_shape s = { 2, { 4, 7 } };

	return gan_slice_adj(g, gan_case_in(g, "a", "3,2"), &a, &s);
}

static const struct gan_op_case cases[] = {
	{ "slice_adj", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_slice_adj = {
	.name = "slice_adj",
	.help = "zeros of a shape with x where a slice of it would be read: the adjoint of slice",
	.nin_min = 1,
	.nin_max = 1,
	.attr_size = sizeof(struct gan_slice_adj_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
