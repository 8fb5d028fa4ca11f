/* Points on curves and lines, with noise.
   swissroll: as the toy of Gulrajani et al. 2017, "Improved Training of Wasserstein GANs", sec. 4.1: t = 1.5 pi (1 + 2u),
   (t cos t, t sin t), noise .25, all over 7.5. moons: two half circles of radius 1, one turned over and moved by (1, .5).
   spiral: arms from the middle outwards. lines: (theta k, u), parallel segments; two of them are example 1 of Arjovsky et al.
   2017, "Wasserstein GAN", sec. 2. uniform: a line's segment. */
#include <math.h>
#include "image/toy.h"

#define PI 3.14159265358979323846
#define NOISE(def) { "noise", GAN_SET_REAL, def, 0, 1e9, NULL, "", "standard deviation of the noise on each coordinate" }
#define SCALE(def) { "scale", GAN_SET_REAL, def, 1e-9, 1e9, NULL, "", "what every number is multiplied by at the end" }

/* x[2] = scale ((px,py) + noise), and the label. */
static int noisy(const struct gan_toy_set *t, float *x, double px, double py, struct gan_rng r, uint64_t i, int label)
{
	double noise = gan_toy_real(t, "noise"), scale = gan_toy_real(t, "scale");

	gan_toy_draw_normal(r, i, x, 2);
	x[0] = (float)(scale * (px + noise * x[0]));
	x[1] = (float)(scale * (py + noise * x[1]));
	return label;
}

static double uniform(struct gan_rng r, uint64_t i)
{
	float u;

	gan_toy_draw_uniform(r, i, &u, 1);
	return u;
}

/* ---- swissroll ---- */

static const struct gan_setting swissroll_settings[] = { NOISE("0.25"), SCALE("0.13333333") };

static int swissroll_start(struct gan_toy_set *t, struct gan_err *e)
{
	(void)e;
	t->d = 2;
	return 0;
}

static int swissroll_point(const struct gan_toy_set *t, float *x, struct gan_rng r, uint64_t i)
{
	double a = 1.5 * PI * (1 + 2 * uniform(r, i));

	return noisy(t, x, a * cos(a), a * sin(a), r, i, -1);
}

/* ---- moons ---- */

static const struct gan_setting moons_settings[] = { NOISE("0.1"), SCALE("1") };

static int moons_start(struct gan_toy_set *t, struct gan_err *e)
{
	(void)e;
	t->d = t->nclass = 2;
	return 0;
}

static int moons_point(const struct gan_toy_set *t, float *x, struct gan_rng r, uint64_t i)
{
	double a = PI * uniform(r, i);
	int moon = (int)(i % 2);

	return noisy(t, x, moon ? 1 - cos(a) : cos(a), moon ? .5 - sin(a) : sin(a), r, i, moon);
}

/* ---- spiral ---- */

static const struct gan_setting spiral_settings[] = {
	{ "arms", GAN_SET_INT, "2", 1, 1000, NULL, "", "arms, evenly turned; the label is the arm" },
	{ "turns", GAN_SET_REAL, "1", 0, 100, NULL, "", "how often an arm goes round" },
	{ "radius", GAN_SET_REAL, "2", 0, 1e9, NULL, "", "where the arms end" },
	NOISE("0.05"), SCALE("1"),
};

static int spiral_start(struct gan_toy_set *t, struct gan_err *e)
{
	(void)e;
	t->d = 2;
	t->nclass = (int)gan_toy_int(t, "arms");
	return 0;
}

/* The root spreads points evenly along the arm, whose length grows with the square of the distance. */
static int spiral_point(const struct gan_toy_set *t, float *x, struct gan_rng r, uint64_t i)
{
	double at = sqrt(uniform(r, i)), radius = at * gan_toy_real(t, "radius");
	int arm = (int)(i % (uint64_t)t->nclass);
	double a = 2 * PI * (at * gan_toy_real(t, "turns") + (double)arm / t->nclass);

	return noisy(t, x, radius * cos(a), radius * sin(a), r, i, arm);
}

/* ---- lines ---- */

static const struct gan_setting lines_settings[] = {
	{ "lines", GAN_SET_INT, "2", 1, 1000, NULL, "", "segments from (theta K, 0) to (theta K, 1); the label is K" },
	{ "theta", GAN_SET_REAL, "1", -1e9, 1e9, NULL, "", "from each to the next" },
};

static int lines_start(struct gan_toy_set *t, struct gan_err *e)
{
	(void)e;
	t->d = 2;
	t->nclass = (int)gan_toy_int(t, "lines");
	return 0;
}

static int lines_point(const struct gan_toy_set *t, float *x, struct gan_rng r, uint64_t i)
{
	int line = (int)(i % (uint64_t)t->nclass);

	x[0] = (float)(line * gan_toy_real(t, "theta"));
	gan_toy_draw_uniform(r, i, x + 1, 1);
	return line;
}

/* ---- uniform ---- */

static const struct gan_setting uniform_settings[] = {
	{ "from", GAN_SET_REAL, "-1", -1e9, 1e9, NULL, "", "the segment's beginning" },
	{ "to", GAN_SET_REAL, "1", -1e9, 1e9, NULL, "", "its end" },
};

static int uniform_start(struct gan_toy_set *t, struct gan_err *e)
{
	(void)e;
	t->d = 1;
	return 0;
}

static int uniform_point(const struct gan_toy_set *t, float *x, struct gan_rng r, uint64_t i)
{
	double from = gan_toy_real(t, "from");

	x[0] = (float)(from + (gan_toy_real(t, "to") - from) * uniform(r, i));
	return -1;
}

/* ---- descriptors ---- */

#define CURVE(which, text) \
	const struct gan_toy gan_toy_##which = { \
		.name = #which, .summary = text, .setting = which##_settings, \
		.nsetting = sizeof which##_settings / sizeof *which##_settings, .start = which##_start, .point = which##_point, \
	}

CURVE(lines, "points: parallel segments");
CURVE(moons, "points: two half moons");
CURVE(spiral, "points: the arms of a spiral");
CURVE(swissroll, "points: a rolled-up curve");
CURVE(uniform, "points on a line: evenly on a segment");
