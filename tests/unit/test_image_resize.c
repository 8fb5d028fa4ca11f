/* Resizing, colour, mirror images, warps and grids. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/pool.h"
#include "image/image.h"
#include "tap.h"

static struct gan_image make(int h, int w, int c)
{
	struct gan_image im;

	if (gan_image_alloc(&im, h, w, c, NULL) < 0)
		exit(1);
	return im;
}

static struct gan_image noise(int h, int w, int c, uint64_t seed)
{
	struct gan_image im = make(h, w, c);
	float u;

	for (int i = 0; i < h * w * c; i++) {
		gan_rng_uniform_f32(gan_rng_make(seed, "test"), 0, 0, (uint64_t)i, &u, 1);
		im.px[i] = (uint8_t)(u * 256);
	}
	return im;
}

/* The rule in its plainest form: a weighted mean over all input pixels, in double. */
static double reference(const struct gan_image *in, int h, int w, int oy, int ox, int k)
{
	double s = fmax((double)w / in->w, (double)h / in->h), f = 1 / s, r = fmax(1, f);
	double mx = (in->w - w / s) / 2 + (ox + .5) * f, my = (in->h - h / s) / 2 + (oy + .5) * f, sum = 0, weights = 0;

	for (int y = 0; y < in->h; y++)
		for (int x = 0; x < in->w; x++) {
			double a = fmax(0, 1 - fabs(x + .5 - mx) / r) * fmax(0, 1 - fabs(y + .5 - my) / r);

			sum += a * in->px[(y * in->w + x) * in->c + k];
			weights += a;
		}
	return sum / weights;
}

static void test_cover(int ih, int iw, int h, int w, int c)
{
	struct gan_image in = noise(ih, iw, c, (uint64_t)(ih * 1000 + iw)), out;
	struct gan_err e = { 0 };
	double worst = 0;
	int rc = gan_image_cover(&out, &in, h, w, &e);

	for (int i = 0; !rc && i < h * w * c; i++)
		worst = fmax(worst, fabs(out.px[i] - reference(&in, h, w, i / c / w, i / c % w, i % c)));
	ok(!rc && out.h == h && out.w == w && out.c == c && worst < .501, "%dx%dx%d to %dx%d: off by %.3f at most", iw,
	   ih, c, w, h, worst);
	gan_image_free(&in);
	gan_image_free(&out);
}

static void test_known(void)
{
	static const uint8_t row[6] = { 0, 10, 20, 30, 40, 100 };
	struct gan_image in = make(1, 6, 1), out;
	int rc;

	memcpy(in.px, row, 6);
	rc = gan_image_cover(&out, &in, 1, 2, NULL);
	ok(!rc && out.h == 1 && out.w == 2, "a row of 6 covers 2x1");
	/* The crop keeps the middle 2 of 6 pixels at scale 1. */
	ok(out.px[0] == 20 && out.px[1] == 30, "and its middle is taken: %d %d", out.px[0], out.px[1]);
	gan_image_free(&in);
	gan_image_free(&out);
}

static void test_constant(void)
{
	struct gan_image in = make(37, 53, 3), out;
	int bad = 0;

	memset(in.px, 201, 37 * 53 * 3);
	for (int s = 1; s < 80; s += 13) {
		if (gan_image_cover(&out, &in, s, 81 - s, NULL) < 0)
			exit(1);
		for (int i = 0; i < s * (81 - s) * 3; i++)
			bad += out.px[i] != 201;
		gan_image_free(&out);
	}
	ok(!bad, "an even picture stays even at any size");
	gan_image_free(&in);
}

static void test_threads(void)
{
	struct gan_image in = noise(500, 400, 3, 5), a, b;

	gan_pool_start(1, NULL);
	if (gan_image_cover(&a, &in, 64, 64, NULL) < 0)
		exit(1);
	gan_pool_start(3, NULL);
	if (gan_image_cover(&b, &in, 64, 64, NULL) < 0)
		exit(1);
	gan_pool_stop();
	ok(!memcmp(a.px, b.px, 64 * 64 * 3), "one thread and three give the same bytes");
	gan_image_free(&in);
	gan_image_free(&a);
	gan_image_free(&b);
}

static void test_colour(void)
{
	struct gan_image in = make(1, 3, 3), gray, rgb;
	static const uint8_t px[9] = { 255, 255, 255, 255, 0, 0, 0, 100, 200 };

	memcpy(in.px, px, 9);
	ok(!gan_image_colour(&gray, &in, 1, NULL) && gray.c == 1, "rgb to gray");
	ok(gray.px[0] == 255 && gray.px[1] == 76 && gray.px[2] == 82, "is Rec.601 luma: %d %d %d", gray.px[0],
	   gray.px[1], gray.px[2]);
	ok(!gan_image_colour(&rgb, &gray, 3, NULL) && rgb.px[3] == 76 && rgb.px[4] == 76 && rgb.px[5] == 76,
	   "gray to rgb repeats");
	gan_image_free(&in);
	gan_image_free(&gray);
	gan_image_free(&rgb);
}

static void test_flip(void)
{
	uint8_t px[2 * 3 * 2] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
	static const uint8_t want[12] = { 5, 6, 3, 4, 1, 2, 11, 12, 9, 10, 7, 8 };

	gan_image_flip(px, 2, 3, 2);
	ok(!memcmp(px, want, 12), "a mirror image keeps its channels together");
}

