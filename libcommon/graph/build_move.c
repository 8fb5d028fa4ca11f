/* Builders of ops that move elements. */
#include "graph/build_util.h"

#include <string.h>

#include "graph/op.h"

/* The shape with its one -1 replaced by what x's elements leave. */
static int resolve(gan_g *g, const gan_n *x, const struct gan_shape *want, struct gan_shape *to)
{
	int64_t rest = gan_shape_count(&x->shape);
	int open = -1;

	gan_shape_clean(to, want);
	for (int k = 0; k < to->rank; k++) {
		if (to->dim[k] == -1 && open < 0)
			open = k;
		else if (to->dim[k] > 0)
			rest = rest % to->dim[k] ? -1 : rest / to->dim[k];
		if (rest < 0)
			break;
	}
	if (open < 0)
		return 0;
	if (rest < 0) {
		char s[160], t[160];

		gan_graph_fail(g, GAN_DATA, "reshape: shape %s does not hold the elements of %s",
		               gan_shape_str(want, t, sizeof(t)), gan_shape_str(&x->shape, s, sizeof(s)));
		return -1;
	}
	to->dim[open] = rest;
	return 0;
}

gan_n *gan_reshape(gan_g *g, gan_n *x, const struct gan_shape *shape)
{
	struct gan_shape_attr a;
	double v;

	if (!x || resolve(g, x, shape, &a.shape))
		return NULL;
	if (gan_is_op(x, "reshape"))
		x = x->in[0];
	if (gan_shape_eq(&x->shape, &a.shape))
		return x;
	if (gan_is_const(x, &v) && gan_shape_count(&x->shape) == gan_shape_count(&a.shape))
		return gan_expand(g, gan_const(g, v), &a.shape);
	return gan_unary(g, "reshape", x, &a);
}

gan_n *gan_permute(gan_g *g, gan_n *x, const int *perm)
{
	struct gan_permute_attr a = { { 0 } };
	bool same = true;

	if (!x)
		return NULL;
	for (int k = 0; k < x->shape.rank; k++) {
		a.perm[k] = perm[k];
		same = same && perm[k] == k;
	}
	return same ? x : gan_unary(g, "permute", x, &a);
}

gan_n *gan_flatten_chw(gan_g *g, gan_n *x)
{
	static const int perm[4] = { 0, 3, 1, 2 };
	struct gan_shape s = { 2, { 0, -1 } };

	if (!x)
		return NULL;
	if (x->shape.rank == 2)
		return x;
	if (x->shape.rank != 4)
		return gan_graph_fail(g, GAN_DATA, "flatten: expected a picture [N,H,W,C], found rank %d", x->shape.rank);
	s.dim[0] = x->shape.dim[0];
	return gan_reshape(g, gan_permute(g, x, perm), &s);
}

gan_n *gan_unflatten_chw(gan_g *g, gan_n *x, int64_t h, int64_t w, int64_t c)
{
	static const int perm[4] = { 0, 2, 3, 1 };

	if (!x)
		return NULL;
	if (x->shape.rank != 2 || x->shape.dim[1] != h * w * c)
		return gan_graph_fail(g, GAN_DATA, "view: expected rows of %lld numbers, found rank %d, rows of %lld",
		                      (long long)(h * w * c), x->shape.rank,
		                      (long long)(x->shape.rank ? x->shape.dim[x->shape.rank - 1] : 1));

	const struct gan_shape s = { 4, { x->shape.dim[0], c, h, w } };

	return gan_permute(g, gan_reshape(g, x, &s), perm);
}

/* Attributes of a slice of a value of that rank, the rest zero. */
static struct gan_slice_attr slice_attr(const struct gan_slice_attr *a, int rank)
{
	struct gan_slice_attr b;

	memset(&b, 0, sizeof(b));
	for (int k = 0; k < rank; k++) {
		b.start[k] = a->start[k];
		b.step[k] = a->n[k] == 1 ? 1 : a->step[k];
		b.n[k] = a->n[k];
	}
	return b;
}

gan_n *gan_slice(gan_g *g, gan_n *x, const struct gan_slice_attr *a)
{
	struct gan_slice_attr b;
	bool whole = true;

	if (!x)
		return NULL;
	b = slice_attr(a, x->shape.rank);
	for (int k = 0; k < x->shape.rank; k++)
		whole = whole && b.start[k] == 0 && b.step[k] == 1 && b.n[k] == x->shape.dim[k];
	return whole ? x : gan_unary(g, "slice", x, &b);
}

gan_n *gan_slice_axis(gan_g *g, gan_n *x, int axis, int64_t start, int64_t n, int64_t step)
{
	struct gan_slice_attr a;

	if (!x)
		return NULL;
	axis = gan_build_axis(g, x, axis);
	if (axis < 0)
		return NULL;
	for (int k = 0; k < x->shape.rank; k++) {
		a.start[k] = k == axis ? start : 0;
		a.step[k] = k == axis ? step : 1;
		a.n[k] = k == axis ? n : x->shape.dim[k];
	}
	return gan_slice(g, x, &a);
}

