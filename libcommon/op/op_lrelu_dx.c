/* b where a > 0, else slope*b: the derivative of lrelu */
#include "op/op_util.h"

GAN_SIMD static void pw(gan_real *y, const gan_real *const *x, long n, const void *attr)
{
	const struct gan_lrelu_attr *p = attr;
	const gan_real *a = x[0], *b = x[1], s = (gan_real)p->slope;

	GAN_IVDEP
	for (long i = 0; i < n; i++)
		y[i] = a[i] > 0 ? b[i] : s * b[i];
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	gan_n *in[2] = { n->in[0], gy };

	if (want[1])
		gx[1] = gan_node(g, "lrelu_dx", 2, in, n->attr, NULL);
}

static gan_n *case1(gan_g *g)
{
	gan_n *in[2] = { gan_case_in(g, "a", "3,5"), gan_case_in(g, "b", "3,5") };
	const struct gan_lrelu_attr a = { .2 };

	return gan_node(g, "lrelu_dx", 2, in, &a, NULL);
}

static const struct gan_op_case cases[] = {
	{ "lrelu_dx", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_lrelu_dx = {
	.name = "lrelu_dx",
	.help = "b where a > 0, else slope*b: the derivative of lrelu",
	.nin_min = 2,
	.nin_max = 2,
	.flags = GAN_OP_POINTWISE,
	.attr_size = sizeof(struct gan_lrelu_attr),
	.grad = grad,
	.pw = pw,
	.pw_cost = 1,
	.cases = cases,
};
