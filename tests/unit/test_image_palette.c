/* Colours for colours: moments and histograms that become another picture's, roots against each other, luma and hue that stay. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/rng.h"
#include "image/palette.h"
#include "tap.h"

#define SIDE 64
#define N (SIDE * SIDE)

/* A picture whose colours are normal, with channels that hang together, well inside 0..255. */
static struct gan_image cloud(int seed, const double mean[3], double spread, double mix)
{
	struct gan_image im = { 0 };
	double z[3 * N];

	gan_rng_normal_f64(gan_rng_make((uint64_t)seed, "cloud"), 0, 0, 0, z, 3 * N);
	gan_image_alloc(&im, SIDE, SIDE, 3, NULL);
	for (int i = 0; i < N; i++)
		for (int k = 0; k < 3; k++) {
			double v = mean[k] + spread * (z[3 * i + k] * (1 - mix) + z[3 * i] * mix * (k + 1) / 2);

			im.px[3 * i + k] = (uint8_t)fmin(fmax(v + .5, 0), 255);
		}
	return im;
}

static struct gan_image copy(const struct gan_image *im)
{
	struct gan_image out = { 0 };

	gan_image_alloc(&out, im->h, im->w, im->c, NULL);
	memcpy(out.px, im->px, (size_t)(im->h * im->w * im->c));
	return out;
}

static double mean(const struct gan_image *im, int k)
{
	double sum = 0;

	for (int i = 0; i < N; i++)
		sum += im->px[i * im->c + k];
	return sum / N;
}

static double cov(const struct gan_image *im, int j, int k)
{
	double sum = 0, mj = mean(im, j), mk = mean(im, k);

	for (int i = 0; i < N; i++)
		sum += (im->px[i * im->c + j] - mj) * (im->px[i * im->c + k] - mk);
	return sum / N;
}

/* The mean square of how far colours moved. */
static double moved(const struct gan_image *a, const struct gan_image *b)
{
	double sum = 0;

	for (int i = 0; i < 3 * N; i++)
		sum += (a->px[i] - b->px[i]) * (a->px[i] - b->px[i]);
	return sum / N;
}

static const double warm[3] = { 150, 120, 90 }, cold[3] = { 100, 120, 140 };

static void test_match(void)
{
	static const char *const name[] = { "symmetric", "cholesky", "transport" };
	struct gan_image like = cloud(1, cold, 16, .6), from = cloud(2, warm, 22, -.4), flat = cloud(3, warm, 0, 0);
	double far[3], off[3][3];

	for (int how = 0; how < 3; how++) {
		struct gan_image im = copy(&from), same = copy(&like), none = copy(&flat);
		double worst = 0, scale = 0;

		gan_palette_match(&im, &like, (enum gan_palette_root)how);
		for (int j = 0; j < 3; j++)
			for (int k = 0; k < 3; k++) {
				worst = fmax(worst, fabs(cov(&im, j, k) - cov(&like, j, k)));
				scale = fmax(scale, fabs(cov(&like, j, k)));
				off[j][k] = mean(&im, j) - mean(&like, j);
			}
		ok(fabs(off[0][0]) < .1 && fabs(off[1][0]) < .1 && fabs(off[2][0]) < .1, "%s: the mean is the other's", name[how]);
		ok(worst < .02 * scale, "%s: the covariance is the other's: %.3g of %.3g", name[how], worst, scale);
		far[how] = moved(&im, &from);
		gan_palette_match(&same, &like, (enum gan_palette_root)how);
		ok(moved(&same, &like) < 1, "%s: a picture like itself stays: %.3g", name[how], moved(&same, &like));
		gan_palette_match(&none, &like, (enum gan_palette_root)how);
		ok(fabs(none.px[0] - mean(&like, 0)) <= .5 && cov(&none, 1, 1) == 0, "%s: one colour becomes the mean", name[how]);
		gan_image_free(&im);
		gan_image_free(&same);
		gan_image_free(&none);
	}
	ok(far[2] < far[0] && far[2] < far[1], "colours move least by transport: %.4g, %.4g and %.4g", far[2], far[0], far[1]);
	gan_image_free(&like);
	gan_image_free(&from);
	gan_image_free(&flat);
}

static void test_histogram(void)
{
	struct gan_image like = cloud(1, cold, 16, .6), from = cloud(2, warm, 22, -.4), same = copy(&like);
	int count[256] = { 0 }, worst = 0;

	gan_palette_histogram(&same, &like);
	ok(moved(&same, &like) == 0, "the histogram of itself changes nothing");
	gan_palette_histogram(&from, &like);
	for (int i = 0; i < N; i++) {
		count[from.px[3 * i + 1]]++;
		count[like.px[3 * i + 1]]--;
	}
	for (int v = 0, sum = 0; v < 256; v++) {
		sum += count[v];
		worst = abs(sum) > worst ? abs(sum) : worst;
	}
	ok(worst < N / 30, "the cumulated histogram is the other's to a value's share: %d of %d", worst, N);
	gan_image_free(&like);
	gan_image_free(&from);
	gan_image_free(&same);
}

static double luma(const uint8_t *p)
{
	return .299 * p[0] + .587 * p[1] + .114 * p[2];
}

static void test_lend(void)
{
	struct gan_image im = cloud(1, cold, 60, 0), colours = cloud(2, warm, 60, 0), was = copy(&im), grey = { 0 };
	double worst = 0, hue = 0;

	gan_image_colour(&grey, &was, 1, NULL);
	ok(!gan_palette_lend(&im, &colours, NULL) && im.c == 3, "lent");
	for (int i = 0; i < N; i++) {
		const uint8_t *p = im.px + 3 * i, *c = colours.px + 3 * i;

		worst = fmax(worst, fabs(luma(p) - luma(was.px + 3 * i)));
		/* differences of colour are parallel */
		hue = fmax(hue, fabs((p[0] - luma(p)) * (c[2] - luma(c)) - (p[2] - luma(p)) * (c[0] - luma(c))) /
		           (1 + hypot(c[0] - luma(c), c[2] - luma(c))));
	}
	ok(worst <= .51, "luma stays: %.3g", worst);
	ok(hue < 1.6, "hue is the colours': %.3g", hue);
	ok(!gan_palette_lend(&grey, &colours, NULL) && grey.c == 3 && moved(&grey, &im) < 1, "a grey picture is lent colours too");
	ok(!gan_palette_lend(&colours, &was, NULL), "and back");
	gan_image_free(&im);
	gan_image_free(&colours);
	gan_image_free(&was);
	gan_image_free(&grey);
}

int main(void)
{
	test_match();
	test_histogram();
	test_lend();
	return done();
}
