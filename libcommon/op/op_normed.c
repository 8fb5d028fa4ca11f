/* (x - m) * r, where m and r are x's own mean and 1/sqrt(variance + eps) over some axes: normalisation.
   The derivative in x is the whole one, by way of m and r too (Ioffe and Szegedy 2015, sec. 3), which therefore get none:

       gx = r * (gy - mean(gy) - y * mean(gy * y))

   Its two sums do not wait for one another and are those of a following scale and shift, w and b of y*w + b: what is
   constant along the axes is taken out of gy before summing, so that all of it takes one pass over memory. */
#include "op/op_util.h"

#include <string.h>

GAN_INLINE gan_real f(gan_real x, gan_real m, gan_real r)
{
	return (x - m) * r;
}

GAN_PW3(pw, f)

static bool constant_along(const gan_n *w, const gan_n *y, uint32_t axes)
{
	int off = y->shape.rank - w->shape.rank;

	for (int k = 0; k < w->shape.rank; k++)
		if (w->shape.dim[k] != 1 && (axes >> (off + k) & 1))
			return false;
	return true;
}

/* gy = *rest * factor, where the factor (NULL for 1) is constant along the axes. */
static gan_n *take_out(const gan_n *n, gan_n *gy, uint32_t axes, gan_n **rest)
{
	*rest = gy;
	if (strcmp(gy->op->name, "mul"))
		return NULL;
	for (int k = 0; k < 2; k++) {
		if (constant_along(gy->in[k], n, axes) && gan_shape_eq(&gy->in[1 - k]->shape, &n->shape)) {
			*rest = gy->in[1 - k];
			return gy->in[k];
		}
	}
	return NULL;
}

static void grad(gan_g *g, gan_n *n, gan_n *gy, const bool *want, gan_n **gx)
{
	uint32_t axes = ((const struct gan_reduce_attr *)n->attr)->axes;
	gan_n *a, *w = take_out(n, gy, axes, &a), *r = w ? gan_mul(g, n->in[2], w) : n->in[2];

	if (want[0])
		gx[0] = gan_mul(g, r, gan_sub(g, gan_sub(g, a, gan_mean(g, a, axes, 1)),
		                              gan_mul(g, n, gan_mean(g, gan_mul(g, a, n), axes, 1))));
}

static gan_n *case_channels(gan_g *g)
{
	return gan_normalise(g, gan_case_in(g, "a", "2,3,2"), 3, .01, NULL, NULL);
}

/* With scale and shift, and a mean that something else depends on. */
static gan_n *case_scaled(gan_g *g)
{
	gan_n *m, *y = gan_normalise(g, gan_case_in(g, "a", "4,3"), 1, .01, &m, NULL);

	return gan_add(g, gan_mul(g, y, gan_case_in(g, "b", "3")), gan_add(g, gan_case_in(g, "c", "1,3"), m));
}

static const struct gan_op_case cases[] = {
	{ "normed per channel", case_channels, -1, 1, 2 },
	{ "normed, scaled and shifted", case_scaled, -1, 1, 2 },
	{ 0 }
};

const struct gan_op gan_op_normed = {
	.name = "normed",
	.help = "(x - m) * r, where m and r are x's own mean and 1/deviation over axes",
	.nin_min = 3,
	.nin_max = 3,
	.flags = GAN_OP_POINTWISE,
	.attr_size = sizeof(struct gan_reduce_attr),
	.grad = grad,
	.pw = pw,
	.pw_cost = 2,
	.cases = cases,
};
