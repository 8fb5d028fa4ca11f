/* a / b */
#include "op/op_util.h"

GAN_INLINE gan_real f(gan_real a, gan_real b)
{
	return a / b;
}

GAN_PW2(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	gan_n *ga = gan_div(g, gy, n->in[1]);

	gx[0] = ga;
	if (want[1])
		gx[1] = gan_neg(g, gan_mul(g, ga, n));
}

GAN_CASE2(case1, gan_div)

static const struct gan_op_case cases[] = {
	{ "div", case1, 0.5, 2, 2 },
	{ 0 }
};

const struct gan_op gan_op_div = {
	.name = "div",
	.help = "a / b",
	.nin_min = 2,
	.nin_max = 2,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 4,
	.cases = cases,
};
