/* The Frechet distance: Gaussians for which it has a closed form, LAPACK's eigenvalues, and known values of real features. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "feature/frechet.h"
#include "feature/stats.h"
#include "kernel/blas.h"
#include "stream/doc.h"
#include "stream/stream.h"
#include "tap.h"

static struct gan_err err;

#define D 5
#define N (2 * D)

/* Points at mean +- a e_k: their covariance is diag(s^2) when a = s sqrt((n-1)/2). */
static void cross(float *x, const double *mean, const double *s)
{
	for (int i = 0; i < N; i++)
		for (int k = 0; k < D; k++)
			x[i * D + k] = (float)(mean[k] + (i / 2 == k ? (i % 2 ? 1 : -1) * s[k] * sqrt((N - 1) / 2.) : 0));
}

static double distance(const float *a, int64_t na, const float *b, int64_t nb, int64_t d)
{
	struct gan_gauss p = { 0 }, q = { 0 };
	struct gan_frechet f;
	int rc = gan_gauss_of(&p, a, na, d, &err) || gan_gauss_of(&q, b, nb, d, &err) || gan_frechet(&p, &q, &f, &err);

	gan_gauss_free(&p);
	gan_gauss_free(&q);
	return rc ? NAN : f.mean + f.spread;
}

static int near(double a, double b, double tolerance)
{
	return fabs(a - b) <= tolerance * (1 + fabs(b));
}

/* Turns the first two coordinates of n points by an angle. */
static void turn(float *x, int n, double angle)
{
	for (int i = 0; i < n; i++) {
		double u = x[i * D], v = x[i * D + 1];

		x[i * D] = (float)(cos(angle) * u - sin(angle) * v);
		x[i * D + 1] = (float)(sin(angle) * u + cos(angle) * v);
	}
}

static void diagonal(void)
{
	const double m1[D] = { 0, 1, 2, -3, 5 }, m2[D] = { 1, 1, 0, -3, 4.5 };
	const double s1[D] = { 1, 2, .5, 0, 3 }, s2[D] = { 2, 2, 1.5, 1, .25 };
	static float a[N * D], b[N * D];
	double want = 0, got, c, trace, det;

	for (int k = 0; k < D; k++)
		want += (m1[k] - m2[k]) * (m1[k] - m2[k]) + (s1[k] - s2[k]) * (s1[k] - s2[k]);
	cross(a, m1, s1);
	cross(b, m2, s2);
	got = distance(a, N, b, N, D);
	ok(near(got, want, 1e-6), "diagonal covariances, one of them singular: %.9f, by the formula %.9f", got, want);
	ok(near(distance(b, N, a, N, D), want, 1e-6), "the same the other way round");
	ok(fabs(distance(b, N, b, N, D)) < 1e-6, "0 from itself");
	turn(a, N, .7);
	turn(b, N, .7);
	ok(near(distance(a, N, b, N, D), want, 1e-6), "both turned alike: the same");
	/* in two coordinates tr (C1 C2)^(1/2) = sqrt(tr C1 C2 + 2 sqrt(det C1 C2)), for C2 turned against C1 */
	cross(a, m1, s1);
	cross(b, m1, s2);
	for (int i = 0; i < N; i++) /* about the mean */
		b[i * D] -= (float)m1[0], b[i * D + 1] -= (float)m1[1];
	turn(b, N, .5);
	for (int i = 0; i < N; i++)
		b[i * D] += (float)m1[0], b[i * D + 1] += (float)m1[1];
	c = cos(.5) * cos(.5);
	trace = s1[0] * s1[0] * (c * s2[0] * s2[0] + (1 - c) * s2[1] * s2[1]) +
	        s1[1] * s1[1] * ((1 - c) * s2[0] * s2[0] + c * s2[1] * s2[1]);
	det = s1[0] * s2[0] * s1[1] * s2[1];
	want = s1[0] * s1[0] + s1[1] * s1[1] + s2[0] * s2[0] + s2[1] * s2[1] - 2 * sqrt(trace + 2 * det);
	for (int k = 2; k < D; k++)
		want += (s1[k] - s2[k]) * (s1[k] - s2[k]);
	ok(near(distance(a, N, b, N, D), want, 1e-6), "covariances that do not commute: %.9f", want);
}

static void flaws(void)
{
	static float x[N * D] = { 0 };
	struct gan_gauss g = { 0 };

	ok(near(distance(x, N, x, N, D), 0, 1e-12), "constant features");
	ok(gan_gauss_of(&g, x, 1, D, &err) && strstr(err.msg, "2 samples or more"), "refused: %s", err.msg);
	x[2 * D + 1] = NAN;
	err.code = 0;
	ok(gan_gauss_of(&g, x, N, D, &err) && strstr(err.msg, "feature 2 of sample 3"), "refused: %s", err.msg);
}

