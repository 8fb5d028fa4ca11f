/* sqrt(max(x, 0)); derivative 0 where x <= 0 */
#include "op/op_util.h"
#include "kernel/vmath.h"

GAN_INLINE gan_real f(gan_real a)
{
	return gan_vsqrt(a <= 0 ? 0 : a);
}

GAN_PW1(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_mul(g, gan_muls(g, gy, .5), gan_node(g, "recip0", 1, &n, NULL, NULL));
}

GAN_CASE1(case1, gan_sqrt)

static const struct gan_op_case cases[] = {
	{ "sqrt", case1, 0.5, 2, 2 },
	{ 0 }
};

const struct gan_op gan_op_sqrt = {
	.name = "sqrt",
	.help = "sqrt(max(x, 0)); derivative 0 where x <= 0",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 8,
	.cases = cases,
};
