/* both */
/* Latents: each distribution is what it says, by what is exact (bounds, lengths, the distribution function at each number) and by
   means over many. */
#include <math.h>
#include <string.h>
#include "plan/plan.h"
#include "tap.h"
#include "train/train.h"

#define B 2000
#define N 20

static struct gan_err err;
static gan_real z[B * N], u[B * N];

/* Draws z as the settings say, and beside it the even numbers of the same purpose. */
static int draw(const char *dist, const char *truncate)
{
	static const int64_t rng[3] = { 5, 1, 0 };
	struct gan_graph *g = gan_graph_new(&err);
	struct gan_kv hyper = { 0 };
	struct gan_shape shape = gan_shape_of(2, (int64_t)B, (int64_t)N);
	struct gan_node *out[2];
	struct gan_plan *p = NULL;
	int rc = gan_kv_set(&hyper, "z-dist", dist, &err) || gan_kv_set(&hyper, "z-truncate", truncate, &err);

	if (!rc && g) {
		out[0] = gan_latents(g, &hyper, "z", B, N);
		out[1] = gan_uniform(g, gan_rng(g), "z", &shape);
		p = gan_plan_new(g, NULL, out, 2, 0, &err);
	}
	rc = !p || gan_plan_bind(p, "rng", rng) || gan_plan_run(p, &err);
	if (!rc) {
		memcpy(z, gan_plan_value(p, out[0]), sizeof z);
		memcpy(u, gan_plan_value(p, out[1]), sizeof u);
	}
	gan_plan_free(p);
	gan_graph_free(g);
	gan_kv_free(&hyper);
	return rc;
}

static void moments(double *mean, double *var, double *most)
{
	*mean = *var = *most = 0;
	for (int i = 0; i < B * N; i++) {
		*mean += z[i] / (double)(B * N);
		*var += (double)z[i] * z[i] / (B * N);
		*most = fmax(*most, fabs((double)z[i]));
	}
	*var -= *mean * *mean;
}

static void even(const char *dist, double want_var, double want_most)
{
	double mean, var, most;

	ok(!draw(dist, "2"), "%s: is drawn", dist);
	moments(&mean, &var, &most);
	ok(fabs(mean) < .02 && fabs(var - want_var) < .02, "%s: mean %.4f, variance %.4f, expected 0 and %.4f", dist, mean, var,
	   want_var);
	ok(most > .9 * want_most && most <= 1.5 * want_most, "%s: the greatest is %.4f", dist, most);
}

/* z is where its distribution function is u: (erf(z/sqrt(2)) / erf(c/sqrt(2)) + 1) / 2 = u. */
static void truncated(const char *text, double c)
{
	double mean, var, most, off = 0, phi = exp(-c * c / 2) / sqrt(2 * acos(-1)), want = 1 - 2 * c * phi / erf(c / sqrt(2));

	ok(!draw("truncated", text), "truncated at %g: is drawn", c);
	for (int i = 0; i < B * N; i++)
		off = fmax(off, fabs((erf((double)z[i] / sqrt(2)) / erf(c / sqrt(2)) + 1) / 2 - (double)u[i]));
	ok(off < 1e-6, "truncated at %g: the distribution function is right everywhere (off by %.2g)", c, off);
	moments(&mean, &var, &most);
	ok(most <= (gan_real)c && most > .95 * c, "truncated at %g: the greatest is %.6f", c, most);
	ok(fabs(mean) < .02 && fabs(var - want) < .02, "truncated at %g: mean %.4f, variance %.4f, expected 0 and %.4f", c, mean, var,
	   want);
}

static void sphere(void)
{
	double off = 0, mean, var, most;

	ok(!draw("sphere", "2"), "sphere: is drawn");
	for (int i = 0; i < B; i++) {
		double len = 0;

		for (int k = 0; k < N; k++)
			len += (double)z[i * N + k] * z[i * N + k];
		off = fmax(off, fabs(sqrt(len) - sqrt(N)));
	}
	moments(&mean, &var, &most);
	ok(off < 1e-5, "sphere: each latent has length sqrt(n) (off by %.2g)", off);
	ok(fabs(mean) < .02 && most < sqrt(N), "sphere: mean %.4f, the greatest number is %.4f", mean, most);
}

static void fits(void)
{
	struct gan_kv hyper = { 0 };

	gan_kv_set(&hyper, "z-dist", "sphere", &err);
	ok(!gan_latents_fit(&hyper, 2, &err) && gan_latents_fit(&hyper, 1, &err) && err.code == GAN_USAGE, "%s", err.msg);
	gan_kv_set(&hyper, "z-truncate", "1", &err);
	ok(gan_latents_fit(&hyper, 2, &err) && err.code == GAN_USAGE, "%s", err.msg);
	gan_kv_set(&hyper, "z-dist", "truncated", &err);
	ok(!gan_latents_fit(&hyper, 1, &err), "truncated has its bound");
	gan_kv_free(&hyper);
}

int main(void)
{
	even("normal", 1, 4);
	even("uniform", 1. / 3, 1);
	truncated("2", 2);
	truncated("0.1", .1);
	truncated("4", 4);
	sphere();
	fits();
	return done();
}
