/* The same elements in another shape. */
#include "op/op_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_shape_attr *a = n->attr;
	int64_t count;
	char s[160], t[160];

	if (gan_shape_count_ok(&a->shape, &count) || count != gan_shape_count(&n->in[0]->shape))
		return gan_fail(e, GAN_DATA, "reshape: shape %s does not hold the elements of %s",
		                gan_shape_str(&a->shape, t, sizeof(t)), gan_shape_str(&n->in[0]->shape, s, sizeof(s)));
	n->type = n->in[0]->type;
	n->shape = a->shape;
	return 0;
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_reshape(g, gy, &n->in[0]->shape);
}

static gan_n *case1(gan_g *g)
{
	const struct gan_shape s = { 2, { 6, 5 } };

	return gan_reshape(g, gan_case_in(g, "a", "2,3,5"), &s);
}

static const struct gan_op_case cases[] = {
	{ "reshape", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_reshape = {
	.name = "reshape",
	.help = "the same elements in another shape",
	.nin_min = 1,
	.nin_max = 1,
	.flags = GAN_OP_VIEW,
	.attr_size = sizeof(struct gan_shape_attr),
	.shape = shape,
	.grad = grad,
	.cases = cases,
};
