/* double */
/* The gradient check of compositions, values of losses, and what is 0 by rule: the derivative of a root at 0. */
#include "base/pool.h"
#include "grad_check.h"

static gan_n *in(gan_g *g, const char *name, int64_t a, int64_t b)
{
	const struct gan_shape s = { 2, { a, b } };

	return gan_input(g, name, GAN_REAL, &s);
}

static gan_n *picture(gan_g *g, const char *name, int64_t n, int64_t h, int64_t w, int64_t c)
{
	const struct gan_shape s = { 4, { n, h, w, c } };

	return gan_input(g, name, GAN_REAL, &s);
}

static gan_n *logsumexp(gan_g *g) { return gan_logsumexp(g, in(g, "a", 3, 5), 1, 0); }
static gan_n *log_softmax(gan_g *g) { return gan_log_softmax(g, in(g, "a", 3, 5), -1); }
static gan_n *maxout(gan_g *g) { return gan_maxout(g, in(g, "a", 3, 6), 3); }
static gan_n *normalise(gan_g *g) { return gan_normalise(g, picture(g, "a", 2, 3, 3, 2), 7, 1e-3, NULL, NULL); }
static gan_n *layer_norm(gan_g *g) { return gan_normalise(g, in(g, "a", 3, 5), 2, 1e-3, NULL, NULL); }
static gan_n *pixel_norm(gan_g *g) { return gan_pixel_norm(g, picture(g, "a", 1, 2, 2, 4), 1e-4); }
static gan_n *sort(gan_g *g) { return gan_sort(g, in(g, "a", 3, 5), 0, 1); }
static gan_n *bce(gan_g *g) { return gan_bce_logits(g, in(g, "a", 4, 1), in(g, "b", 4, 1)); }
static gan_n *bce_one(gan_g *g) { return gan_bce_logits(g, in(g, "a", 4, 1), gan_const(g, 1)); }
static gan_n *bce_zero(gan_g *g) { return gan_bce_logits(g, in(g, "a", 4, 1), gan_const(g, 0)); }

static gan_n *cross_entropy(gan_g *g)
{
	return gan_cross_entropy(g, in(g, "a", 4, 5), gan_iota(g, 4));
}

static gan_n *dropout(gan_g *g)
{
	gan_n *rng = gan_cast(g, gan_affine(g, gan_cast(g, gan_iota(g, 3), GAN_REAL), 4, 3), GAN_I64);

	return gan_dropout(g, in(g, "a", 6, 5), rng, "drop", .4);
}

/* Coordinates -2..2 in a picture of 3x2, so that some corners are outside. */
static gan_n *sample_at(gan_g *g)
{
	return gan_sample_at(g, picture(g, "a", 2, 2, 3, 2), picture(g, "b", 2, 4, 3, 2));
}

/* The length of a vector's rows, as in gradient penalties. */
static gan_n *length(gan_g *g)
{
	return gan_square(g, gan_adds(g, gan_sqrt(g, gan_sum(g, gan_square(g, in(g, "a", 3, 4)), 2, 0)), -1));
}

static const struct gan_op_case cases[] = {
	{ "logsumexp", logsumexp, -3, 3, 2 },
	{ "log_softmax", log_softmax, -3, 3, 2 },
	{ "maxout", maxout, -1, 1, 2 },
	{ "normalise over all but channels", normalise, -1, 1, 2 },
	{ "normalise rows", layer_norm, -1, 1, 2 },
	{ "pixel_norm", pixel_norm, -1, 1, 2 },
	{ "sort", sort, -1, 1, 2 },
	{ "bce_logits", bce, -2, 2, 2 },
	{ "bce_logits of 1", bce_one, -2, 2, 2 },
	{ "bce_logits of 0", bce_zero, -2, 2, 2 },
	{ "cross_entropy", cross_entropy, -2, 2, 2 },
	{ "dropout", dropout, -1, 1, 2 },
	{ "sample_at", sample_at, -2, 2, 2 },
	{ "length of rows", length, -1, 1, 2 },
	{ 0 }
};

/* The value of a scalar node with input "a" bound to a. */
static double value(gan_g *g, gan_n *y, const double *a)
{
	struct gan_err e = { 0 };
	struct gan_plan *p = gan_graph_ok(g, &e) ? NULL : gan_plan_new(g, NULL, &y, 1, 0, &e);
	double v = NAN;

	if (p) {
		gan_plan_bind(p, "a", a);
		if (!gan_plan_run(p, &e))
			v = gan_plan_scalar(p, y);
	}
	gan_plan_free(p);
	return v;
}

/* First and second derivative of the length of a zero vector, and of sqrt below 0, are 0, not NaN. */
static void roots(void)
{
	static const double zero[4] = { 0 }, below[4] = { -1, -2, 0, -3 };
	gan_g *g = gan_graph_new(NULL);
	gan_n *a = in(g, "a", 1, 4), *len = gan_sqrt(g, gan_sum_all(g, gan_square(g, a))), *d, *dd, *s, *ds, *dds;

	gan_grad(g, len, &a, 1, &d);
	d = gan_sum_all(g, gan_add(g, gan_square(g, d), d));
	gan_grad(g, d, &a, 1, &dd);
	s = gan_sum_all(g, gan_sqrt(g, a));
	gan_grad(g, s, &a, 1, &ds);
	ds = gan_sum_all(g, ds);
	gan_grad(g, ds, &a, 1, &dds);
	ok(value(g, len, zero) == 0 && value(g, d, zero) == 0, "the derivative of a length at 0 is 0");
	ok(value(g, gan_sum_all(g, dd), zero) == 0, "and so is the second");
	ok(value(g, ds, below) == 0 && value(g, gan_sum_all(g, dds), below) == 0, "derivatives of sqrt at and below 0 are 0");
	gan_graph_free(g);
}

static void losses(void)
{
	static const double a[4] = { .3, -1.2, 40, -40 };
	double one = 0, zero = 0, half = 0;
	gan_g *g = gan_graph_new(NULL);
	gan_n *s = in(g, "a", 1, 4);

	for (int i = 0; i < 4; i++) {
		one += log1p(exp(-a[i])) / 4;
		zero += log1p(exp(a[i])) / 4;
		half += (log1p(exp(a[i])) - .25 * a[i]) / 4;
	}
	ok(fabs(value(g, gan_bce_logits(g, s, gan_const(g, 1)), a) / one - 1) < 1e-12, "bce_logits of 1");
	ok(fabs(value(g, gan_bce_logits(g, s, gan_const(g, 0)), a) / zero - 1) < 1e-12, "bce_logits of 0");
	ok(fabs(value(g, gan_bce_logits(g, s, gan_const(g, .25)), a) / half - 1) < 1e-12, "bce_logits of 1/4");
	ok(fabs(value(g, gan_cross_entropy(g, s, gan_cast(g, gan_affine(g, gan_cast(g, gan_iota(g, 1), GAN_REAL), 1, 1),
	                                                  GAN_I64)), a) - 41.2) < 1e-9, "cross_entropy");
	gan_graph_free(g);
}

int main(void)
{
	gan_pool_start(2, NULL);
	for (const struct gan_op_case *c = cases; c->build; c++)
		check_case(NULL, c);
	roots();
	losses();
	gan_pool_stop();
	return done();
}
