/* x limited to lo..hi; derivative 1 inside and at both ends */
#include "op/op_util.h"

GAN_SIMD static void pw(gan_real *y, const gan_real *const *x, long n, const void *attr)
{
	const struct gan_clamp_attr *p = attr;
	const gan_real *a = x[0], lo = (gan_real)p->lo, hi = (gan_real)p->hi;

	GAN_IVDEP
	for (long i = 0; i < n; i++)
		y[i] = a[i] < lo ? lo : a[i] > hi ? hi : a[i];
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	/* x is inside just where it is its own result. */
	gx[0] = gan_mul(g, gy, gan_eq(g, n, n->in[0]));
}

static gan_n *case1(gan_g *g)
{
	return gan_clamp(g, gan_case_in(g, "a", "3,5"), -.4, .5);
}

static const struct gan_op_case cases[] = {
	{ "clamp", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_clamp = {
	.name = "clamp",
	.help = "x limited to lo..hi; derivative 1 inside and at both ends",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.attr_size = sizeof(struct gan_clamp_attr),
	.grad = grad,
	.pw = pw,
	.pw_cost = 2,
	.cases = cases,
};
