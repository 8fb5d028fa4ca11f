/* Metrics of pictures that need no network, against values worked out by hand. */
#include "metric/pyramid.h"
#include "base/mem.h"
#include "metric_help.h"

static struct gan_dataset pictures(int64_t n, int64_t h, int64_t w, int64_t c, uint8_t *x, int64_t *y, int64_t nclass)
{
	return (struct gan_dataset){ .n = n, .h = h, .w = w, .c = c, .d = h * w * c, .x8 = x, .y = y, .labelled = y != NULL,
		                     .nclass = nclass };
}

/* ---- the pyramid ---- */

static void test_pyramid(void)
{
	static uint8_t x[2 * 5 * 5], flat[6 * 9 * 3];
	struct gan_err e = { 0 };
	float *top, *low, most = 0;

	x[25 + 12] = 128; /* the middle of the second picture */
	low = gan_pyramid_level(x, 2, 5, 5, 1, 1, 2, &e);
	if (ok(low != NULL, "the lower of two levels"))
		ok(low[0] == 0 && low[9] == 2 && low[10] == 6 && low[13] == 18 && low[17] == 2,
		   "a point is 36, 12 and 4 of 256ths: taps 6 and, mirrored, 2 of 16");
	gan_free(low);
	memset(flat, 77, sizeof flat);
	top = gan_pyramid_level(flat, 1, 6, 9, 3, 0, 2, &e);
	low = gan_pyramid_level(flat, 1, 6, 9, 3, 1, 2, &e);
	for (int i = 0; top && low && i < 6 * 9 * 3; i++)
		most = fmaxf(most, fabsf(top[i]));
	for (int i = 0; top && low && i < 3 * 5 * 3; i++)
		most = fmaxf(most, fabsf(low[i] - 77));
	ok(top && low && most < 1e-4, "of a flat picture nothing is lost on the way (%g)", most);
	gan_free(top);
	gan_free(low);
	ok(gan_pyramid_levels(64, 100, 16) == 3 && gan_pyramid_levels(28, 28, 16) == 1 && gan_pyramid_levels(7, 7, 16) == 1, "levels");
}

/* ---- sliced Wasserstein ---- */

static void fill(uint8_t *x, int (*sign)(int i), int middle, int size)
{
	for (int i = 0; i < 49; i++) {
		x[i] = (uint8_t)(middle + size * sign(i));
		x[49 + i] = (uint8_t)(middle - size * sign(i));
	}
}

static int alternate(int i)
{
	return i % 2 ? 1 : -1;
}

static int pairwise(int i)
{
	return i / 2 % 2 ? 1 : -1;
}

static void test_swd(struct asked *a)
{
	static uint8_t x[98], y[98], dim[98];
	struct gan_dataset p = pictures(2, 7, 7, 1, x, NULL, 0), q = pictures(2, 7, 7, 1, y, NULL, 0);
	struct gan_dataset r = pictures(2, 7, 7, 1, dim, NULL, 0);
	/* two patterns at right angles and their negatives, each of length 7: along a direction |7 u| against |7 v|, u and v two
	   coordinates of a point on the sphere in 49 dimensions; of normal ones the mean difference is (4 - 8^(1/2)) / pi^(1/2) */
	double want = 1000 * (4 - sqrt(8)) / sqrt(3.14159265358979323846) / (1 - 1 / (4 * 49.));

	fill(x, alternate, 128, 64);
	fill(y, pairwise, 128, 64);
	fill(dim, alternate, 90, 16);
	ask(a, "swd", &p, &q, "directions=5000\npatches=3\n");
	ok(!a->rc && fabs(value(a, "swd.7") - want) < 20 && value(a, "swd") == value(a, "swd.7"),
	   "patterns at right angles: %.1f (%.1f)", value(a, "swd"), want);
	ask(a, "swd", &p, &p, "");
	ok(value(a, "swd") == 0, "0 from itself");
	ask(a, "swd", &p, &r, "");
	ok(fabs(value(a, "swd")) < 1e-2, "brightness and contrast of a whole set do not count (%g)", value(a, "swd"));
	memset(dim, 3, sizeof dim);
	ask(a, "swd", &p, &r, "");
	ok(isfinite(value(a, "swd")) && value(a, "swd") > 100, "a set without contrast");
	p.h = 6;
	ask(a, "swd", &p, &p, "");
	ok(a->rc < 0 && strstr(a->err.msg, "7x7"), "refused: %s", a->err.msg);
}

