/* Builders of pointwise ops. Those of arithmetic leave out what changes nothing (x+0, x*1) and fold constants; the
   values stay those of the plain expression, but for the sign of zeros. */
#include "graph/build_util.h"

/* a op b for constants in the shape of the result, or NULL where that is neither's shape. */
static gan_n *fold(gan_g *g, gan_n *a, gan_n *b, gan_real v)
{
	if (gan_covers(a, b))
		return gan_const_like(g, a, v);
	return gan_covers(b, a) ? gan_const_like(g, b, v) : NULL;
}

gan_n *gan_add(gan_g *g, gan_n *a, gan_n *b)
{
	double v, w;

	if (!a || !b)
		return NULL;
	if (gan_is_const(a, &v) && gan_is_const(b, &w)) {
		gan_n *f = fold(g, a, b, (gan_real)v + (gan_real)w);

		if (f)
			return f;
	}
	if (gan_is_const(b, &v) && gan_covers(a, b))
		return gan_adds(g, a, v);
	if (gan_is_const(a, &v) && gan_covers(b, a))
		return gan_adds(g, b, v);
	return gan_binary(g, "add", a, b, NULL);
}

gan_n *gan_sub(gan_g *g, gan_n *a, gan_n *b)
{
	double v, w;

	if (!a || !b)
		return NULL;
	if (gan_is_const(a, &v) && gan_is_const(b, &w)) {
		gan_n *f = fold(g, a, b, (gan_real)v - (gan_real)w);

		if (f)
			return f;
	}
	if (gan_is_const(b, &v) && gan_covers(a, b))
		return gan_adds(g, a, -v);
	if (gan_is_const(a, &v) && gan_covers(b, a))
		return gan_affine(g, b, -1, v);
	return gan_binary(g, "sub", a, b, NULL);
}

gan_n *gan_mul(gan_g *g, gan_n *a, gan_n *b)
{
	double v, w;

	if (!a || !b)
		return NULL;
	if (gan_is_const(a, &v) && gan_is_const(b, &w)) {
		gan_n *f = fold(g, a, b, (gan_real)v * (gan_real)w);

		if (f)
			return f;
	}
	if (gan_is_const(b, &v) && gan_covers(a, b))
		return gan_muls(g, a, v);
	if (gan_is_const(a, &v) && gan_covers(b, a))
		return gan_muls(g, b, v);
	return gan_binary(g, "mul", a, b, NULL);
}

gan_n *gan_div(gan_g *g, gan_n *a, gan_n *b)
{
	double v;

	if (!a || !b)
		return NULL;
	if (gan_is_const(b, &v) && v == 1 && gan_covers(a, b))
		return a;
	return gan_binary(g, "div", a, b, NULL);
}

gan_n *gan_pow(gan_g *g, gan_n *a, gan_n *b)
{
	double v;

	if (!a || !b)
		return NULL;
	if (gan_is_const(b, &v) && gan_covers(a, b)) {
		if (v == 0)
			return gan_const_like(g, a, 1);
		if (v == 1)
			return a;
		if (v == 2)
			return gan_square(g, a);
	}
	return gan_binary(g, "pow", a, b, NULL);
}

gan_n *gan_max(gan_g *g, gan_n *a, gan_n *b)
{
	return gan_binary(g, "max", a, b, NULL);
}

gan_n *gan_min(gan_g *g, gan_n *a, gan_n *b)
{
	return gan_binary(g, "min", a, b, NULL);
}

gan_n *gan_eq(gan_g *g, gan_n *a, gan_n *b)
{
	return gan_binary(g, "eq", a, b, NULL);
}

gan_n *gan_ne(gan_g *g, gan_n *a, gan_n *b)
{
	return gan_binary(g, "ne", a, b, NULL);
}

gan_n *gan_lt(gan_g *g, gan_n *a, gan_n *b)
{
	return gan_binary(g, "lt", a, b, NULL);
}

gan_n *gan_le(gan_g *g, gan_n *a, gan_n *b)
{
	return gan_binary(g, "le", a, b, NULL);
}

gan_n *gan_gt(gan_g *g, gan_n *a, gan_n *b)
{
	return gan_binary(g, "gt", a, b, NULL);
}

gan_n *gan_ge(gan_g *g, gan_n *a, gan_n *b)
{
	return gan_binary(g, "ge", a, b, NULL);
}

