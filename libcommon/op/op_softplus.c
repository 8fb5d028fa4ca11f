/* log(1+e^x), without overflow */
#include "op/op_util.h"
#include "kernel/vmath.h"

GAN_INLINE gan_real f(gan_real a)
{
	return gan_vsoftplus(a);
}

GAN_PW1(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_mul(g, gy, gan_sigmoid(g, n->in[0]));
}

GAN_CASE1(case1, gan_softplus)

static const struct gan_op_case cases[] = {
	{ "softplus", case1, -3, 3, 2 },
	{ 0 }
};

const struct gan_op gan_op_softplus = {
	.name = "softplus",
	.help = "log(1+e^x), without overflow",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 40,
	.cases = cases,
};
