/* Layers without settings or parameters: one function of each number. A line here, one in layers.def. */
#include "net/layer.h"

static struct gan_node *silu(struct gan_graph *g, struct gan_node *x)
{
	return gan_mul(g, x, gan_sigmoid(g, x));
}

/* The exact form, x * Phi(x), which is PyTorch's default. */
static struct gan_node *gelu(struct gan_graph *g, struct gan_node *x)
{
	struct gan_node *phi = gan_affine(g, gan_erf(g, gan_muls(g, x, 0.70710678118654752440)), 0.5, 0.5);

	return gan_mul(g, x, phi);
}

static struct gan_node *softsign(struct gan_graph *g, struct gan_node *x)
{
	return gan_div(g, x, gan_adds(g, gan_abs(g, x), 1));
}

/* x <= 0 ? alpha*(e^x - 1) : x, with the exponent kept from overflowing on the side that is not taken. */
static struct gan_node *elu1(struct gan_graph *g, struct gan_node *x, double alpha)
{
	struct gan_node *neg = gan_exp(g, gan_min(g, x, gan_const(g, 0)));

	return gan_select(g, gan_gt(g, x, gan_const(g, 0)), x, gan_affine(g, neg, alpha, -alpha));
}

/* Klambauer et al. 2017, eq. 2. */
static struct gan_node *selu(struct gan_graph *g, struct gan_node *x)
{
	return gan_muls(g, elu1(g, x, 1.6732632423543772), 1.0507009873554805);
}

static struct gan_node *hardsigmoid(struct gan_graph *g, struct gan_node *x)
{
	return gan_clamp(g, gan_affine(g, x, 1.0 / 6, 0.5), 0, 1);
}

static struct gan_node *logsigmoid(struct gan_graph *g, struct gan_node *x)
{
	return gan_neg(g, gan_softplus(g, gan_neg(g, x)));
}

#define UNARY(name, fn, help) \
	static struct gan_node *build_##name(struct gan_lb *b) \
	{ \
		return gan_lb_real_value(b, b->in[0]) ? fn(b->g, b->in[0]) : NULL; \
	} \
	const struct gan_layer_type gan_layer_##name = { #name, help, NULL, 0, NULL, 0, 1, 1, build_##name };

UNARY(abs, gan_abs, "|x|")
UNARY(cos, gan_cos, "cosine")
UNARY(erf, gan_erf, "error function")
UNARY(exp, gan_exp, "e^x")
UNARY(floor, gan_floor, "greatest whole number below; no gradient")
UNARY(gelu, gelu, "x Phi(x), with the error function")
UNARY(hardsigmoid, hardsigmoid, "x/6 + 1/2, kept in 0..1")
UNARY(isfinite, gan_isfinite, "1 where x is a finite number, else 0; no gradient")
UNARY(log, gan_log, "natural logarithm")
UNARY(logsigmoid, logsigmoid, "log of the sigmoid, without overflow")
UNARY(neg, gan_neg, "-x")
UNARY(recip, gan_recip, "1/x")
UNARY(relu, gan_relu, "max(x, 0)")
UNARY(round, gan_round, "nearest whole number, halves to even; no gradient")
UNARY(selu, selu, "scaled ELU")
UNARY(sigmoid, gan_sigmoid, "1/(1 + e^-x)")
UNARY(sign, gan_sign, "-1, 0 or 1; no gradient")
UNARY(silu, silu, "x sigmoid(x), also called swish")
UNARY(sin, gan_sin, "sine")
UNARY(softplus, gan_softplus, "log(1 + e^x), without overflow")
UNARY(softsign, softsign, "x/(1 + |x|)")
UNARY(sqrt, gan_sqrt, "square root of max(x, 0); derivative 0 at 0")
UNARY(square, gan_square, "x^2")
UNARY(stop, gan_stop_gradient, "x, through which no gradient passes")
UNARY(tanh, gan_tanh, "hyperbolic tangent")
