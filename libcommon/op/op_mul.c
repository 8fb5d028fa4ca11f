/* a * b */
#include "op/op_util.h"

GAN_INLINE gan_real f(gan_real a, gan_real b)
{
	return a * b;
}

GAN_PW2(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	if (want[0])
		gx[0] = gan_mul(g, gy, n->in[1]);
	if (want[1])
		gx[1] = gan_mul(g, gy, n->in[0]);
}

GAN_CASE2(case1, gan_mul)

static const struct gan_op_case cases[] = {
	{ "mul", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_mul = {
	.name = "mul",
	.help = "a * b",
	.nin_min = 2,
	.nin_max = 2,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 1,
	.cases = cases,
};
