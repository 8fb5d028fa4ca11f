/* Part of x: n elements along each axis from start by step, which may be negative. */
#include "kernel/move.h"
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	n->type = n->in[0]->type;
	return gan_slice_shape(n, &n->in[0]->shape, n->attr, &n->shape, e);
}

static void run(const struct gan_run *r)
{
	const struct gan_node *n = r->node;
	const struct gan_slice_attr *a = n->attr;
	int64_t stride[GAN_MAX_RANK], at = 0;
	size_t size = gan_elem_size(n->type);

	gan_dense_strides(&n->in[0]->shape, stride);
	for (int k = 0; k < n->shape.rank; k++) {
		at += a->start[k] * stride[k];
		stride[k] *= a->step[k];
	}
	if (gan_shape_count(&n->shape))
		gan_move_strided(r->y, (const char *)r->x[0] + (size_t)at * size, &n->shape, stride, size);
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_slice_adj(g, gy, n->attr, &n->in[0]->shape);
}

static gan_n *case1(gan_g *g)
{
	return gan_slice_axis(g, gan_case_in(g, "a", "3,5,2"), 1, 1, 2, 2);
}

static gan_n *case_back(gan_g *g)
{
	return gan_slice_axis(g, gan_case_in(g, "a", "3,5"), -1, 4, 5, -1);
}

static const struct gan_op_case cases[] = {
	{ "slice", case1, -1, 1, 2 },
	{ "slice backwards", case_back, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_slice = {
	.name = "slice",
	.help = "part of x: n elements along each axis from start by step, which may be negative",
	.nin_min = 1,
	.nin_max = 1,
	.attr_size = sizeof(struct gan_slice_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
