/* natural logarithm */
#include "op/op_util.h"
#include "kernel/vmath.h"

GAN_INLINE gan_real f(gan_real a)
{
	return gan_vlog(a);
}

GAN_PW1(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_div(g, gy, n->in[0]);
}

GAN_CASE1(case1, gan_log)

static const struct gan_op_case cases[] = {
	{ "log", case1, 0.5, 2, 2 },
	{ 0 }
};

const struct gan_op gan_op_log = {
	.name = "log",
	.help = "natural logarithm",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 20,
	.cases = cases,
};
