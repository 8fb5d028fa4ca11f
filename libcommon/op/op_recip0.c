/* 1/x, 0 where x is 0: for derivatives that are 0 there */
#include "op/op_util.h"

GAN_INLINE gan_real f(gan_real a)
{
	return a == 0 ? 0 : 1 / a;
}

GAN_PW1(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_neg(g, gan_mul(g, gy, gan_square(g, n)));
}

static gan_n *case1(gan_g *g)
{
	gan_n *a = gan_case_in(g, "a", "3,5");

	return gan_node(g, "recip0", 1, &a, NULL, NULL);
}

static const struct gan_op_case cases[] = {
	{ "recip0", case1, 0.5, 2, 2 },
	{ 0 }
};

const struct gan_op gan_op_recip0 = {
	.name = "recip0",
	.help = "1/x, 0 where x is 0: for derivatives that are 0 there",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 5,
	.cases = cases,
};
