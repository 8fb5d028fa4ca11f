/* a where c != 0, else b */
#include "op/op_util.h"

GAN_INLINE gan_real f(gan_real c, gan_real a, gan_real b)
{
	return c != 0 ? a : b;
}

GAN_PW3(pw, f)

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	gan_n *zero = gan_const(g, 0);

	if (want[1])
		gx[1] = gan_select(g, n->in[0], gy, zero);
	if (want[2])
		gx[2] = gan_select(g, n->in[0], zero, gy);
}

static gan_n *case1(gan_g *g)
{
	gan_n *a = gan_case_in(g, "a", "3,5"), *b = gan_case_in(g, "b", "3,1");

	return gan_select(g, gan_gt(g, gan_case_in(g, "c", "5"), gan_const(g, 0)), a, b);
}

static const struct gan_op_case cases[] = {
	{ "select", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_select = {
	.name = "select",
	.help = "a where c != 0, else b",
	.nin_min = 3,
	.nin_max = 3,
	.flags = GAN_OP_POINTWISE,
	.grad = grad,
	.pw = pw,
	.pw_cost = 1,
	.cases = cases,
};