gan_n *gan_select(gan_g *g, gan_n *c, gan_n *a, gan_n *b)
{
	gan_n *in[3] = { c, a, b };

	return gan_node(g, "select", 3, in, NULL, NULL);
}

gan_n *gan_neg(gan_g *g, gan_n *x)
{
	double v;

	if (!x)
		return NULL;
	if (gan_is_const(x, &v))
		return gan_const_like(g, x, -v);
	return gan_is_op(x, "neg") ? x->in[0] : gan_unary(g, "neg", x, NULL);
}

gan_n *gan_abs(gan_g *g, gan_n *x)
{
	return gan_unary(g, "abs", x, NULL);
}

gan_n *gan_sign(gan_g *g, gan_n *x)
{
	return gan_unary(g, "sign", x, NULL);
}

gan_n *gan_exp(gan_g *g, gan_n *x)
{
	return gan_unary(g, "exp", x, NULL);
}

gan_n *gan_log(gan_g *g, gan_n *x)
{
	return gan_unary(g, "log", x, NULL);
}

gan_n *gan_sqrt(gan_g *g, gan_n *x)
{
	return gan_unary(g, "sqrt", x, NULL);
}

gan_n *gan_square(gan_g *g, gan_n *x)
{
	return gan_unary(g, "square", x, NULL);
}

gan_n *gan_recip(gan_g *g, gan_n *x)
{
	return gan_unary(g, "recip", x, NULL);
}

gan_n *gan_sin(gan_g *g, gan_n *x)
{
	return gan_unary(g, "sin", x, NULL);
}

gan_n *gan_cos(gan_g *g, gan_n *x)
{
	return gan_unary(g, "cos", x, NULL);
}

gan_n *gan_erf(gan_g *g, gan_n *x)
{
	return gan_unary(g, "erf", x, NULL);
}

gan_n *gan_tanh(gan_g *g, gan_n *x)
{
	return gan_unary(g, "tanh", x, NULL);
}

gan_n *gan_sigmoid(gan_g *g, gan_n *x)
{
	return gan_unary(g, "sigmoid", x, NULL);
}

gan_n *gan_softplus(gan_g *g, gan_n *x)
{
	return gan_unary(g, "softplus", x, NULL);
}

gan_n *gan_relu(gan_g *g, gan_n *x)
{
	return gan_unary(g, "relu", x, NULL);
}

gan_n *gan_floor(gan_g *g, gan_n *x)
{
	return gan_unary(g, "floor", x, NULL);
}

gan_n *gan_round(gan_g *g, gan_n *x)
{
	return gan_unary(g, "round", x, NULL);
}

gan_n *gan_isfinite(gan_g *g, gan_n *x)
{
	return gan_unary(g, "isfinite", x, NULL);
}

gan_n *gan_lrelu(gan_g *g, gan_n *x, double slope)
{
	const struct gan_lrelu_attr a = { slope };

	return gan_unary(g, "lrelu", x, &a);
}

gan_n *gan_clamp(gan_g *g, gan_n *x, double lo, double hi)
{
	const struct gan_clamp_attr a = { lo, hi };

	return gan_unary(g, "clamp", x, &a);
}

gan_n *gan_affine(gan_g *g, gan_n *x, double scale, double shift)
{
	const struct gan_affine_attr a = { scale, shift == 0 ? 0 : shift };
	double v;

	if (!x)
		return NULL;
	if (gan_is_const(x, &v)) {
		gan_real p = (gan_real)scale * (gan_real)v;

		return gan_const_like(g, x, p + (gan_real)shift);
	}
	return scale == 1 && shift == 0 ? x : gan_unary(g, "affine", x, &a);
}

gan_n *gan_adds(gan_g *g, gan_n *x, double c)
{
	return gan_affine(g, x, 1, c);
}

gan_n *gan_muls(gan_g *g, gan_n *x, double c)
{
	return gan_affine(g, x, c, 0);
}

gan_n *gan_expand(gan_g *g, gan_n *x, const struct gan_shape *shape)
{
	struct gan_expand_attr a;

	if (!x)
		return NULL;
	if (gan_shape_eq(&x->shape, shape))
		return x;
	if (gan_is_op(x, "expand"))
		return gan_expand(g, x->in[0], shape);
	gan_shape_clean(&a.shape, shape);
	return gan_unary(g, "expand", x, &a);
}
