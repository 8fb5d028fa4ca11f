/* Toy sets: digits, and points where they should be. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "image/toy.h"
#include "tap.h"

static void test_glyphs(void)
{
	struct gan_toy_set set;
	const struct gan_toy *t;
	struct gan_rng r = gan_rng_make(1, "t");
	uint8_t a[28 * 28], b[28 * 28], wide[20 * 60];
	struct gan_err e = { 0 };
	int bright = 1, edge = 0;

	ok(!gan_toy_open(&set, "glyphs", NULL, &e) && set.w == 28 && set.nclass == 10, "the glyphs: %s", e.msg);
	t = set.toy;
	ok(t->picture(&set, a, 28, 28, r, 7) == 7 && t->picture(&set, b, 28, 28, r, 17) == 7 &&
		   memcmp(a, b, sizeof a),
	   "two sevens differ");
	t->picture(&set, b, 28, 28, r, 7);
	ok(!memcmp(a, b, sizeof a), "the same seven twice does not");
	for (uint64_t i = 0; i < 500; i++) {
		int ink = 0, most = 0;

		t->picture(&set, a, 28, 28, r, i);
		for (int k = 0; k < 28 * 28; k++) {
			ink += a[k] > 127;
			most = a[k] > most ? a[k] : most;
		}
		bright &= most > 240 && ink > 15 && ink < 300;
		for (int k = 0; k < 28; k++)
			edge += a[k] + a[27 * 28 + k] + a[28 * k] + a[28 * k + 27] > 0;
	}
	ok(bright, "all have strokes that are bright, and none is a blot");
	ok(edge < 100, "they stay inside the frame: %d of 56000 edge pixels touched", edge);
	t->picture(&set, wide, 20, 60, r, 3);
	ok(wide[0] == 0 && wide[20 * 60 - 1] == 0, "other sizes");
	gan_toy_close(&set);
}

/* ---- points ---- */

/* Opens a toy from its text; Bail out where that fails. */
static struct gan_toy_set toy(const char *text)
{
	struct gan_toy_set t;
	struct gan_err e = { 0 };

	if (gan_toy_parse(&t, text, &e)) {
		printf("Bail out! %s\n", e.msg);
		exit(1);
	}
	return t;
}

/* How far points lie from where `place` says that their label is: the greatest distance. */
static double spread(const char *text, int n, void (*place)(int label, double *x))
{
	struct gan_toy_set t = toy(text);
	struct gan_rng r = gan_rng_make(1, "t");
	double worst = 0;

	for (uint64_t i = 0; i < (uint64_t)n; i++) {
		float x[2];
		double at[2];

		place(t.toy->point(&t, x, r, i), at);
		worst = fmax(worst, hypot(x[0] - at[0], x[1] - at[1]));
	}
	gan_toy_close(&t);
	return worst;
}

static void on_ring(int k, double *x)
{
	x[0] = 2 * cos(k * 3.14159265358979323846 / 4);
	x[1] = 2 * sin(k * 3.14159265358979323846 / 4);
}

static void on_grid(int k, double *x)
{
	x[0] = 2 * (k % 5 - 2);
	x[1] = 2 * (k / 5 - 2);
}

static void on_small_ring(int k, double *x)
{
	on_ring(k, x);
	x[0] /= 1.414;
	x[1] /= 1.414;
}

static void test_gauss(void)
{
	double d = spread("ring", 1000, on_ring);

	ok(d > .04 && d < .12, "points of the ring are near their mode: %.3f at most", d);
	d = spread("grid", 1000, on_grid);
	ok(d > .1 && d < .3, "and those of the grid: %.3f", d);
	d = spread("ring modes=8 radius=2 sigma=0.02 scale=0.70721358", 1000, on_small_ring);
	ok(d > .04 / 1.414 && d < .12 / 1.414, "scale= shrinks places and spread: %.3f", d);
	ok(spread("ring sigma=0", 100, on_ring) < 1e-6, "sigma=0: points");
}

static void test_ring_modes(void)
{
	struct gan_toy_set t = toy("ring modes=7 radius=1");
	const struct gan_mixture *m = t.toy->mixture(&t);
	double least = 9;

	for (int a = 0; a < 7; a++)
		for (int b = 0; b < a; b++)
			least = fmin(least, hypot(m->mean[2 * a] - m->mean[2 * b], m->mean[2 * a + 1] - m->mean[2 * b + 1]));
	ok(t.nclass == 7 && m->k == 7, "modes=7 are seven");
	ok(fabs(least - 2 * sin(3.14159265358979323846 / 7)) < 1e-12, "no two of them in one place: %.3f apart", least);
	gan_toy_close(&t);
}

