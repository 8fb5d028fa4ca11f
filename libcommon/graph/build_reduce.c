/* Builders of reductions and of what goes along an axis. */
#include "graph/build_util.h"

#include "graph/op.h"

static int64_t count_axes(const gan_n *x, uint32_t axes)
{
	int64_t n = 1;

	for (int k = 0; k < x->shape.rank; k++)
		if (axes >> k & 1)
			n *= x->shape.dim[k];
	return n;
}

static gan_n *reduce(gan_g *g, const char *op, gan_n *x, uint32_t axes, int keep)
{
	const struct gan_reduce_attr a = { axes, keep != 0 };

	if (!x)
		return NULL;
	return axes ? gan_unary(g, op, x, &a) : x;
}

gan_n *gan_sum(gan_g *g, gan_n *x, uint32_t axes, int keep)
{
	return reduce(g, "sum", x, axes, keep);
}

gan_n *gan_amax(gan_g *g, gan_n *x, uint32_t axes, int keep)
{
	return reduce(g, "amax", x, axes, keep);
}

gan_n *gan_mean(gan_g *g, gan_n *x, uint32_t axes, int keep)
{
	return x ? gan_muls(g, gan_sum(g, x, axes, keep), 1.0 / (double)count_axes(x, axes)) : NULL;
}

uint32_t gan_axes_all(const gan_n *x)
{
	return x ? (1u << x->shape.rank) - 1 : 0;
}

uint32_t gan_axes_but(const gan_n *x, int axis)
{
	if (!x)
		return 0;
	return gan_axes_all(x) & ~(1u << (axis < 0 ? axis + x->shape.rank : axis));
}

gan_n *gan_sum_all(gan_g *g, gan_n *x)
{
	return gan_sum(g, x, gan_axes_all(x), 0);
}

gan_n *gan_mean_all(gan_g *g, gan_n *x)
{
	return gan_mean(g, x, gan_axes_all(x), 0);
}

gan_n *gan_sum_to(gan_g *g, gan_n *x, const struct gan_shape *shape)
{
	uint32_t axes = 0;
	int off;

	if (!x)
		return NULL;
	off = x->shape.rank - shape->rank;
	for (int k = 0; k < x->shape.rank; k++)
		if (x->shape.dim[k] != 1 && (k < off || shape->dim[k - off] == 1))
			axes |= 1u << k;
	return gan_reshape(g, gan_sum(g, x, axes, 1), shape);
}

static gan_n *along(gan_g *g, const char *op, gan_n *x, int axis, int flag)
{
	struct gan_axis_attr a = { 0 };

	if (!x)
		return NULL;
	a.axis = gan_build_axis(g, x, axis);
	a.flag = flag != 0;
	return a.axis < 0 ? NULL : gan_unary(g, op, x, &a);
}

gan_n *gan_argmax(gan_g *g, gan_n *x, int axis)
{
	return along(g, "argmax", x, axis, 0);
}

gan_n *gan_argsort(gan_g *g, gan_n *x, int axis, int descending)
{
	return along(g, "argsort", x, axis, descending);
}

gan_n *gan_cumsum(gan_g *g, gan_n *x, int axis, int reverse)
{
	return along(g, "cumsum", x, axis, reverse);
}

gan_n *gan_sort(gan_g *g, gan_n *x, int axis, int descending)
{
	return gan_take_along(g, x, gan_argsort(g, x, axis, descending), axis);
}

gan_n *gan_topk(gan_g *g, gan_n *x, int axis, int64_t k, gan_n **index)
{
	gan_n *i = gan_slice_axis(g, gan_argsort(g, x, axis, 1), axis, 0, k, 1);

	if (index)
		*index = i;
	return gan_take_along(g, x, i, axis);
}
