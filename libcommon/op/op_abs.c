/* |x|; derivative sign(x), 0 at 0 */
#include "op/op_util.h"

GAN_INLINE gan_real f(gan_real a)
{
	return a < 0 ? -a : a + 0;
}

GAN_PW1(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_mul(g, gy, gan_sign(g, n->in[0]));
}

GAN_CASE1(case1, gan_abs)

static const struct gan_op_case cases[] = {
	{ "abs", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_abs = {
	.name = "abs",
	.help = "|x|; derivative sign(x), 0 at 0",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 1,
	.cases = cases,
};
