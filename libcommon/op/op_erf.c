/* error function */
#include "op/op_util.h"
#include "kernel/vmath.h"

GAN_INLINE gan_real f(gan_real a)
{
	return gan_verf(a);
}

GAN_PW1(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	gan_n *d = gan_exp(g, gan_neg(g, gan_square(g, n->in[0])));

	(void)want;
	gx[0] = gan_mul(g, gy, gan_muls(g, d, 1.1283791670955126)); /* 2/sqrt(pi) */
}

GAN_CASE1(case1, gan_erf)

static const struct gan_op_case cases[] = {
	{ "erf", case1, -2, 2, 2 },
	{ 0 }
};

const struct gan_op gan_op_erf = {
	.name = "erf",
	.help = "error function",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 30,
	.cases = cases,
};
