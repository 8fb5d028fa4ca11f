/* a^b; the derivative in b needs a > 0 */
#include "op/op_util.h"
#include "kernel/vmath.h"

GAN_INLINE gan_real f(gan_real a, gan_real b)
{
	return gan_vpow(a, b);
}

GAN_PW2(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	gan_n *a = n->in[0], *b = n->in[1];

	if (want[0])
		gx[0] = gan_mul(g, gy, gan_mul(g, b, gan_pow(g, a, gan_adds(g, b, -1))));
	if (want[1])
		gx[1] = gan_mul(g, gy, gan_mul(g, n, gan_log(g, a)));
}

GAN_CASE2(case1, gan_pow)

static const struct gan_op_case cases[] = {
	{ "pow", case1, 0.5, 2, 2 },
	{ 0 }
};

const struct gan_op gan_op_pow = {
	.name = "pow",
	.help = "a^b; the derivative in b needs a > 0",
	.nin_min = 2,
	.nin_max = 2,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 40,
	.cases = cases,
};
