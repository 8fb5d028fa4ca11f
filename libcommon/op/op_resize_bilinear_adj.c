/* Adjoint of resize_bilinear. */
#include "op/op_resize_util.h"

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	const struct gan_shape *x = &n->in[0]->shape;
	const struct gan_resize_attr *a = n->attr;

	(void)want;
	gx[0] = gan_resize_bilinear(g, gy, x->dim[1], x->dim[2], a->grid);
}

static void run(const struct gan_run *r)
{
	const struct gan_resample s = gan_resize_geometry(r->node, 1);

	gan_bilinear_adjoint(&s, r->y, r->x[0]);
}

static gan_n *case0(gan_g *g)
{
	return gan_resize_bilinear_adj(g, gan_case_in(g, "a", "2,6,9,2"), 3, 4, GAN_RESIZE_CENTRES);
}

static gan_n *case1(gan_g *g)
{
	return gan_resize_bilinear_adj(g, gan_case_in(g, "a", "2,3,4,2"), 7, 5, GAN_RESIZE_CENTRES);
}

static gan_n *case2(gan_g *g)
{
	return gan_resize_bilinear_adj(g, gan_case_in(g, "a", "2,7,4,2"), 3, 5, GAN_RESIZE_CORNERS);
}

static gan_n *case3(gan_g *g)
{
	return gan_resize_bilinear_adj(g, gan_case_in(g, "a", "2,5,3,2"), 4, 1, GAN_RESIZE_CENTRES);
}

static gan_n *case4(gan_g *g)
{
	return gan_resize_bilinear_adj(g, gan_case_in(g, "a", "2,1,5,2"), 4, 3, GAN_RESIZE_CORNERS);
}

static gan_n *case5(gan_g *g)
{
	return gan_resize_bilinear_adj(g, gan_case_in(g, "a", "2,7,3,2"), 4, 5, GAN_RESIZE_EDGE);
}

static const struct gan_op_case cases[] = {
	{ "larger", case0, -1, 1, 2 },
	{ "smaller", case1, -1, 1, 2 },
	{ "corners aligned", case2, -1, 1, 2 },
	{ "one pixel wide", case3, -1, 1, 2 },
	{ "to one pixel, corners aligned", case4, -1, 1, 2 },
	{ "from the first edge", case5, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_resize_bilinear_adj = {
	.name = "resize_bilinear_adj",
	.help = "adjoint of resize_bilinear: gy[N,H,W,C] -> [N,h,w,C], the size before resizing",
	.nin_min = 1,
	.nin_max = 1,
	.attr_size = sizeof(struct gan_resize_attr),
	.shape = gan_resize_shape,
	.grad = grad,
	.run = run,
	.cases = cases,
};
