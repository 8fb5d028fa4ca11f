/* Resizing by the nearest pixel. */
#include "op/op_resize_util.h"

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	const struct gan_shape *x = &n->in[0]->shape;

	(void)want;
	gx[0] = gan_resize_nearest_adj(g, gy, x->dim[1], x->dim[2]);
}

static void run(const struct gan_run *r)
{
	const struct gan_resample s = gan_resize_geometry(r->node, 0);

	gan_nearest_forward(&s, r->y, r->x[0]);
}

static gan_n *case0(gan_g *g)
{
	return gan_resize_nearest(g, gan_case_in(g, "a", "2,3,4,2"), 6, 9);
}

static gan_n *case1(gan_g *g)
{
	return gan_resize_nearest(g, gan_case_in(g, "a", "2,7,5,2"), 3, 4);
}

static const struct gan_op_case cases[] = {
	{ "larger", case0, -1, 1, 2 },
	{ "smaller, not a whole part", case1, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_resize_nearest = {
	.name = "resize_nearest",
	.help = "x[N,H,W,C] -> [N,h,w,C], y[i] = x[floor(i*H/h)]",
	.nin_min = 1,
	.nin_max = 1,
	.attr_size = sizeof(struct gan_resize_attr),
	.shape = gan_resize_shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
