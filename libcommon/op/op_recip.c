/* 1/x */
#include "op/op_util.h"

GAN_INLINE gan_real f(gan_real a)
{
	return 1 / a;
}

GAN_PW1(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_neg(g, gan_mul(g, gy, gan_square(g, n)));
}

GAN_CASE1(case1, gan_recip)

static const struct gan_op_case cases[] = {
	{ "recip", case1, 0.5, 2, 2 },
	{ 0 }
};

const struct gan_op gan_op_recip = {
	.name = "recip",
	.help = "1/x",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 4,
	.cases = cases,
};
