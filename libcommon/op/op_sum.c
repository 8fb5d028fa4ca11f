/* Sum over axes. */
#include "kernel/reduce.h"
#include "op/op_util.h"

static void run(const struct gan_run *r)
{
	const struct gan_node *n = r->node;
	const struct gan_reduce_attr *a = n->attr;

	gan_reduce_sum(r->y, r->x[0], &n->in[0]->shape, a->axes, r->scratch);
}

static size_t scratch(const struct gan_node *n, int bf16)
{
	(void)bf16;
	return gan_reduce_scratch(&n->in[0]->shape, ((const struct gan_reduce_attr *)n->attr)->axes);
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	const struct gan_reduce_attr *a = n->attr;
	struct gan_shape kept = n->in[0]->shape;

	(void)want;
	for (int k = 0; k < kept.rank; k++)
		if (a->axes >> k & 1)
			kept.dim[k] = 1;
	gx[0] = gan_expand(g, gan_reshape(g, gy, &kept), &n->in[0]->shape);
}

static gan_n *case_rows(gan_g *g)
{
	return gan_sum(g, gan_case_in(g, "a", "3,5"), 1 << 1, 0);
}

static gan_n *case_columns(gan_g *g)
{
	return gan_sum(g, gan_case_in(g, "a", "2,3,5"), 3, 1);
}

static gan_n *case_both(gan_g *g)
{
	return gan_sum(g, gan_case_in(g, "a", "2,3,5"), 5, 0);
}

static const struct gan_op_case cases[] = {
	{ "sum of rows", case_rows, -1, 1, 2 },
	{ "sum of columns", case_columns, -1, 1, 2 },
	{ "sum of first and last axis", case_both, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_sum = {
	.name = "sum",
	.help = "sum over axes",
	.nin_min = 1,
	.nin_max = 1,
	.attr_size = sizeof(struct gan_reduce_attr),
	.shape = gan_reduce_shape,
	.grad = grad,
	.run = run,
	.scratch = scratch,
	.cases = cases,
};
