/* scale*x + shift, rounded twice */
#include "op/op_util.h"

GAN_SIMD static void pw(gan_real *y, const gan_real *const *x, long n, const void *attr)
{
	const struct gan_affine_attr *p = attr;
	const gan_real *a = x[0], s = (gan_real)p->scale, t = (gan_real)p->shift;

	GAN_IVDEP
	for (long i = 0; i < n; i++)
		y[i] = s * a[i] + t;
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_affine(g, gy, ((const struct gan_affine_attr *)n->attr)->scale, 0);
}

static gan_n *case1(gan_g *g)
{
	return gan_affine(g, gan_case_in(g, "a", "3,5"), 3, -.5);
}

static const struct gan_op_case cases[] = {
	{ "affine", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_affine = {
	.name = "affine",
	.help = "scale*x + shift, rounded twice",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.attr_size = sizeof(struct gan_affine_attr),
	.grad = grad,
	.pw = pw,
	.pw_cost = 1,
	.cases = cases,
};