/* The distance between what was added in parts and gone through documents, and the whole. */
static void statistics(void)
{
	enum { M = 700, K = 3 };
	static float x[M * K];
	struct gan_stats part[2] = { { 0 } }, all = { 0 };
	struct gan_gauss g = { 0 }, want = { 0 };
	struct gan_doc d = { 0 };
	double worst = 0;
	int rc;

	for (int i = 0; i < M * K; i++)
		x[i] = (float)(5 + sin(i * i * .37) * (1 + i % K));
	rc = gan_stats_add(&part[0], x, 10, K, &err) || gan_stats_add(&part[0], x + 10 * K, 590, K, &err) ||
	     gan_stats_add(&part[1], x + 600 * K, 100, K, &err);
	for (int k = 0; k < 2; k++) {
		rc |= gan_stats_put(&part[k], &d, &err) || gan_stats_add_doc(&all, &d, "part", &err);
		gan_doc_free(&d);
	}
	ok(!rc && all.n == M && all.d == K, "parts make a whole: %s", err.msg);
	if (!gan_stats_gauss(&all, &g, &err) && !gan_gauss_of(&want, x, M, K, &err))
		for (int i = 0; i < K * K; i++)
			worst = fmax(worst, fabs(g.cov[i] - want.cov[i]) + fabs(g.mean[i % K] - want.mean[i % K]));
	ok(want.n == M && worst < 1e-12, "its mean and covariance (%g)", worst);
	part[1].outer[4] = INFINITY;
	ok(!gan_stats_put(&part[1], &d, &err) && gan_stats_add_doc(&all, &d, "bad", &err) && strstr(err.msg, "no numbers"),
	   "refused: %s", err.msg);
	gan_doc_find(&d, "outer")->t.shape.dim[1] = 2;
	ok(gan_stats_add_doc(&all, &d, "bad", &err) && strstr(err.msg, "do not fit"), "refused: %s", err.msg);
	gan_doc_free(&d);
	gan_stats_free(&part[1]);
	ok(!gan_stats_add(&part[1], x, 1, 2, &err) && !gan_stats_put(&part[1], &d, &err) &&
	   gan_stats_add_doc(&all, &d, "short", &err) && strstr(err.msg, "found 2"), "refused: %s", err.msg);
	gan_gauss_free(&g);
	ok(gan_stats_gauss(&part[1], &g, &err) && strstr(err.msg, "2 samples or more"), "refused: %s", err.msg);
	gan_doc_free(&d);
	gan_gauss_free(&want);
	gan_stats_free(&part[0]);
	gan_stats_free(&part[1]);
	gan_stats_free(&all);
}

static void eigen(void)
{
	enum { M = 40 };
	static double a[M * M], v[M * M], w[M];
	double worst = 0, ortho = 0;
	int rising = 1;

	for (int i = 0; i < M; i++)
		for (int j = 0; j <= i; j++)
			a[i * M + j] = a[j * M + i] = sin(3. * i + 5. * j * j) / (1 + i + j);
	memcpy(v, a, sizeof v);
	if (!ok(!gan_blas_eigen(M, v, w, 1, &err), "eigenvectors"))
		return;
	for (int k = 0; k < M; k++)
		for (int i = 0; i < M; i++) {
			double av = 0, dot = 0;

			for (int j = 0; j < M; j++) {
				av += a[i * M + j] * v[k * M + j];
				dot += v[k * M + j] * v[i * M + j];
			}
			worst = fmax(worst, fabs(av - w[k] * v[k * M + i]));
			ortho = fmax(ortho, fabs(dot - (i == k)));
			rising &= !k || w[k] >= w[k - 1];
		}
	ok(worst < 1e-12 && ortho < 1e-12 && rising, "A v = w v (%g), orthonormal (%g), values rising", worst, ortho);
	memcpy(v, a, sizeof v);
	v[3] = INFINITY;
	ok(gan_blas_eigen(M, v, w, 0, &err) && strstr(err.msg, "not finite"), "refused: %s", err.msg);
}

/* Features of a LeNet on MNIST (A, B) and on clothes (C): values from another program. */
static void golden(const char *dir)
{
	static const struct {
		const char *to;
		double want;
	} pair[] = { { "B", 3.261353 }, { "C", 580.0458 } };
	char path[1024];
	struct gan_reader *r;
	struct gan_doc d = { 0 };
	const struct gan_doc_tensor *a, *b;

	snprintf(path, sizeof path, "%s/goldens/frechet-lenet-features.golden.safetensors", dir);
	r = gan_reader_open(path, 0, &err);
	if (!ok(r && gan_reader_next(r, &d, &err) == 1, "known features: read")) {
		printf("# %s\n", err.msg);
		return;
	}
	a = gan_doc_find(&d, "A");
	for (int k = 0; k < 2; k++) {
		double got = 0;

		b = gan_doc_find(&d, pair[k].to);
		if (a && b)
			got = distance(a->t.data, a->t.shape.dim[0], b->t.data, b->t.shape.dim[0], a->t.shape.dim[1]);
		ok(fabs(got - pair[k].want) < 1e-4 * pair[k].want, "known features: A-%s %.6f (%.6f)", pair[k].to, got, pair[k].want);
	}
	gan_doc_free(&d);
	gan_reader_close(r);
}

int main(void)
{
	const char *dir = getenv("GAN_DATA");

	diagonal();
	flaws();
	statistics();
	eigen();
	if (dir)
		golden(dir);
	else
		skip("known features", "GAN_DATA is not set");
	return done();
}
