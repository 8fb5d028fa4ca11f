/* Greatest element over axes; the gradient is shared equally among equal maxima. */
#include "kernel/reduce.h"
#include "op/op_util.h"

static void run(const struct gan_run *r)
{
	const struct gan_node *n = r->node;
	const struct gan_reduce_attr *a = n->attr;

	gan_reduce_max(r->y, r->x[0], &n->in[0]->shape, a->axes, r->scratch);
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
	gan_n *is;

	(void)want;
	for (int k = 0; k < kept.rank; k++)
		if (a->axes >> k & 1)
			kept.dim[k] = 1;
	is = gan_eq(g, n->in[0], gan_reshape(g, n, &kept));
	gx[0] = gan_mul(g, is, gan_div(g, gan_reshape(g, gy, &kept), gan_sum(g, is, a->axes, 1)));
}

static gan_n *case_rows(gan_g *g)
{
	return gan_amax(g, gan_case_in(g, "a", "3,5"), 1 << 1, 0);
}

static gan_n *case_first(gan_g *g)
{
	return gan_amax(g, gan_case_in(g, "a", "4,3,2"), 1 << 0, 1);
}

/* Each maximum stands twice. */
static gan_n *case_equal(gan_g *g)
{
	gan_n *a = gan_case_in(g, "a", "3,5"), *x[2] = { a, a };

	return gan_amax(g, gan_concat(g, x, 2, 1), 1 << 1, 0);
}

static const struct gan_op_case cases[] = {
	{ "amax of rows", case_rows, -1, 1, 2 },
	{ "amax over the first axis", case_first, -1, 1, 2 },
	{ "amax of equals", case_equal, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_amax = {
	.name = "amax",
	.help = "greatest element over axes; the gradient is shared equally among equal maxima",
	.nin_min = 1,
	.nin_max = 1,
	.attr_size = sizeof(struct gan_reduce_attr),
	.shape = gan_reduce_shape,
	.grad = grad,
	.run = run,
	.scratch = scratch,
	.cases = cases,
};
