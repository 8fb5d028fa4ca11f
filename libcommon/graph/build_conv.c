/* Builders of products, convolutions, pooling and resampling. Attributes that an op does not use are cleared, so that
   equal expressions become one node. */
#include <string.h>
#include "graph/build_util.h"

static int64_t dim(const gan_n *x, int axis)
{
	return x->shape.rank > axis ? x->shape.dim[axis] : 0;
}

gan_n *gan_matmul(gan_g *g, gan_n *a, gan_n *b, int ta, int tb)
{
	const struct gan_matmul_attr attr = { ta != 0, tb != 0 };

	return gan_binary(g, "matmul", a, b, &attr);
}

static struct gan_conv_attr geometry(const struct gan_conv_attr *a)
{
	struct gan_conv_attr c;

	memset(&c, 0, sizeof(c));
	c.stride_h = a->stride_h;
	c.stride_w = a->stride_w;
	c.top = a->top;
	c.bottom = a->bottom;
	c.left = a->left;
	c.right = a->right;
	c.dil_h = a->dil_h;
	c.dil_w = a->dil_w;
	c.groups = a->groups;
	return c;
}

gan_n *gan_conv2d(gan_g *g, gan_n *x, gan_n *w, const struct gan_conv_attr *a)
{
	const struct gan_conv_attr c = geometry(a);

	return gan_binary(g, "conv2d", x, w, &c);
}

gan_n *gan_conv2d_dx(gan_g *g, gan_n *gy, gan_n *w, const struct gan_conv_attr *a)
{
	struct gan_conv_attr c = geometry(a);

	c.h = a->h;
	c.w = a->w;
	return gan_binary(g, "conv2d_dx", gy, w, &c);
}

gan_n *gan_conv2d_dw(gan_g *g, gan_n *x, gan_n *gy, const struct gan_conv_attr *a)
{
	struct gan_conv_attr c = geometry(a);

	c.r = a->r;
	c.s = a->s;
	return gan_binary(g, "conv2d_dw", x, gy, &c);
}

static struct gan_pool_attr window(const struct gan_pool_attr *a)
{
	struct gan_pool_attr p;

	memset(&p, 0, sizeof(p));
	p.r = a->r;
	p.s = a->s;
	p.stride_h = a->stride_h;
	p.stride_w = a->stride_w;
	p.top = a->top;
	p.bottom = a->bottom;
	p.left = a->left;
	p.right = a->right;
	return p;
}

static struct gan_pool_attr average(const struct gan_pool_attr *a)
{
	struct gan_pool_attr p = window(a);

	p.count_pad = a->count_pad != 0;
	p.real_bottom = p.count_pad ? a->real_bottom : 0;
	p.real_right = p.count_pad ? a->real_right : 0;
	return p;
}

gan_n *gan_avgpool(gan_g *g, gan_n *x, const struct gan_pool_attr *a)
{
	const struct gan_pool_attr p = average(a);

	return gan_unary(g, "avgpool", x, &p);
}

gan_n *gan_avgpool_dx(gan_g *g, gan_n *gy, const struct gan_pool_attr *a)
{
	struct gan_pool_attr p = average(a);

	p.h = a->h;
	p.w = a->w;
	return gan_unary(g, "avgpool_dx", gy, &p);
}

gan_n *gan_maxpool(gan_g *g, gan_n *x, const struct gan_pool_attr *a)
{
	const struct gan_pool_attr p = window(a);

	return gan_unary(g, "maxpool", x, &p);
}

gan_n *gan_maxpool_dx(gan_g *g, gan_n *x, gan_n *gy, const struct gan_pool_attr *a)
{
	const struct gan_pool_attr p = window(a);

	return gan_binary(g, "maxpool_dx", x, gy, &p);
}

gan_n *gan_maxpool_pick(gan_g *g, gan_n *x, gan_n *v, const struct gan_pool_attr *a)
{
	const struct gan_pool_attr p = window(a);

	return gan_binary(g, "maxpool_pick", x, v, &p);
}

static gan_n *resize(gan_g *g, const char *op, gan_n *x, int64_t h, int64_t w, enum gan_resize_grid grid)
{
	struct gan_resize_attr a;

	if (!x)
		return NULL;
	if (dim(x, 1) == h && dim(x, 2) == w)
		return x;
	memset(&a, 0, sizeof(a));
	a.h = h;
	a.w = w;
	a.grid = grid;
	return gan_unary(g, op, x, &a);
}

gan_n *gan_resize_nearest(gan_g *g, gan_n *x, int64_t h, int64_t w)
{
	return resize(g, "resize_nearest", x, h, w, GAN_RESIZE_CENTRES);
}

gan_n *gan_resize_nearest_adj(gan_g *g, gan_n *gy, int64_t h, int64_t w)
{
	return resize(g, "resize_nearest_adj", gy, h, w, GAN_RESIZE_CENTRES);
}

gan_n *gan_resize_bilinear(gan_g *g, gan_n *x, int64_t h, int64_t w, enum gan_resize_grid grid)
{
	return resize(g, "resize_bilinear", x, h, w, grid);
}

gan_n *gan_resize_bilinear_adj(gan_g *g, gan_n *gy, int64_t h, int64_t w, enum gan_resize_grid grid)
{
	return resize(g, "resize_bilinear_adj", gy, h, w, grid);
}
