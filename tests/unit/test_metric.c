/* Metrics against values worked out by hand, and mixtures out of labels. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "image/toy.h"
#include "metric_help.h"

/* ---- modes ---- */

/* Two modes, at (0,0) and (10,0), each two points one from its mean: sigma = sqrt((1 + 1) / (2 * 2)). Label 1 has none. */
static float ref_x[] = { -1, 0, 1, 0, 9, 0, 11, 0 };
static int64_t ref_y[] = { 0, 0, 2, 2 };

static void test_mixture(void)
{
	struct gan_mixture m;
	double dist, at[] = { 5, 0 };
	float x[] = { 8, 0 };

	ok(!gan_mixture_of_labels(&m, ref_x, ref_y, 4, 2, 3, NULL) && m.k == 2, "a label without points is no mode");
	ok(m.mean[0] == 0 && m.mean[2] == 10 && m.mean[3] == 0, "means");
	ok(near(m.sigma[0], sqrt(.5)) && near(m.sigma[1], sqrt(.5)), "deviations over all coordinates");
	ok(m.weight[0] == .5 && m.weight[1] == .5, "weights");
	ok(gan_mixture_nearest(&m, x, &dist) == 1 && near(dist, 2 / sqrt(.5)), "the nearest mode, in its deviations");
	/* 1 / (2 pi sigma^2) exp(-25 / (2 sigma^2)), from both alike */
	ok(near(gan_mixture_density(&m, at) * 1e12, exp(-25) / 3.14159265358979323846 * 1e12), "the density between them");
	gan_mixture_free(&m);
}

static void test_modes(struct asked *a)
{
	struct gan_dataset ref = points(4, 2, ref_x, ref_y, 3);
	/* three near the first mode, one between the modes (nearest to the second) */
	float x[] = { 0, 0, 1, 0, 0, 2, 6, 0 };
	struct gan_dataset set = points(4, 2, x, NULL, 0);

	ask(a, "modes", &ref, &set, "");
	ok(!a->rc && value(a, "found") == 1 && value(a, "of") == 2, "modes found and there");
	ok(value(a, "hq") == .75, "2 is within 3 sigma of .707, 4 is not");
	/* p = 3/4, 1/4 against 1/2, 1/2 */
	ok(near(value(a, "rkl"), .75 * log(1.5) + .25 * log(.5)), "reverse KL over all samples");
	ok(near(value(a, "rkl.hq"), log(2)), "over those of high quality: all in one of two");
	ask(a, "modes", &ref, &set, "sigma=.5\n");
	ok(value(a, "hq") == .5, "sigma= wins over the reference's");
	ask(a, "modes", &ref, &set, "sigmas=6\n");
	ok(value(a, "found") == 2 && value(a, "hq") == 1, "sigmas=");
	x[6] = 1000;
	ask(a, "modes", &ref, &set, "sigmas=.1\nsigma=1\n");
	ok(value(a, "hq") == .25 && near(value(a, "rkl"), .75 * log(1.5) + .25 * log(.5)), "far samples count in rkl");
	x[6] = 2;
	ask(a, "modes", NULL, &set, "toy=mixture means=0:0,2:0,4:0 sigma=0.1 weights=1,2,1\n");
	/* the points (0,0) (1,0) (0,2) (2,0): (1,0) is as near to both, and the first is taken */
	ok(!a->rc && value(a, "found") == 2 && value(a, "of") == 3 && value(a, "hq") == .5, "toy= says the mixture, no --ref");
	ok(near(value(a, "rkl"), .75 * log(3) + .25 * log(.5)), "and its weights");
	ask(a, "modes", NULL, &set, "toy=moons\n");
	ok(a->rc < 0 && strstr(a->err.msg, "mixture"), "a toy set that is no mixture");
	ask(a, "modes", NULL, &set, "toy=normal\n");
	ok(a->rc < 0 && strstr(a->err.msg, "expected points of 1 number,"), "points of another size");
	ask(a, "modes", NULL, &set, "");
	ok(a->rc < 0 && strstr(a->err.msg, "--ref"), "neither toy= nor --ref");
	ref.toy = "mixture means=0:0,2:0 sigma=1 weights=1 scale=1";
	ask(a, "modes", &ref, &set, "");
	ok(value(a, "of") == 2 && near(value(a, "rkl"), .75 * log(1.5) + .25 * log(.5)), "gan.toy of the reference wins over labels");
	ref.toy = NULL;
	ref_x[0] = ref_x[2] = 0;
	ask(a, "modes", &ref, &set, "");
	ok(a->rc < 0 && strstr(a->err.msg, "sigma="), "a mode without spread wants sigma=");
	ask(a, "modes", &ref, &set, "sigma=1\n");
	ok(!a->rc, "and does with it");
}

