/* x where x > 0, else slope*x; derivative slope at 0 */
#include "op/op_util.h"

GAN_SIMD static void pw(gan_real *y, const gan_real *const *x, long n, const void *attr)
{
	const struct gan_lrelu_attr *p = attr;
	const gan_real *a = x[0], s = (gan_real)p->slope;

	GAN_IVDEP
	for (long i = 0; i < n; i++)
		y[i] = a[i] > 0 ? a[i] : s * a[i];
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	gan_n *in[2] = { n, gy };

	(void)want;
	/* y has the sign of x unless the slope is negative; y is kept for the next layer anyway, x may be not. */
	if (((const struct gan_lrelu_attr *)n->attr)->slope < 0)
		in[0] = n->in[0];
	gx[0] = gan_node(g, "lrelu_dx", 2, in, n->attr, NULL);
}

static gan_n *case1(gan_g *g)
{
	return gan_lrelu(g, gan_case_in(g, "a", "3,5"), .2);
}

static gan_n *case2(gan_g *g)
{
	return gan_lrelu(g, gan_case_in(g, "a", "3,5"), -.5);
}

static const struct gan_op_case cases[] = {
	{ "lrelu 1", case1, -1, 1, 2 },
	{ "lrelu 2", case2, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_lrelu = {
	.name = "lrelu",
	.help = "x where x > 0, else slope*x; derivative slope at 0",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.attr_size = sizeof(struct gan_lrelu_attr),
	.grad = grad,
	.pw = pw,
	.pw_cost = 1,
	.cases = cases,
};
