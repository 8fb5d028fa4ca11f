/* Adjoint of avgpool. */
#include "op/op_pool_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	struct gan_pooling p;
	const struct gan_pool_attr *a = n->attr;
	struct gan_shape x, y;

	if (gan_pool_want(n, 0, e))
		return -1;
	x = gan_shape_of(4, n->in[0]->shape.dim[0], a->h, a->w, n->in[0]->shape.dim[3]);
	if (gan_pool_geometry(n, &x, &p, e))
		return -1;
	y = gan_pool_result(&p);
	if (gan_pool_want_shape(n, 0, &y, e))
		return -1;
	n->type = GAN_REAL;
	n->shape = x;
	return 0;
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	(void)want;
	gx[0] = gan_avgpool(g, gy, n->attr);
}

static void run(const struct gan_run *r)
{
	struct gan_pooling p;

	gan_pool_geometry(r->node, &r->node->shape, &p, NULL);
	gan_avgpool_adjoint(&p, r->y, r->x[0]);
}

static gan_n *make(gan_g *g, const struct gan_pool_attr *a)
{
	return gan_avgpool_dx(g, gan_case_in(g, "a", gan_pool_case_result(a)), a);
}

GAN_POOL_CASES(2)

const struct gan_op gan_op_avgpool_dx = {
	.name = "avgpool_dx",
	.help = "adjoint of avgpool: gy[N,P,Q,C] -> [N,h,w,C]",
	.nin_min = 1,
	.nin_max = 1,
	.attr_size = sizeof(struct gan_pool_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
