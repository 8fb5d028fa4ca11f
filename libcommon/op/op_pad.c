/* X with more elements around it: zeros, reflected, circular or replicated. */
#include "kernel/move.h"
#include "op/op_util.h"

_Static_assert(GAN_PAD_ZERO == (int)GAN_BORDER_ZERO && GAN_PAD_REFLECT == (int)GAN_BORDER_REFLECT &&
               GAN_PAD_CIRCULAR == (int)GAN_BORDER_CIRCULAR && GAN_PAD_REPLICATE == (int)GAN_BORDER_REPLICATE,
               "the modes of graph and kernel are the same");

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_pad_attr *a = n->attr;

	n->type = n->in[0]->type;
	n->shape = n->in[0]->shape;
	for (int k = 0; k < n->shape.rank; k++)
		n->shape.dim[k] += (int64_t)a->lo[k] + a->hi[k];
	return gan_pad_check(n, &n->in[0]->shape, a, e);
}

static void run(const struct gan_run *r)
{
	const struct gan_node *n = r->node;
	const struct gan_pad_attr *a = n->attr;

	gan_move_pad(r->y, r->x[0], &n->in[0]->shape, a->mode, a->lo, a->hi, gan_elem_size(n->type));
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_pad_adj(g, gy, n->attr);
}

static gan_n *padded(gan_g *g, int mode)
{
	const struct gan_pad_attr a = { mode, { 0, 1, 2 }, { 0, 2, 0 } };

	return gan_pad(g, gan_case_in(g, "a", "2,3,4,2"), &a);
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
	{ "pad by zeros", case_zero, -1, 1, 2 },
	{ "pad by reflection", case_reflect, -1, 1, 2 },
	{ "pad circular", case_circular, -1, 1, 2 },
	{ "pad by replication", case_replicate, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_pad = {
	.name = "pad",
	.help = "x with more elements around it: zeros, reflected, circular or replicated",
	.nin_min = 1,
	.nin_max = 1,
	.attr_size = sizeof(struct gan_pad_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