gan_n *gan_slice_adj(gan_g *g, gan_n *gy, const struct gan_slice_attr *a, const struct gan_shape *shape)
{
	struct gan_slice_adj_attr b;

	if (!gy)
		return NULL;
	memset(&b, 0, sizeof(b));
	b.s = slice_attr(a, shape->rank);
	gan_shape_clean(&b.shape, shape);
	return gan_unary(g, "slice_adj", gy, &b);
}

/* Attributes of padding a value of that rank, the rest zero. */
static struct gan_pad_attr pad_attr(const struct gan_pad_attr *a, int rank)
{
	struct gan_pad_attr b;

	memset(&b, 0, sizeof(b));
	b.mode = a->mode;
	for (int k = 0; k < rank; k++) {
		b.lo[k] = a->lo[k];
		b.hi[k] = a->hi[k];
	}
	return b;
}

static bool pads(const struct gan_pad_attr *a, int rank)
{
	for (int k = 0; k < rank; k++)
		if (a->lo[k] || a->hi[k])
			return true;
	return false;
}

gan_n *gan_pad(gan_g *g, gan_n *x, const struct gan_pad_attr *a)
{
	struct gan_pad_attr b;

	if (!x || !pads(a, x->shape.rank))
		return x;
	b = pad_attr(a, x->shape.rank);
	return gan_unary(g, "pad", x, &b);
}

gan_n *gan_pad_adj(gan_g *g, gan_n *gy, const struct gan_pad_attr *a)
{
	struct gan_pad_attr b;
	struct gan_slice_attr s;

	if (!gy || !pads(a, gy->shape.rank))
		return gy;
	if (a->mode != GAN_PAD_ZERO) {
		b = pad_attr(a, gy->shape.rank);
		return gan_unary(g, "pad_adj", gy, &b);
	}
	for (int k = 0; k < gy->shape.rank; k++) {
		s.start[k] = a->lo[k];
		s.step[k] = 1;
		s.n[k] = gy->shape.dim[k] - a->lo[k] - a->hi[k];
	}
	return gan_slice(g, gy, &s);
}

gan_n *gan_concat(gan_g *g, gan_n *const *x, int n, int axis)
{
	struct gan_axis_attr a = { 0 };

	for (int i = 0; i < n; i++)
		if (!x[i])
			return NULL;
	if (n < 1)
		return gan_graph_fail(g, GAN_INTERNAL, "concat: of nothing");
	a.axis = gan_build_axis(g, x[0], axis);
	if (a.axis < 0)
		return NULL;
	return n == 1 ? x[0] : gan_node(g, "concat", n, x, &a, NULL);
}

static gan_n *indexed(gan_g *g, const char *op, gan_n *x, gan_n *index, int axis, int64_t n)
{
	struct gan_axis_attr a = { 0 };

	if (!x || !index)
		return NULL;
	a.axis = axis;
	a.n = n;
	return gan_binary(g, op, x, index, &a);
}

gan_n *gan_gather(gan_g *g, gan_n *x, gan_n *index, int axis)
{
	if (!x || (axis = gan_build_axis(g, x, axis)) < 0)
		return NULL;
	return indexed(g, "gather", x, index, axis, 0);
}

gan_n *gan_scatter_add(gan_g *g, gan_n *v, gan_n *index, int axis, int64_t n)
{
	/* A negative axis counts from the end of the result, which has one axis where v has the index's. */
	if (v && index && axis < 0)
		axis += v->shape.rank - index->shape.rank + 1;
	return indexed(g, "scatter_add", v, index, axis, n);
}

gan_n *gan_take_along(gan_g *g, gan_n *x, gan_n *index, int axis)
{
	if (!x || (axis = gan_build_axis(g, x, axis)) < 0)
		return NULL;
	return indexed(g, "take_along", x, index, axis, 0);
}

gan_n *gan_put_along(gan_g *g, gan_n *v, gan_n *index, int axis, int64_t n)
{
	if (!v || (axis = gan_build_axis(g, v, axis)) < 0)
		return NULL;
	return indexed(g, "put_along", v, index, axis, n);
}

gan_n *gan_iota(gan_g *g, int64_t n)
{
	const struct gan_axis_attr a = { 0, 0, n };

	return gan_node(g, "iota", 0, NULL, &a, NULL);
}

gan_n *gan_onehot(gan_g *g, gan_n *index, int64_t n)
{
	const struct gan_axis_attr a = { 0, 0, n };

	return gan_unary(g, "onehot", index, &a);
}

gan_n *gan_cast(gan_g *g, gan_n *x, enum gan_dtype type)
{
	const struct gan_cast_attr a = { (int)type };

	return x && x->type == type ? x : gan_unary(g, "cast", x, &a);
}

gan_n *gan_stop_gradient(gan_g *g, gan_n *x)
{
	return gan_unary(g, "stop_gradient", x, NULL);
}

gan_n *gan_straight_through(gan_g *g, gan_n *value, gan_n *grad)
{
	return gan_binary(g, "straight_through", value, grad, NULL);
}
