/* x^2 */
#include "op/op_util.h"

GAN_INLINE gan_real f(gan_real a)
{
	return a * a;
}

GAN_PW1(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_mul(g, gy, gan_muls(g, n->in[0], 2));
}

GAN_CASE1(case1, gan_square)

static const struct gan_op_case cases[] = {
	{ "square", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_square = {
	.name = "square",
	.help = "x^2",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 1,
	.cases = cases,
};
