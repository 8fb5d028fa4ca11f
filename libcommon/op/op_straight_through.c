/* The first input; all gradient goes to the second. */
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	if (gan_want_type(n, 0, GAN_REAL, e) || gan_want_type(n, 1, GAN_REAL, e))
		return -1;
	if (!gan_shape_eq(&n->in[0]->shape, &n->in[1]->shape))
		return gan_fail(e, GAN_INTERNAL, "straight_through: value and gradient differ in shape");
	return gan_same_shape(n, e);
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)g;
	(void)n;
	if (want[1])
		gx[1] = gy;
}

/* Its derivative is that of the second input only where both have the same value. */
static gan_n *case1(gan_g *g)
{
	gan_n *a = gan_case_in(g, "a", "3,5");

	return gan_straight_through(g, gan_reshape(g, a, &a->shape), a);
}

static const struct gan_op_case cases[] = {
	{ "straight_through", case1, -1, 1, 1 },
	{ 0 }
};

const struct gan_op gan_op_straight_through = {
	.name = "straight_through",
	.help = "the first input; all gradient goes to the second",
	.nin_min = 2,
	.nin_max = 2,
	.flags = GAN_OP_VIEW,
	.shape = shape,
	.grad = grad,
	.cases = cases,
};
