/* Mixtures of Gaussians, on which one sees mode collapse; the label is the mode.
   ring: modes on a circle, radius 2 and standard deviation .02 unless set (Metz et al. 2017, "Unrolled GANs", sec. 3.2);
   grid: on a square, 25 at {-4,-2,0,2,4}^2 with .05 (Srivastava et al. 2017, "VEEGAN", sec. 5.1). The K modes of a ring
   are K places: the end of the circle is its beginning, and stands once.
   normal: one Gaussian on a line; mixture: any, of points with any number of coordinates. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/text.h"
#include "image/toy.h"

#define SIGMA(def) { "sigma", GAN_SET_REAL, def, 0, 1e9, NULL, "", "standard deviation of each mode" }
#define SCALE { "scale", GAN_SET_REAL, "1", 1e-9, 1e9, NULL, "", "what every number is multiplied by at the end" }

struct gauss {
	struct gan_mixture mix;
	int in_turn;      /* all weights are equal: element i is of mode i mod k */
};

/* ---- common ---- */

static struct gan_mixture *begin(struct gan_toy_set *t, int64_t k, int64_t d, struct gan_err *e)
{
	struct gauss *g = gan_alloc(1, sizeof *g, e);

	t->state = g;
	if (!g || gan_mixture_alloc(&g->mix, k, d, e))
		return NULL;
	g->in_turn = 1;
	for (int64_t i = 0; i < k; i++)
		g->mix.weight[i] = 1 / (double)k;
	t->d = (int)d;
	t->nclass = k > 1 ? (int)k : 0;
	return &g->mix;
}

/* One sigma for all, and the scale. */
static int finish(const struct gan_toy_set *t, struct gan_mixture *m)
{
	double scale = gan_toy_real(t, "scale"), sigma = gan_toy_real(t, "sigma");

	for (int64_t i = 0; i < m->k * m->d; i++)
		m->mean[i] *= scale;
	for (int64_t k = 0; k < m->k; k++)
		m->sigma[k] = sigma * scale;
	return 0;
}

static void end(struct gan_toy_set *t)
{
	struct gauss *g = t->state;

	if (g)
		gan_mixture_free(&g->mix);
	gan_free(g);
}

static const struct gan_mixture *mixture(const struct gan_toy_set *t)
{
	const struct gauss *g = t->state;

	return &g->mix;
}

static int64_t choose_mode(const struct gauss *g, struct gan_rng r, uint64_t i)
{
	double sum = 0;
	float u;

	if (g->in_turn)
		return (int64_t)(i % (uint64_t)g->mix.k);
	gan_toy_draw_uniform(r, i, &u, 1);
	for (int64_t k = 0; k < g->mix.k - 1; k++)
		if ((sum += g->mix.weight[k]) > u)
			return k;
	return g->mix.k - 1;
}

static int point(const struct gan_toy_set *t, float *x, struct gan_rng r, uint64_t i)
{
	const struct gauss *g = t->state;
	int64_t k = choose_mode(g, r, i);
	float sigma = (float)g->mix.sigma[k];

	gan_toy_draw_normal(r, i, x, (size_t)t->d);
	for (int j = 0; j < t->d; j++)
		x[j] = (float)g->mix.mean[k * t->d + j] + sigma * x[j];
	return t->nclass ? (int)k : -1;
}

/* ---- ring, grid, normal ---- */

static const struct gan_setting ring_settings[] = {
	{ "modes", GAN_SET_INT, "8", 1, 10000, NULL, "", "modes, evenly spaced, the first at angle 0" },
	{ "radius", GAN_SET_REAL, "2", 0, 1e9, NULL, "", "radius of the circle" },
	SIGMA("0.02"), SCALE,
};

static int ring_start(struct gan_toy_set *t, struct gan_err *e)
{
	int64_t n = gan_toy_int(t, "modes");
	struct gan_mixture *m = begin(t, n, 2, e);
	double radius = gan_toy_real(t, "radius");

	if (!m)
		return -1;
	for (int64_t k = 0; k < n; k++) {
		double angle = (double)k * 2 * 3.14159265358979323846 / (double)n;

		m->mean[2 * k] = radius * cos(angle);
		m->mean[2 * k + 1] = radius * sin(angle);
	}
	return finish(t, m);
}

static const struct gan_setting grid_settings[] = {
	{ "side", GAN_SET_INT, "5", 1, 100, NULL, "", "modes along each side" },
	{ "gap", GAN_SET_REAL, "2", 0, 1e9, NULL, "", "from each mode to the next; the middle of all is 0,0" },
	SIGMA("0.05"), SCALE,
};

static int grid_start(struct gan_toy_set *t, struct gan_err *e)
{
	int64_t n = gan_toy_int(t, "side");
	struct gan_mixture *m = begin(t, n * n, 2, e);
	double gap = gan_toy_real(t, "gap"), half = (double)(n - 1) / 2;

	if (!m)
		return -1;
	for (int64_t k = 0; k < n * n; k++) {
		m->mean[2 * k] = ((double)(k % n) - half) * gap;
		m->mean[2 * k + 1] = ((double)(k / n) - half) * gap;
	}
	return finish(t, m);
}

