/* hyperbolic tangent */
#include "op/op_util.h"
#include "kernel/vmath.h"

GAN_INLINE gan_real f(gan_real a)
{
	return gan_vtanh(a);
}

GAN_PW1(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_mul(g, gy, gan_affine(g, gan_square(g, n), -1, 1));
}

GAN_CASE1(case1, gan_tanh)

static const struct gan_op_case cases[] = {
	{ "tanh", case1, -2, 2, 2 },
	{ 0 }
};

const struct gan_op gan_op_tanh = {
	.name = "tanh",
	.help = "hyperbolic tangent",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 30,
	.cases = cases,
};
