/* e^x */
#include "op/op_util.h"
#include "kernel/vmath.h"

GAN_INLINE gan_real f(gan_real a)
{
	return gan_vexp(a);
}

GAN_PW1(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_mul(g, gy, n);
}

GAN_CASE1(case1, gan_exp)

static const struct gan_op_case cases[] = {
	{ "exp", case1, -2, 2, 2 },
	{ 0 }
};

const struct gan_op gan_op_exp = {
	.name = "exp",
	.help = "e^x",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 20,
	.cases = cases,
};
