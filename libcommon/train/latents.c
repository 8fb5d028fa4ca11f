/* Latents: what a generator makes its data of. */
#include <math.h>
#include <string.h>
#include "train/train.h"

static const char *dist(const struct gan_kv *hyper)
{
	return gan_train_text(hyper, "z-dist");
}

/* Horner's rule in w, from the highest power down. */
static struct gan_node *polynomial(struct gan_graph *g, struct gan_node *w, const double *c, int n)
{
	struct gan_node *p = gan_const(g, c[0]);

	for (int i = 1; i < n; i++)
		p = gan_adds(g, gan_mul(g, p, w), c[i]);
	return p;
}

/* The inverse of erf, by Giles 2010 ("Approximating the erfinv function", table 5): to 3e-7 of its value. */
static struct gan_node *erf_inverse(struct gan_graph *g, struct gan_node *x)
{
	static const double middle[] = {
		2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503, -0.00417768164,
		0.246640727, 1.50140941,
	};
	static const double tail[] = {
		-0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
		1.00167406, 2.83297682,
	};
	struct gan_node *w = gan_neg(g, gan_log(g, gan_mul(g, gan_affine(g, x, -1, 1), gan_adds(g, x, 1))));
	struct gan_node *p = polynomial(g, gan_adds(g, w, -2.5), middle, 9);
	struct gan_node *q = polynomial(g, gan_adds(g, gan_sqrt(g, w), -3), tail, 9);

	return gan_mul(g, x, gan_select(g, gan_lt(g, w, gan_const(g, 5)), p, q));
}

/* N(0,1) cut to -c..c, the distribution of what is drawn again until it lies there, as one draw: sqrt(2) erf^-1(u erf(c/sqrt(2)))
   with u even in -1..1. */
static struct gan_node *truncated(struct gan_graph *g, double c, const char *purpose, const struct gan_shape *shape)
{
	const double most = erf(c / sqrt(2));
	struct gan_node *u = gan_affine(g, gan_uniform(g, gan_rng(g), purpose, shape), 2 * most, -most);

	return gan_clamp(g, gan_muls(g, erf_inverse(g, u), sqrt(2)), -c, c); /* against the last bit of rounding */
}

struct gan_node *gan_latents(struct gan_graph *g, const struct gan_kv *hyper, const char *purpose, int64_t b, int64_t n)
{
	struct gan_shape shape = gan_shape_of(2, b, n);

	if (!strcmp(dist(hyper), "uniform"))
		return gan_affine(g, gan_uniform(g, gan_rng(g), purpose, &shape), 2, -1);
	if (!strcmp(dist(hyper), "truncated"))
		return truncated(g, gan_train_real(hyper, "z-truncate"), purpose, &shape);
	if (!strcmp(dist(hyper), "sphere"))
		return gan_pixel_norm(g, gan_normal(g, gan_rng(g), purpose, &shape), 1e-8);
	return gan_normal(g, gan_rng(g), purpose, &shape);
}

int gan_latents_fit(const struct gan_kv *hyper, int64_t n, struct gan_err *e)
{
	if (!strcmp(dist(hyper), "sphere") && n == 1)
		return gan_fail(e, GAN_USAGE, "z-dist=sphere: a latent of one number could be -1 and 1 only (give z-dist=normal)");
	if (strcmp(dist(hyper), "truncated") && gan_train_real(hyper, "z-truncate") != 2)
		return gan_fail(e, GAN_USAGE, "z-truncate=%s is of z-dist=truncated, but z-dist=%s (give z-truncate=2 to take it back)",
		                gan_train_text(hyper, "z-truncate"), dist(hyper));
	return 0;
}
