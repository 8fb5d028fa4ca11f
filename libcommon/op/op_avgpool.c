/* Means of windows. */
#include "op/op_pool_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	struct gan_pooling p;

	if (gan_pool_want(n, 0, e) || gan_pool_geometry(n, &n->in[0]->shape, &p, e))
		return -1;
	n->type = GAN_REAL;
	n->shape = gan_pool_result(&p);
	return 0;
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	struct gan_pool_attr a = *(const struct gan_pool_attr *)n->attr;

	(void)want;
	a.h = n->in[0]->shape.dim[1];
	a.w = n->in[0]->shape.dim[2];
	gx[0] = gan_avgpool_dx(g, gy, &a);
}

static void run(const struct gan_run *r)
{
	struct gan_pooling p;

	gan_pool_geometry(r->node, &r->node->in[0]->shape, &p, NULL);
	gan_avgpool_forward(&p, r->y, r->x[0]);
}

static gan_n *make(gan_g *g, const struct gan_pool_attr *a)
{
	return gan_avgpool(g, gan_case_in(g, "a", "2,6,5,3"), a);
}

GAN_POOL_CASES(2)

const struct gan_op gan_op_avgpool = {
	.name = "avgpool",
	.help = "y[N,P,Q,C] = mean of x over the window",
	.nin_min = 1,
	.nin_max = 1,
	.attr_size = sizeof(struct gan_pool_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