/* Of larger pictures, levels; a set is nearer to one of its kind than to one blurred. */
static void test_levels(struct asked *a)
{
	enum { N = 12, S = 32 };
	static uint8_t x[N * S * S * 3], y[N * S * S * 3], z[N * S * S * 3];
	struct gan_dataset p = pictures(N, S, S, 3, x, NULL, 0), q = pictures(N, S, S, 3, y, NULL, 0);
	struct gan_dataset r = pictures(N, S, S, 3, z, NULL, 0);
	double same;

	for (int i = 0; i < N * S * S * 3; i++) {
		x[i] = (uint8_t)((i * 2654435761u) >> 24);
		y[i] = (uint8_t)(((i + 999983) * 2654435761u) >> 24);
		z[i] = (uint8_t)((x[i] + (i >= 3 ? x[i - 3] : 0)) / 2);
	}
	ask(a, "swd", &p, &q, "directions=64\n");
	same = value(a, "swd.32");
	ok(!a->rc && same > 0 && value(a, "swd.16") > 0 && near(value(a, "swd"), (same + value(a, "swd.16")) / 2),
	   "two levels, their mean");
	ask(a, "swd", &p, &r, "directions=64\n");
	ok(value(a, "swd.32") > 2 * same, "another texture is further away (%g, %g)", value(a, "swd.32"), same);
}

/* ---- MS-SSIM ---- */

static void test_msssim(struct asked *a)
{
	const double c1 = .01 * 255 * .01 * 255;
	static uint8_t x[4 * 22 * 22 * 3];
	int64_t y[] = { 0, 1, 0, 1 };
	struct gan_dataset small = pictures(2, 11, 11, 1, x, NULL, 0), large = pictures(2, 22, 23, 1, x, NULL, 0);
	struct gan_dataset rgb = pictures(4, 22, 22, 3, x, y, 2);
	double l = (2. * 50 * 200 + c1) / (50. * 50 + 200. * 200 + c1);

	memset(x, 50, 121);
	memset(x + 121, 200, 121);
	ask(a, "msssim", NULL, &small, "pairs=9\n");
	ok(!a->rc && near(value(a, "msssim"), l) && value(a, "msssim.error") < 1e-9, "flat pictures, one scale: the luminance term");
	memset(x, 50, 22 * 23);
	memset(x + 22 * 23, 200, 22 * 23);
	ask(a, "msssim", &large, &large, "pairs=9\n");
	ok(near(value(a, "msssim"), pow(l, .2856 / (.0448 + .2856))) && value(a, "ref") == value(a, "msssim"),
	   "two scales, and the reference");
	for (int i = 0; i < 4 * 22 * 22 * 3; i++)
		x[i] = (uint8_t)(i / (22 * 22 * 3) % 2 ? i * 7 : i * i % 251);
	memcpy(x + 2 * 22 * 22 * 3, x, 2 * 22 * 22 * 3);
	ask(a, "msssim", NULL, &rgb, "pairs=50\n");
	ok(near(value(a, "msssim"), 1) && strstr(a->text.s, "of=class"), "pairs are of one class: copies here");
	rgb.y = NULL;
	ask(a, "msssim", NULL, &rgb, "pairs=50\n");
	ok(value(a, "msssim") < .8 && value(a, "msssim") > 0, "without labels of all");
	rgb.y = y;
	y[0] = 2, y[1] = 3;
	rgb.nclass = 4;
	ask(a, "msssim", NULL, &rgb, "");
	ok(a->rc < 0 && strstr(a->err.msg, "of one class"), "refused: %s", a->err.msg);
	small.h = 10;
	ask(a, "msssim", NULL, &small, "");
	ok(a->rc < 0 && strstr(a->err.msg, "11x11"), "refused: %s", a->err.msg);
}

int main(void)
{
	struct asked a = { 0 };

	test_pyramid();
	test_swd(&a);
	test_levels(&a);
	test_msssim(&a);
	gan_buf_free(&a.text);
	return done();
}
