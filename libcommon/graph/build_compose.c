/* Compositions of ops. */
#include "graph/build_util.h"

#include "graph/op.h"

/* x less its maximum over the axis, and that maximum (0 where it is infinite), through which no gradient goes: it
   cancels. */
static gan_n *below_max(gan_g *g, gan_n *x, uint32_t axes, gan_n **max)
{
	gan_n *m = gan_stop_gradient(g, gan_amax(g, x, axes, 1));

	*max = gan_select(g, gan_isfinite(g, m), m, gan_const(g, 0));
	return gan_sub(g, x, *max);
}

gan_n *gan_logsumexp(gan_g *g, gan_n *x, int axis, int keep)
{
	gan_n *m, *d, *y;
	struct gan_shape s = { 0 };

	if (!x || (axis = gan_build_axis(g, x, axis)) < 0)
		return NULL;
	d = below_max(g, x, 1u << axis, &m);
	y = gan_add(g, gan_log(g, gan_sum(g, gan_exp(g, d), 1u << axis, 1)), m);
	for (int k = 0; k < x->shape.rank; k++)
		if (k != axis)
			s.dim[s.rank++] = x->shape.dim[k];
	return keep ? y : gan_reshape(g, y, &s);
}

gan_n *gan_log_softmax(gan_g *g, gan_n *x, int axis)
{
	gan_n *m, *d;

	if (!x || (axis = gan_build_axis(g, x, axis)) < 0)
		return NULL;
	d = below_max(g, x, 1u << axis, &m);
	return gan_sub(g, d, gan_log(g, gan_sum(g, gan_exp(g, d), 1u << axis, 1)));
}

gan_n *gan_maxout(gan_g *g, gan_n *x, int64_t pieces)
{
	struct gan_shape s;
	int last;

	if (!x)
		return NULL;
	s = x->shape;
	last = s.rank - 1;
	if (last < 0 || last + 1 >= GAN_MAX_RANK || pieces < 1 || s.dim[last] % pieces)
		return gan_graph_fail(g, GAN_DATA, "maxout: %lld pieces do not divide the last axis",
		                      (long long)pieces);
	s.dim[last] /= pieces;
	s.dim[s.rank++] = pieces;
	return gan_amax(g, gan_reshape(g, x, &s), 1u << (last + 1), 0);
}

gan_n *gan_normalise(gan_g *g, gan_n *x, uint32_t axes, double eps, gan_n **mean, gan_n **var)
{
	gan_n *m = gan_mean(g, x, axes, 1), *d = gan_sub(g, x, m);
	gan_n *v = gan_mean(g, gan_square(g, d), axes, 1);
	gan_n *in[3] = { x, m, gan_recip(g, gan_sqrt(g, gan_adds(g, v, eps))) };
	const struct gan_reduce_attr a = { axes, 1 };

	if (mean)
		*mean = m;
	if (var)
		*var = v;
	return gan_node(g, "normed", 3, in, &a, NULL);
}

gan_n *gan_pixel_norm(gan_g *g, gan_n *x, double eps)
{
	gan_n *v;

	if (!x)
		return NULL;
	v = gan_mean(g, gan_square(g, x), 1u << (x->shape.rank - 1), 1);
	return gan_mul(g, x, gan_recip(g, gan_sqrt(g, gan_adds(g, v, eps))));
}

gan_n *gan_bce_logits(gan_g *g, gan_n *s, gan_n *target)
{
	double t;

	if (!s || !target)
		return NULL;
	if (gan_is_const(target, &t) && t == 0)
		return gan_mean_all(g, gan_softplus(g, s));
	if (gan_is_const(target, &t) && t == 1) /* softplus(s) - s without its cancellation */
		return gan_mean_all(g, gan_softplus(g, gan_neg(g, s)));
	return gan_mean_all(g, gan_sub(g, gan_softplus(g, s), gan_mul(g, target, s)));
}

