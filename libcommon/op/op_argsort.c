/* Indices that sort x along an axis; equals keep their order. */
#include "base/pool.h"
#include "kernel/along.h"
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_axis_attr *a = n->attr;

	if (gan_want_type(n, 0, GAN_REAL, e) || gan_want_axis(n, 0, a->axis, e))
		return -1;
	n->type = GAN_I64;
	n->shape = n->in[0]->shape;
	return 0;
}

static void run(const struct gan_run *r)
{
	const struct gan_axis_attr *a = r->node->attr;
	const struct gan_shape *x = &r->node->in[0]->shape;
	long outer, inner;

	gan_split_at(x, a->axis, &outer, &inner);
	gan_along_argsort(r->y, r->x[0], outer, (long)x->dim[a->axis], inner, a->flag, r->scratch);
}

static size_t scratch(const struct gan_node *n, int bf16)
{
	const struct gan_axis_attr *a = n->attr;

	(void)bf16;
	return (size_t)gan_pool_threads() * gan_along_argsort_scratch((long)n->in[0]->shape.dim[a->axis]);
}

static gan_n *case1(gan_g *g)
{
	return gan_argsort(g, gan_case_in(g, "a", "3,5,2"), 1, 0);
}

static gan_n *case_sort(gan_g *g)
{
	return gan_sort(g, gan_case_in(g, "a", "3,5,2"), 1, 1);
}

static const struct gan_op_case cases[] = {
	{ "argsort", case1, -1, 1, 0 },
	{ "sort", case_sort, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_argsort = {
	.name = "argsort",
	.help = "indices that sort x along an axis; equals keep their order",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_NOGRAD,
	.attr_size = sizeof(struct gan_axis_attr),
	.shape = shape,
	.run = run,
	.scratch = scratch,
	.cases = cases,
};
