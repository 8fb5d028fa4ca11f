/* Convolution of pictures. */
#include "op/op_conv_util.h"

static int geometry(const struct gan_node *n, struct gan_conv *c, struct gan_err *e)
{
	return gan_conv_geometry(n, &n->in[0]->shape, &n->in[1]->shape, c, e);
}

static int shape(struct gan_node *n, struct gan_err *e)
{
	struct gan_conv c;

	if (gan_want_picture(n, 0, "pictures [N,H,W,C]", e) || gan_want_picture(n, 1, "filters [K,R,S,C]", e) ||
	    geometry(n, &c, e))
		return -1;
	n->type = GAN_REAL;
	n->shape = gan_shape_of(4, (int64_t)c.n, (int64_t)c.p, (int64_t)c.q, (int64_t)c.k);
	return 0;
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	struct gan_conv_attr a = *(const struct gan_conv_attr *)n->attr;

	a.h = n->in[0]->shape.dim[1];
	a.w = n->in[0]->shape.dim[2];
	a.r = (int)n->in[1]->shape.dim[1];
	a.s = (int)n->in[1]->shape.dim[2];
	if (want[0])
		gx[0] = gan_conv2d_dx(g, gy, n->in[1], &a);
	if (want[1])
		gx[1] = gan_conv2d_dw(g, n->in[0], gy, &a);
}

static void run(const struct gan_run *r)
{
	struct gan_conv c;

	geometry(r->node, &c, NULL);
	c.bf16 = r->bf16;
	gan_conv_forward(&c, r->y, r->x[0], r->x[1], r->scratch);
}

static size_t scratch(const struct gan_node *n, int bf16)
{
	struct gan_conv c;

	geometry(n, &c, NULL);
	c.bf16 = bf16;
	return gan_conv_forward_scratch(&c);
}

static gan_n *make(gan_g *g, const struct gan_conv_case *c)
{
	return gan_conv2d(g, gan_case_in(g, "a", c->x), gan_case_in(g, "b", c->w), &c->a);
}

GAN_CONV_CASES

const struct gan_op gan_op_conv2d = {
	.name = "conv2d",
	.help = "y[N,P,Q,K] = sum over r,s,c of x[N,p*stride-pad+r*dil,...,c] w[K,r,s,c]",
	.nin_min = 2,
	.nin_max = 2,
	.attr_size = sizeof(struct gan_conv_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.scratch = scratch,
	.cases = cases,
};
