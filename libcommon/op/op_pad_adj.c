/* The adjoint of pad: elements of the border are added to those they came from. */
#include "kernel/move.h"
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_pad_attr *a = n->attr;

	if (gan_want_type(n, 0, GAN_REAL, e))
		return -1;
	n->type = GAN_REAL;
	n->shape = n->in[0]->shape;
	for (int k = 0; k < n->shape.rank; k++)
		n->shape.dim[k] -= (int64_t)a->lo[k] + a->hi[k];
	return gan_pad_check(n, &n->shape, a, e);
}

static void run(const struct gan_run *r)
{
	const struct gan_pad_attr *a = r->node->attr;

	gan_move_pad_adj(r->y, r->x[0], &r->node->shape, a->mode, a->lo, a->hi);
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_pad(g, gy, n->attr);
}

static gan_n *padded(gan_g *g, int mode)
{
	const struct gan_pad_attr a = { mode, { 1, 2 }, { 2, 1 } };
	gan_n *x = gan_case_in(g, "a", "6,6,2");

	return gan_node(g, "pad_adj", 1, &x, &a, NULL);
}

static gan_n *case_zero(gan_g *g)
{
	return padded(g, GAN_PAD_ZERO);
}

static gan_n *case_reflect(gan_g *g)
{
	return padded(g, GAN_PAD_REFLECT);
}

static gan_n *case_circular(gan_g *g)
{
	return padded(g, GAN_PAD_CIRCULAR);
}

static gan_n *case_replicate(gan_g *g)
{
	return padded(g, GAN_PAD_REPLICATE);
}

static const struct gan_op_case cases[] = {
	{ "pad_adj by zeros", case_zero, -1, 1, 2 },
	{ "pad_adj by reflection", case_reflect, -1, 1, 2 },
	{ "pad_adj circular", case_circular, -1, 1, 2 },
	{ "pad_adj by replication", case_replicate, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_pad_adj = {
	.name = "pad_adj",
	.help = "the adjoint of pad: elements of the border are added to those they came from",
	.nin_min = 1,
	.nin_max = 1,
	.attr_size = sizeof(struct gan_pad_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
