/* Directions among latents: of labels that a plane decides, of a matrix with known eigenvectors, of activations that are a rotation
   of latents. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "interp/interp_dirs.h"
#include "base/rng.h"
#include "tap.h"

#define N 2000
#define D 6

static struct gan_err err;
static float z[N * D];

static double along(const float *dir, const double *want)
{
	double s = 0, w = 0;

	for (int i = 0; i < D; i++) {
		s += dir[i] * want[i];
		w += want[i] * want[i];
	}
	return s / sqrt(w);
}

static double length(const float *dir)
{
	double s = 0;

	for (int i = 0; i < D; i++)
		s += (double)dir[i] * dir[i];
	return sqrt(s);
}

static void of_labels(void)
{
	static signed char side[N];
	const double w[D] = { 2, -1, 0, 0, .5, 0 };
	float dir[D];
	int rc;

	/* which side: a plane away from 0, blurred by the last number of the latent that comes next */
	for (int i = 0; i < N; i++) {
		double t = .7 + .3 * z[((i + 1) % N) * D];

		for (int k = 0; k < D; k++)
			t += w[k] * z[i * D + k];
		side[i] = i % 10 == 0 ? 0 : t > 0 ? 1 : -1;
	}
	rc = gan_dir_means(z, side, N, D, dir, &err);
	ok(!rc && along(dir, w) > .99 && fabs(length(dir) - 1) < 1e-6, "class means: %g", along(dir, w));
	rc = gan_dir_logistic(z, side, N, D, dir, &err);
	ok(!rc && along(dir, w) > .99 && fabs(length(dir) - 1) < 1e-6, "logistic: %g", along(dir, w));
}

/* What makes two classes unlike is not where their means lie, where a number that says nothing is shared. */
static void correlated(void)
{
	static float x[N * 2];
	static signed char side[N];
	float means[2], normal[2];
	int rc;

	for (int i = 0; i < N; i++) {
		double s = z[i * D], noise = z[i * D + 1];

		x[i * 2] = (float)(s + 3 * noise);
		x[i * 2 + 1] = (float)noise; /* s = x0 - 3 x1 */
		side[i] = s > 0 ? 1 : -1;
	}
	rc = gan_dir_means(x, side, N, 2, means, &err);
	ok(!rc && means[0] > .99, "means: %g %g", means[0], means[1]);
	rc = gan_dir_logistic(x, side, N, 2, normal, &err);
	ok(!rc && normal[0] > 0 && fabs(normal[1] / normal[0] + 3) < .05, "the normal: %g %g", normal[0], normal[1]);
}

static void sefa(void)
{
	/* outputs of unit length after which W W^T = diag(3, 2, 1) on the first three, then 0 */
	const double w[6 * D] = {
		5, 0, 0, 0, 0, 0,  0, -2, 0, 0, 0, 0,  .1, 0, 0, 0, 0, 0,  0, 0, 7, 0, 0, 0,  -1, 0, 0, 0, 0, 0,  0, 3, 0, 0, 0, 0,
	};
	float dir[D];
	int good = 1;

	for (int k = 1; k <= 3; k++) {
		good &= !gan_dir_sefa(w, 6, D, k, dir, &err);
		for (int i = 0; i < D; i++)
			good &= fabs(dir[i] - (i == k - 1)) < 1e-6;
	}
	ok(good, "sefa: eigenvectors by eigenvalue, of outputs of length 1, upright");
	ok(gan_dir_sefa(w, 6, D, 4, dir, &err) && err.code == GAN_DATA, "no more than there are: %s", err.msg);
	ok(gan_dir_sefa(w, 6, D, 7, dir, &err) && err.code == GAN_DATA, "nor more than there are latents");
}

static void pca(void)
{
	static float f[300 * 9000];
	const double want[2][D] = { { 1, 1, 0, 0, 0, 0 }, { 0, 0, 1, -1, 0, 0 } };
	float dir[D];
	int n = 300, dim = 9000, rc;

	/* two coordinates, 3 and 1 long, spread over many numbers away from 0 */
	for (int i = 0; i < n; i++)
		for (int k = 0; k < dim; k++)
			f[i * dim + k] = (float)(5 + (k % 2 ? 3 * (z[i * D] + z[i * D + 1]) : z[i * D + 2] - z[i * D + 3]));
	for (int k = 1; k <= 2; k++) {
		rc = gan_dir_pca(z, f, n, D, dim, k, dir, &err);
		ok(!rc && fabs(along(dir, want[k - 1])) > .98 && fabs(length(dir) - 1) < 1e-6, "component %d: %g", k,
		   along(dir, want[k - 1]));
	}
	ok(gan_dir_pca(z, f, n, D, dim, 3, dir, &err) && err.code == GAN_DATA, "and there is no third");
}

int main(void)
{
	for (int i = 0; i < N; i++)
		gan_rng_normal_f32(gan_rng_make(3, "z"), 0, (uint64_t)i, 0, z + i * D, D);
	of_labels();
	correlated();
	sefa();
	pca();
	return done();
}
