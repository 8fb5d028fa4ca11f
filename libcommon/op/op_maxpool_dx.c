/* Derivative of maxpool: linear in gy, and constant in x but for jumps. */
#include "op/op_pool_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	struct gan_pooling p;
	struct gan_shape y;

	if (gan_pool_want(n, 0, e) || gan_pool_want(n, 1, e) || gan_pool_geometry(n, &n->in[0]->shape, &p, e))
		return -1;
	y = gan_pool_result(&p);
	if (gan_pool_want_shape(n, 1, &y, e))
		return -1;
	n->type = GAN_REAL;
	n->shape = n->in[0]->shape;
	return 0;
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	if (want[1])
		gx[1] = gan_maxpool_pick(g, n->in[0], gy, n->attr);
}

static void run(const struct gan_run *r)
{
	struct gan_pooling p;

	gan_pool_geometry(r->node, &r->node->in[0]->shape, &p, NULL);
	gan_maxpool_adjoint(&p, r->y, r->x[0], r->x[1]);
}

static gan_n *make(gan_g *g, const struct gan_pool_attr *a)
{
	return gan_maxpool_dx(g, gan_case_in(g, "a", "2,6,5,3"), gan_case_in(g, "b", gan_pool_case_result(a)), a);
}

GAN_POOL_CASES(2)

const struct gan_op gan_op_maxpool_dx = {
	.name = "maxpool_dx",
	.help = "gy[N,P,Q,C] to where x[N,H,W,C] is greatest in its window",
	.nin_min = 2,
	.nin_max = 2,
	.attr_size = sizeof(struct gan_pool_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
