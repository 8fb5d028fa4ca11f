/* Axes in another order: y.dim[k] = x.dim[perm[k]]. */
#include "kernel/move.h"
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_permute_attr *a = n->attr;
	const struct gan_shape *x = &n->in[0]->shape;
	unsigned seen = 0;

	n->type = n->in[0]->type;
	n->shape.rank = x->rank;
	for (int k = 0; k < x->rank; k++) {
		if (a->perm[k] < 0 || a->perm[k] >= x->rank || (seen >> a->perm[k] & 1))
			return gan_fail(e, GAN_INTERNAL, "permute: not a permutation of %d axes", x->rank);
		seen |= 1u << a->perm[k];
		n->shape.dim[k] = x->dim[a->perm[k]];
	}
	return 0;
}

static void run(const struct gan_run *r)
{
	const struct gan_node *n = r->node;
	const struct gan_permute_attr *a = n->attr;
	int64_t dense[GAN_MAX_RANK], stride[GAN_MAX_RANK];

	gan_dense_strides(&n->in[0]->shape, dense);
	for (int k = 0; k < n->shape.rank; k++)
		stride[k] = dense[a->perm[k]];
	gan_move_strided(r->y, r->x[0], &n->shape, stride, gan_elem_size(n->type));
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	const struct gan_permute_attr *a = n->attr;
	int back[GAN_MAX_RANK] = { 0 };

	(void)want;
	for (int k = 0; k < n->shape.rank; k++)
		back[a->perm[k]] = k;
	gx[0] = gan_permute(g, gy, back);
}

static gan_n *case1(gan_g *g)
{
	static const int perm[4] = { 0, 3, 1, 2 };

	return gan_permute(g, gan_case_in(g, "a", "2,3,4,5"), perm);
}

static gan_n *case_reverse(gan_g *g)
{
	static const int perm[3] = { 2, 1, 0 };

	return gan_permute(g, gan_case_in(g, "a", "2,3,4"), perm);
}

static const struct gan_op_case cases[] = {
	{ "permute", case1, -1, 1, 2 },
	{ "permute to reverse", case_reverse, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_permute = {
	.name = "permute",
	.help = "axes in another order: y.dim[k] = x.dim[perm[k]]",
	.nin_min = 1,
	.nin_max = 1,
	.attr_size = sizeof(struct gan_permute_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
