/* Input gradient of conv2d: transposed convolution. Linear in gy and in w, so its derivatives are conv2d and
   conv2d_dw. */
#include "op/op_conv_util.h"

static int geometry(const struct gan_node *n, struct gan_conv *c, struct gan_err *e)
{
	const struct gan_conv_attr *a = n->attr;
	const struct gan_shape *w = &n->in[1]->shape;
	const struct gan_shape x = gan_conv_picture(a, n->in[0]->shape.dim[0], a->h, a->w, w);

	return gan_conv_geometry(n, &x, w, c, e);
}

static int shape(struct gan_node *n, struct gan_err *e)
{
	const struct gan_conv_attr *a = n->attr;
	struct gan_conv c;

	if (gan_want_picture(n, 0, "pictures [N,P,Q,K]", e) || gan_want_picture(n, 1, "filters [K,R,S,C]", e))
		return -1;
	if (n->in[0]->shape.dim[3] != n->in[1]->shape.dim[0])
		return gan_fail(e, GAN_DATA, "%s: expected %lld channels, found %lld", n->op->name,
		                (long long)n->in[1]->shape.dim[0], (long long)n->in[0]->shape.dim[3]);
	if (a->h < 1 || a->w < 1)
		return gan_fail(e, GAN_DATA, "%s: a picture of %lldx%lld cannot be the result", n->op->name,
		                (long long)a->h, (long long)a->w);
	if (geometry(n, &c, e) || gan_conv_want_y(n, &n->in[0]->shape, &c, e))
		return -1;
	n->type = GAN_REAL;
	n->shape = gan_shape_of(4, (int64_t)c.n, (int64_t)c.h, (int64_t)c.w, (int64_t)c.c);
	return 0;
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	struct gan_conv_attr a = *(const struct gan_conv_attr *)n->attr;

	a.r = (int)n->in[1]->shape.dim[1];
	a.s = (int)n->in[1]->shape.dim[2];
	if (want[0])
		gx[0] = gan_conv2d(g, gy, n->in[1], &a);
	if (want[1])
		gx[1] = gan_conv2d_dw(g, gy, n->in[0], &a);
}

static void run(const struct gan_run *r)
{
	struct gan_conv c;

	geometry(r->node, &c, NULL);
	c.bf16 = r->bf16;
	gan_conv_dx(&c, r->y, r->x[0], r->x[1], r->scratch);
}

static size_t scratch(const struct gan_node *n, int bf16)
{
	struct gan_conv c;

	geometry(n, &c, NULL);
	c.bf16 = bf16;
	return gan_conv_dx_scratch(&c);
}

static gan_n *make(gan_g *g, const struct gan_conv_case *c)
{
	return gan_conv2d_dx(g, gan_case_in(g, "a", c->y), gan_case_in(g, "b", c->w), &c->a);
}

GAN_CONV_CASES

const struct gan_op gan_op_conv2d_dx = {
	.name = "conv2d_dx",
	.help = "adjoint of conv2d in x (transposed convolution): gy[N,P,Q,K], w[K,R,S,C] -> [N,h,w,C]",
	.nin_min = 2,
	.nin_max = 2,
	.attr_size = sizeof(struct gan_conv_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.scratch = scratch,
	.cases = cases,
};