static void test_warp(void)
{
	static const struct gan_warp none = { 0, 1, 0, 0 }, shift = { 0, 1, 0, .25 };
	struct gan_image in = noise(20, 30, 3, 1), a = make(20, 30, 3), b = make(20, 30, 3);
	struct gan_rng r = gan_rng_make(7, "test.warp");
	int same;

	gan_image_warp(a.px, in.px, 20, 30, 3, &none, r, 0, 0);
	ok(!memcmp(a.px, in.px, 20 * 30 * 3), "a warp of nothing changes nothing");
	gan_image_warp(a.px, in.px, 20, 30, 3, &gan_warp_default, r, 0, 3);
	gan_image_warp(b.px, in.px, 20, 30, 3, &gan_warp_default, r, 0, 3);
	ok(!memcmp(a.px, b.px, 20 * 30 * 3), "the same draw gives the same warp");
	gan_image_warp(b.px, in.px, 20, 30, 3, &gan_warp_default, r, 1, 3);
	ok(memcmp(a.px, b.px, 20 * 30 * 3), "another step gives another");
	memset(in.px, 90, 20 * 30 * 3);
	gan_image_warp(a.px, in.px, 20, 30, 3, &shift, r, 0, 1);
	same = 1;
	for (int i = 0; i < 20 * 30 * 3; i++)
		same &= a.px[i] == 90;
	ok(same, "the edge is repeated, not filled with black");
	gan_image_free(&in);
	gan_image_free(&a);
	gan_image_free(&b);
}

/* The least and greatest change of the pixel (y,x) of a 40x40 ramp along one axis, over 400 draws of warp p; in ramp
   steps. */
static void spread_of(const struct gan_warp *p, int along_x, int y, int x, double *lo, double *hi)
{
	struct gan_image in = make(40, 40, 1), out = make(40, 40, 1);

	for (int i = 0; i < 1600; i++)
		in.px[i] = (uint8_t)(6 * (along_x ? i % 40 : i / 40));
	*lo = *hi = 0;
	for (uint64_t k = 0; k < 400; k++) {
		double d;

		gan_image_warp(out.px, in.px, 40, 40, 1, p, gan_rng_make(1, "test.spread"), 0, k);
		d = (out.px[y * 40 + x] - in.px[y * 40 + x]) / 6.;
		*lo = fmin(*lo, d);
		*hi = fmax(*hi, d);
	}
	gan_image_free(&in);
	gan_image_free(&out);
}

static void check_spread(const char *what, struct gan_warp p, int along_x, int y, int x, double want)
{
	double lo, hi;

	spread_of(&p, along_x, y, x, &lo, &hi);
	ok(fabs(lo + want) < .1 * want + .1 && fabs(hi - want) < .1 * want + .1,
	   "%s: %.2f to %.2f pixels, +-%.2f wanted", what, lo, hi, want);
}

static void test_warp_range(void)
{
	struct gan_warp shift = {0, 1, 0, .1}, turn = {10, 1, 0, 0}, zoom = {0, 1.2, 0, 0}, shear = {0, 1, .2, 0};

	check_spread("shift across", shift, 1, 20, 20, 4);
	check_spread("shift down", shift, 0, 20, 20, 4);
	check_spread("turn", turn, 0, 20, 30, 10.5 * sin(10 * 3.14159265358979323846 / 180));
	check_spread("scale", zoom, 1, 20, 25, 5.5 * .18); /* 1 - 1/1.2 one way, .2 the other */
	check_spread("shear", shear, 1, 30, 20, 10.5 * .2);
}

static void test_grid(void)
{
	uint8_t px[5 * 4] = { 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 6, 7, 8 };
	static const uint8_t want[5 * 8] = {
		1, 1, 0, 2, 2, 0, 3, 3, 1, 1, 0, 2, 2, 0, 3, 3, 0, 0, 0, 0,
		0, 0, 0, 0, 4, 4, 0, 5, 6, 0, 0, 0, 4, 4, 0, 7, 8, 0, 0, 0,
	};
	struct gan_image g;
	struct gan_err e = { 0 };
	int cols = 0, rows = 0;

	ok(!gan_image_grid(&g, px, 5, 2, 2, 1, 0, 0, &e) && g.w == 8 && g.h == 5, "5 pictures stand in 3 columns");
	ok(!memcmp(g.px, want, sizeof want), "with gaps of a pixel and an empty cell");
	gan_image_free(&g);
	gan_grid_shape(64, &cols, &rows);
	ok(cols == 8 && rows == 8, "64 stand in 8 by 8");
	ok(gan_image_grid(&g, px, 5, 2, 2, 1, 20000, 1, &e) < 0 && e.code == GAN_USAGE,
	   "too large a grid is refused: %s", e.msg);
	ok(gan_image_alloc(&g, 0, 5, 1, &e) < 0 && e.code == GAN_DATA && !g.px, "so is a picture without rows");
}

int main(void)
{
	test_cover(28, 28, 28, 28, 1);
	test_cover(100, 60, 32, 32, 3);
	test_cover(61, 100, 17, 40, 1);
	test_cover(9, 7, 64, 64, 3);
	test_cover(300, 20, 5, 5, 1);
	test_cover(1, 1, 3, 2, 1);
	test_known();
	test_constant();
	test_threads();
	test_colour();
	test_flip();
	test_warp();
	test_warp_range();
	test_grid();
	return done();
}