/* Mean and deviation of coordinate 0 over n points, and the share of label 0. */
static void measure(const char *text, int n, double *mean, double *dev, double *first)
{
	struct gan_toy_set t = toy(text);
	struct gan_rng r = gan_rng_make(2, "t");
	double sum = 0, squares = 0, zero = 0;
	float x[4];

	for (uint64_t i = 0; i < (uint64_t)n; i++) {
		zero += t.toy->point(&t, x, r, i) == 0;
		sum += x[0];
		squares += x[0] * x[0];
	}
	*mean = sum / n;
	*dev = sqrt(squares / n - *mean * *mean);
	*first = zero / n;
	gan_toy_close(&t);
}

static void test_lines(void)
{
	double mean, dev, first;

	measure("normal mean=4 sigma=1.25", 20000, &mean, &dev, &first);
	ok(fabs(mean - 4) < .04 && fabs(dev - 1.25) < .03 && first == 0, "normal: %.3f %.3f, no labels", mean, dev);
	measure("uniform from=2 to=4", 20000, &mean, &dev, &first);
	ok(fabs(mean - 3) < .02 && fabs(dev - 2 / sqrt(12)) < .01, "uniform: %.3f %.3f", mean, dev);
	measure("mixture means=-1,5 sigma=.1,.2 weights=3,1", 20000, &mean, &dev, &first);
	ok(fabs(mean - .5) < .1 && fabs(first - .75) < .02, "weights of a mixture: mean %.3f, %.3f of the first", mean, first);
	measure("mixture means=-1,5 sigma=0", 1000, &mean, &dev, &first);
	ok(mean == 2 && dev == 3 && first == .5, "two point masses");
	measure("lines theta=.5", 1000, &mean, &dev, &first);
	ok(mean == .25 && first == .5, "two lines");
}

/* Curves without noise satisfy their equations. */
static void test_curves(void)
{
	struct gan_toy_set roll = toy("swissroll noise=0 scale=1"), moons = toy("moons noise=0");
	struct gan_toy_set spiral = toy("spiral noise=0 radius=3");
	struct gan_rng r = gan_rng_make(3, "t");
	double off = 0, most = 0;
	float x[2];

	for (uint64_t i = 0; i < 300; i++) {
		double a;

		roll.toy->point(&roll, x, r, i);
		a = hypot(x[0], x[1]);
		off = fmax(off, fabs(x[0] - a * cos(a)) + fabs(x[1] - a * sin(a)));
		off = fmax(off, a < 4.712 || a > 14.138);
		if (moons.toy->point(&moons, x, r, i))
			off = fmax(off, fabs(hypot(x[0] - 1, x[1] - .5) - 1) + (x[1] > .5001));
		else
			off = fmax(off, fabs(hypot(x[0], x[1]) - 1) + (x[1] < -1e-4));
		spiral.toy->point(&spiral, x, r, i);
		most = fmax(most, hypot(x[0], x[1]));
	}
	ok(off < 1e-4, "swiss roll and moons lie on their curves: %.2g", off);
	ok(most > 2.8 && most <= 3.0001, "the spiral ends at its radius: %.3f", most);
	gan_toy_close(&roll);
	gan_toy_close(&moons);
	gan_toy_close(&spiral);
}

static int refused(const char *text, const char *why)
{
	struct gan_toy_set t;
	struct gan_err e = { 0 };
	int rc = gan_toy_parse(&t, text, &e);

	gan_toy_close(&t);
	return ok(rc && e.code == GAN_USAGE && strstr(e.msg, why), "%s: %s", text, e.msg);
}

static void test_registry(void)
{
	struct gan_toy_set t = toy("ring  radius=1");
	struct gan_buf b = { 0 };
	int sorted = 1;

	for (size_t i = 1; i < gan_ntoys; i++)
		sorted &= strcmp(gan_toys[i - 1]->name, gan_toys[i]->name) < 0;
	ok(sorted, "toys are sorted by name");
	gan_toy_print(&t, &b);
	ok(!strcmp(b.s, "ring modes=8 radius=1 sigma=0.02 scale=1"), "as text: %s", b.s);
	gan_buf_free(&b);
	gan_toy_close(&t);
	refused("glyph", "'glyphs'");
	refused("ring mode=3", "modes, radius, sigma, scale");
	refused("glyphs modes=3", "none");
	refused("ring modes=0", "range");
	refused("mixture means=1:2,3", "as many coordinates");
	refused("mixture means=1,,3", "found ''");
	refused("mixture means=1,2 sigma=1,2,3", "1 number or 2");
	refused("mixture means=1,2 weights=0,1", "above 0");
}

int main(void)
{
	test_glyphs();
	test_gauss();
	test_ring_modes();
	test_lines();
	test_curves();
	test_registry();
	return done();
}