static const struct gan_setting normal_settings[] = {
	{ "mean", GAN_SET_REAL, "0", -1e9, 1e9, NULL, "", "mean" },
	SIGMA("1"), SCALE,
};

static int normal_start(struct gan_toy_set *t, struct gan_err *e)
{
	struct gan_mixture *m = begin(t, 1, 1, e);

	if (!m)
		return -1;
	m->mean[0] = gan_toy_real(t, "mean");
	return finish(t, m);
}

/* ---- mixture ---- */

static const struct gan_setting mixture_settings[] = {
	{ "means", GAN_SET_TEXT, "-2,2", 0, 0, NULL, "", "X,X,... on a line, or X:Y,X:Y,... in a plane, or more coordinates" },
	{ "sigma", GAN_SET_TEXT, "0.5", 0, 0, NULL, "", "standard deviation of the modes: S, or S,S,... one for each" },
	{ "weights", GAN_SET_TEXT, "1", 0, 0, NULL, "", "W,W,... one for each mode, of any sum; 1: all alike" },
	SCALE,
};

static int64_t count(const char *s, char c)
{
	int64_t n = 0;

	for (; *s; s++)
		n += *s == c;
	return n;
}

/* n numbers of a list, parted by commas or colons (*at goes to the number after them). */
static int numbers(const struct gan_toy_set *t, const char *key, double *v, int64_t n, double min, struct gan_err *e)
{
	const char *s = gan_toy_text(t, key);

	for (int64_t i = 0; i < n; i++) {
		size_t len = strcspn(s, ",:");
		char cell[64];

		snprintf(cell, sizeof cell, "%.*s", (int)(len < 63 ? len : 63), s);
		if (gan_parse_double(cell, &v[i]) || !(v[i] >= min) || v[i] > 1e9)
			return gan_fail(e, GAN_USAGE, "%s=%s: expected numbers %s, found '%s'", key, gan_toy_text(t, key),
			                min < 0 ? "up to 1e9" : "from 0 to 1e9", cell);
		s += len + (s[len] != '\0');
	}
	return 0;
}

/* A list of one number, or of one for each of k modes. */
static int list(const struct gan_toy_set *t, const char *key, double *v, int64_t k, struct gan_err *e)
{
	const char *s = gan_toy_text(t, key);
	int64_t n = count(s, ',') + 1;

	if (n != 1 && n != k)
		return gan_fail(e, GAN_USAGE, "%s=%s: expected 1 number or %lld, one for each mode, found %lld", key, s, (long long)k,
		                (long long)n);
	if (numbers(t, key, v, n, 0, e))
		return -1;
	for (int64_t i = n; i < k; i++)
		v[i] = v[0];
	return 0;
}

static int weigh(struct gan_toy_set *t, struct gan_mixture *m, struct gan_err *e)
{
	struct gauss *g = t->state;
	double sum = 0;

	if (list(t, "weights", m->weight, m->k, e))
		return -1;
	for (int64_t k = 0; k < m->k; k++) {
		sum += m->weight[k];
		g->in_turn &= m->weight[k] == m->weight[0];
		if (!(m->weight[k] > 0))
			return gan_fail(e, GAN_USAGE, "weights=%s: expected numbers above 0", gan_toy_text(t, "weights"));
	}
	for (int64_t k = 0; k < m->k; k++)
		m->weight[k] /= sum;
	return 0;
}

static int mixture_start(struct gan_toy_set *t, struct gan_err *e)
{
	const char *means = gan_toy_text(t, "means"), *p = means;
	int64_t k = count(means, ',') + 1, d = count(means, ':') / k + 1;
	double scale = gan_toy_real(t, "scale");
	struct gan_mixture *m;

	for (int64_t i = 0; i < k; i++, p += strcspn(p, ",") + 1) {
		size_t len = strcspn(p, ",");
		int64_t colons = 0;

		for (size_t c = 0; c < len; c++)
			colons += p[c] == ':';
		if (colons != d - 1 || k > 10000 || d > 10000)
			return gan_fail(e, GAN_USAGE, "means=%s: expected up to 10000 points of as many coordinates each", means);
	}
	m = begin(t, k, d, e);
	if (!m || numbers(t, "means", m->mean, k * d, -1e9, e) || list(t, "sigma", m->sigma, k, e) || weigh(t, m, e))
		return -1;
	for (int64_t i = 0; i < k * d; i++)
		m->mean[i] *= scale;
	for (int64_t i = 0; i < k; i++)
		m->sigma[i] *= scale;
	return 0;
}

/* ---- descriptors ---- */

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define GAUSS(which, text) \
	const struct gan_toy gan_toy_##which = { \
		.name = #which, .summary = text, .setting = which##_settings, .nsetting = COUNT(which##_settings), \
		.start = which##_start, .end = end, .point = point, .mixture = mixture, \
	}

GAUSS(grid, "points: Gaussians on a square grid, 25 of them");
GAUSS(mixture, "points: Gaussians at given places, on a line or in more dimensions");
GAUSS(normal, "points on a line: one Gaussian");
GAUSS(ring, "points: Gaussians on a circle, 8 of them");
