/* x broadcast to a shape. A pointwise op: it copies, and a plan reads x in place where it can. */
#include <string.h>
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_expand_attr *a = n->attr;
	const struct gan_shape *x = &n->in[0]->shape, *y = &a->shape;
	int off = y->rank - x->rank;
	bool fits = off >= 0;
	char s[160], t[160];

	for (int k = 0; k < x->rank && fits; k++)
		fits = x->dim[k] == 1 || x->dim[k] == y->dim[off + k];
	if (!fits)
		return gan_fail(e, GAN_DATA, "expand: shape %s does not broadcast to %s", gan_shape_str(x, s, sizeof(s)),
		                gan_shape_str(y, t, sizeof(t)));
	n->type = GAN_REAL;
	n->shape = *y;
	return gan_want_type(n, 0, GAN_REAL, e);
}

static void pw(gan_real *y, const gan_real *const *x, long n, const void *attr)
{
	(void)attr;
	if (y != x[0])
		memcpy(y, x[0], (size_t)n * sizeof(*y));
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)g;
	(void)n;
	(void)want;
	gx[0] = gy; /* the caller sums it down */
}

static gan_n *case1(gan_g *g)
{
	const struct gan_shape s = { 3, { 2, 3, 5 } };

	return gan_expand(g, gan_case_in(g, "a", "3,1"), &s);
}

static const struct gan_op_case cases[] = {
	{ "expand", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_expand = {
	.name = "expand",
	.help = "x broadcast to a shape",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.attr_size = sizeof(struct gan_expand_attr),
	.shape = shape,
	.grad = grad,
	.pw = pw,
	.pw_cost = 1,
	.cases = cases,
};
