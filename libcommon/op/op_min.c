/* the lesser of a and b; the gradient goes to a where a <= b, else to b */
#include "op/op_util.h"

GAN_INLINE gan_real f(gan_real a, gan_real b)
{
	return a <= b || a != a ? a : b;
}

GAN_PW2(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	if (want[0])
		gx[0] = gan_mul(g, gy, gan_le(g, n->in[0], n->in[1]));
	if (want[1])
		gx[1] = gan_mul(g, gy, gan_gt(g, n->in[0], n->in[1]));
}

GAN_CASE2(case1, gan_min)

static const struct gan_op_case cases[] = {
	{ "min", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_min = {
	.name = "min",
	.help = "the lesser of a and b; the gradient goes to a where a <= b, else to b",
	.nin_min = 2,
	.nin_max = 2,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 2,
	.cases = cases,
};
