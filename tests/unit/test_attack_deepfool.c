/* double */
/* DeepFool on linear classifiers, where the nearest edge is known. */
#include "assault_help.h"

#define D 3
#define K 3

static const double w[K * D] = { 1, 2, -1, /**/ -1, .5, 1, /**/ 0, -1, 2 }, b[K] = { .3, -.2, .1 };
static const double points[4][D] = { { 1, 1, 0 }, { .5, 2, -1 }, { .9, .1, .4 }, { 0, .3, .2 } };
static struct assault u;

/* The distance of x to its nearest edge, |f| / |w|_q, and the class there. */
static double nearest(const double *x, int norm, int *at)
{
	double z[K], best = INFINITY;
	int from = 0;

	for (int k = 0; k < K; k++) {
		z[k] = b[k];
		for (int j = 0; j < D; j++)
			z[k] += w[k * D + j] * x[j];
		from = z[k] > z[from] ? k : from;
	}
	for (int k = 0; k < K; k++) {
		double length = 0;

		for (int j = 0; j < D && k != from; j++) {
			double v = w[k * D + j] - w[from * D + j];

			length += norm == GAN_NORM_2 ? v * v : fabs(v);
		}
		length = norm == GAN_NORM_2 ? sqrt(length) : length;
		if (k != from && (z[from] - z[k]) / length < best) {
			best = (z[from] - z[k]) / length;
			*at = k;
		}
	}
	return best;
}

static void lands(enum gan_norm norm)
{
	assault_open(&u, D, K, w, b);
	for (int i = 0; i < 4; i++) {
		gan_real x[D] = { (gan_real)points[i][0], (gan_real)points[i][1], (gan_real)points[i][2] };

		assault_add(&u, points[i], assault_class(&u, x));
	}
	assault_run(&u, "deepfool", norm, "iters=1");
	for (int i = 0; i < 4; i++) {
		int at = 0;
		double want = nearest(points[i], norm, &at);

		ok(assault_near(assault_length(&u, norm, i) / 1.02, want, 1e-5) && assault_class(&u, u.x + i * D) == at,
		   "norm %s: in one step at %g, the nearest edge (%g)", gan_norm_name(norm), assault_length(&u, norm, i) / 1.02, want);
	}
	assault_run(&u, "deepfool", norm, "iters=1 overshoot=0.5");
	ok(assault_near(assault_length(&u, norm, 0) / 1.5, nearest(points[0], norm, &(int) { 0 }), 1e-5),
	   "overshoot is of the whole change");
	assault_close(&u);
}

/* A number at its bound does not move, so the edge is further off: f = 2 x_0 + x_1 - x_2, x = (.2, .1, 0), lo = 0. */
static void bounds(void)
{
	static const double two[2 * D] = { 2, 1, -1, 0, 0, 0 }, none[2] = { 0 }, x[D] = { .2, .1, 0 };
	gan_real mask[D] = { 1, 0, 0 };

	assault_open(&u, D, 2, two, none);
	u.a.lo = 0;
	u.a.hi = 1;
	assault_add(&u, x, 0);
	assault_run(&u, "deepfool", GAN_NORM_2, "");
	ok(u.x[0] >= 0 && u.x[1] >= 0 && u.x[2] > 0 && assault_fooled(&u, 0), "inside lo..hi: %g %g %g", u.x[0], u.x[1], u.x[2]);
	ok(assault_near(assault_length(&u, GAN_NORM_2, 0), 1.02 * .5 / sqrt(6), 1e-5), "as far as the edge");
	u.a.mask = mask;
	u.a.lo = -1;
	assault_run(&u, "deepfool", GAN_NORM_2, "");
	ok(assault_near(u.x0[0] - u.x[0], 1.02 * .25, 1e-5) && u.x[1] == u.x0[1] && u.x[2] == u.x0[2],
	   "masked numbers stay, and are no part of w");
	assault_close(&u);
}

/* What cannot be fooled, and what is wrong to begin with, stays. */
static void stays(void)
{
	static const double two[2 * D] = { 0, 0, 1, 0, 0, 0 }, high[2] = { 2, 0 }, x[D] = { .5, .5, .5 };

	assault_open(&u, D, 2, two, high);
	u.a.lo = 0;
	u.a.hi = 1;
	assault_add(&u, x, 0);
	assault_add(&u, x, 1);
	assault_run(&u, "deepfool", GAN_NORM_INF, "");
	ok(assault_length(&u, GAN_NORM_INF, 0) == 0, "an element that nothing inside lo..hi fools stays as it was");
	ok(assault_length(&u, GAN_NORM_INF, 1) == 0, "and one that is wrong to begin with");
	assault_close(&u);
}

/* Rows do not know of each other: 70 of them, more than a batch, as each alone. */
static void alone(void)
{
	assault_open(&u, D, K, w, b);
	for (int i = 0; i < 70; i++)
		assault_add(&u, (double[]) { sin(i), cos(3 * i), sin(5 * i) }, 0);
	for (int i = 0; i < 70; i++)
		u.label[i] = assault_class(&u, u.x0 + i * D);
	ok(assault_alone(&u, "deepfool", GAN_NORM_2, ""), "a row's bytes are those it has alone");
	assault_close(&u);
}

int main(void)
{
	lands(GAN_NORM_2);
	lands(GAN_NORM_INF);
	bounds();
	stays();
	alone();
	return done();
}
