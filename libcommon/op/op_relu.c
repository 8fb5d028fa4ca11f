/* max(x, 0); derivative 0 at 0 */
#include "op/op_util.h"

GAN_INLINE gan_real f(gan_real a)
{
	return a <= 0 ? 0 : a;
}

GAN_PW1(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	/* y > 0 just where x > 0, and y is kept for the next layer anyway. */
	gx[0] = gan_mul(g, gy, gan_gt(g, n, gan_const(g, 0)));
}

GAN_CASE1(case1, gan_relu)

static const struct gan_op_case cases[] = {
	{ "relu", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_relu = {
	.name = "relu",
	.help = "max(x, 0); derivative 0 at 0",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 1,
	.cases = cases,
};