/* ---- moments ---- */

static void test_moments(struct asked *a)
{
	float x[] = { 1, 2, 3, 6, 5, 4 }, r[] = { 1, 0, 2, 0, 3, 0, 4, 0 };
	struct gan_dataset set = points(3, 2, x, NULL, 0), ref = points(4, 2, r, NULL, 0), one = points(1, 2, x, NULL, 0);

	ask(a, "moments", NULL, &set, "");
	ok(!a->rc && value(a, "mean.0") == 3 && value(a, "mean.1") == 4, "means");
	ok(near(value(a, "std.0"), 2) && near(value(a, "std.1"), 2), "deviations, by n - 1");
	ok(near(value(a, "cov.0.1"), 2), "covariance");
	ok(value(a, "ks.0") == -999, "no ks without a reference");
	ask(a, "moments", &ref, &set, "");
	/* F: 1/3 at 1, 2/3 at 3, 1 at 5; F_ref: 1/4 1/2 3/4 1: most at 4 */
	ok(near(value(a, "ks.0"), 1. / 3), "ks, ties included");
	ok(value(a, "ks.1") == 1, "ks of sets apart");
	{
		float ones[] = { 1, 1, 1 }, more[] = { 1, 1, 2 };
		struct gan_dataset p = points(3, 1, ones, NULL, 0), q = points(3, 1, more, NULL, 0);

		ask(a, "moments", &q, &p, "");
		ok(near(value(a, "ks.0"), 1. / 3), "ks where one number stands often");
	}
	ask(a, "moments", &set, &set, "");
	ok(value(a, "ks.0") == 0 && value(a, "ks.1") == 0, "ks of a set with itself");
	ask(a, "moments", NULL, &one, "");
	ok(a->rc < 0, "one point has no deviation");
}

/* KS of an evenly spread sample of U(0,1) against one of U(0,1) squared: sup |u - sqrt(u)| = 1/4 at u = 1/4. */
static void test_known_distribution(struct asked *a)
{
	enum { N = 4096 };
	static float u[N], v[N];
	struct gan_dataset set = points(N, 1, u, NULL, 0), ref = points(N, 1, v, NULL, 0);

	for (int i = 0; i < N; i++) {
		u[i] = (float)((i + .5) / N);
		v[i] = u[i] * u[i];
	}
	ask(a, "moments", &ref, &set, "");
	ok(fabs(value(a, "ks.0") - .25) < 1e-3, "ks of U and U^2 is 1/4");
	ok(fabs(value(a, "std.0") - sqrt(1 / 12.)) < 1e-3, "deviation of U is 1/sqrt(12)");
}

int main(void)
{
	struct asked a = { 0 };
	struct gan_err e = { 0 };

	ok(!gan_metric_find("mods", &e) && e.code == GAN_USAGE && strstr(e.msg, "modes"), "an unknown metric, the nearest named");
	test_mixture();
	test_modes(&a);
	test_moments(&a);
	test_known_distribution(&a);
	gan_buf_free(&a.text);
	return done();
}
