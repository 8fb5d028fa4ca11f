/* Values taken where another picture is greatest: the adjoint of maxpool_dx in gy. */
#include "op/op_pool_util.h"

static int shape(struct gan_node *n, struct gan_err *e)
{
	struct gan_pooling p;

	if (gan_pool_want(n, 0, e) || gan_pool_want(n, 1, e) || gan_pool_geometry(n, &n->in[0]->shape, &p, e) ||
	    gan_pool_want_shape(n, 1, &n->in[0]->shape, e))
		return -1;
	n->type = GAN_REAL;
	n->shape = gan_pool_result(&p);
	return 0;
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	if (want[1])
		gx[1] = gan_maxpool_dx(g, n->in[0], gy, n->attr);
}

static void run(const struct gan_run *r)
{
	struct gan_pooling p;

	gan_pool_geometry(r->node, &r->node->in[0]->shape, &p, NULL);
	gan_maxpool_choose(&p, r->y, r->x[0], r->x[1]);
}

static gan_n *make(gan_g *g, const struct gan_pool_attr *a)
{
	return gan_maxpool_pick(g, gan_case_in(g, "a", "2,6,5,3"), gan_case_in(g, "b", "2,6,5,3"), a);
}

GAN_POOL_CASES(2)

const struct gan_op gan_op_maxpool_pick = {
	.name = "maxpool_pick",
	.help = "v[N,H,W,C] where x[N,H,W,C] is greatest in the window",
	.nin_min = 2,
	.nin_max = 2,
	.attr_size = sizeof(struct gan_pool_attr),
	.shape = shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