gan_n *gan_cross_entropy(gan_g *g, gan_n *logits, gan_n *label)
{
	gan_n *p;

	if (!logits || !label)
		return NULL;
	if (logits->shape.rank != 2 || label->shape.rank != 1 || label->shape.dim[0] != logits->shape.dim[0])
		return gan_graph_fail(g, GAN_DATA, "cross_entropy: expected logits [N,K] and labels [N]");
	p = gan_mul(g, gan_onehot(g, label, logits->shape.dim[1]), gan_log_softmax(g, logits, 1));
	return gan_muls(g, gan_sum_all(g, p), -1.0 / (double)label->shape.dim[0]);
}

/* [N,P,Q] -> the pixels of x[N,H*W,C] at row and column, times weight and 0 outside the picture: [N,P*Q,C]. */
static gan_n *corner(gan_g *g, gan_n *x, const struct gan_shape *xs, gan_n *row, gan_n *col, gan_n *weight)
{
	double h = (double)xs->dim[1], w = (double)xs->dim[2];
	gan_n *zero = gan_const(g, 0), *in, *at;
	struct gan_shape s;

	if (!row || !x)
		return NULL;
	in = gan_mul(g, gan_mul(g, gan_ge(g, row, zero), gan_lt(g, row, gan_const(g, h))),
	             gan_mul(g, gan_ge(g, col, zero), gan_lt(g, col, gan_const(g, w))));
	at = gan_select(g, in, gan_add(g, gan_muls(g, row, w), col), zero);
	s = (struct gan_shape){ 3, { row->shape.dim[0], row->shape.dim[1] * row->shape.dim[2], 1 } };
	at = gan_reshape(g, at, &s);
	weight = gan_reshape(g, gan_mul(g, weight, in), &s);
	s.dim[2] = xs->dim[3];
	return gan_mul(g, gan_take_along(g, x, gan_cast(g, gan_expand(g, at, &s), GAN_I64), 1), weight);
}

gan_n *gan_sample_at(gan_g *g, gan_n *x, gan_n *coord)
{
	gan_n *c[2], *f[2], *r[2], *flat, *y = NULL;
	struct gan_shape s;

	if (!x || !coord)
		return NULL;
	if (x->shape.rank != 4 || coord->shape.rank != 4 || coord->shape.dim[3] != 2 ||
	    coord->shape.dim[0] != x->shape.dim[0])
		return gan_graph_fail(g, GAN_DATA, "sample_at: expected x[N,H,W,C] and coordinates [N,P,Q,2]");
	if (x->shape.dim[1] * x->shape.dim[2] > 1 << 24)
		return gan_graph_fail(g, GAN_DATA, "sample_at: pictures of more than 2^24 pixels");
	s = (struct gan_shape){ 3, { x->shape.dim[0], x->shape.dim[1] * x->shape.dim[2], x->shape.dim[3] } };
	flat = gan_reshape(g, x, &s);
	s = (struct gan_shape){ 3, { coord->shape.dim[0], coord->shape.dim[1], coord->shape.dim[2] } };
	for (int k = 0; k < 2; k++) {
		c[k] = gan_reshape(g, gan_slice_axis(g, coord, 3, k, 1, 1), &s);
		f[k] = gan_floor(g, c[k]);
		r[k] = gan_sub(g, c[k], f[k]);
	}
	for (int k = 0; k < 4; k++) {
		gan_n *wx = k & 1 ? r[0] : gan_affine(g, r[0], -1, 1), *wy = k & 2 ? r[1] : gan_affine(g, r[1], -1, 1);
		gan_n *v = corner(g, flat, &x->shape, gan_adds(g, f[1], k >> 1), gan_adds(g, f[0], k & 1),
		                  gan_mul(g, wy, wx));

		y = y ? gan_add(g, y, v) : v;
	}
	s = (struct gan_shape){ 4, { coord->shape.dim[0], coord->shape.dim[1], coord->shape.dim[2], x->shape.dim[3] } };
	return gan_reshape(g, y, &s);
}
