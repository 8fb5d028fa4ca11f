#include "interp/interp_dirs.h"

#include <inttypes.h>
#include <math.h>
#include "base/mem.h"
#include "kernel/blas.h"

/* v, brought to length 1; upright: and turned so that its greatest number is positive. */
static int finish(const double *v, int64_t d, int upright, float *dir, struct gan_err *e)
{
	double sum = 0, most = 0;

	for (int64_t i = 0; i < d; i++) {
		sum += v[i] * v[i];
		if (fabs(v[i]) > fabs(most))
			most = v[i];
	}
	if (!(sum > 0) || !isfinite(sum))
		return gan_fail(e, GAN_DATA, "it has no length");
	for (int64_t i = 0; i < d; i++)
		dir[i] = (float)(v[i] / (upright && most < 0 ? -sqrt(sum) : sqrt(sum)));
	return 0;
}

/* ---- of labels ---- */

int gan_dir_means(const float *z, const signed char *side, int64_t n, int64_t d, float *dir, struct gan_err *e)
{
	double *v = gan_alloc((size_t)d, sizeof *v, e), count[2] = { 0 };
	int rc;

	if (!v)
		return -1;
	for (int64_t i = 0; i < n; i++)
		count[side[i] > 0] += side[i] != 0;
	for (int64_t i = 0; i < n; i++)
		for (int64_t k = 0; k < d && side[i]; k++)
			v[k] += side[i] / count[side[i] > 0] * z[i * d + k];
	rc = finish(v, d, 0, dir, e);
	gan_free(v);
	return rc;
}

/* Solves a x = b for symmetric positive a [n,n], which is destroyed, by Cholesky; b becomes x. */
static int solve(double *a, double *b, int64_t n, struct gan_err *e)
{
	for (int64_t j = 0; j < n; j++) {
		for (int64_t i = j; i < n; i++) {
			double s = a[i * n + j];

			for (int64_t k = 0; k < j; k++)
				s -= a[i * n + k] * a[j * n + k];
			if (i == j && !(s > 0))
				return gan_fail(e, GAN_DATA, "logistic regression: its equations have no one solution");
			a[i * n + j] = i == j ? sqrt(s) : s / a[j * n + j];
		}
	}
	for (int64_t i = 0; i < n; i++) {
		for (int64_t k = 0; k < i; k++)
			b[i] -= a[i * n + k] * b[k];
		b[i] /= a[i * n + i];
	}
	for (int64_t i = n - 1; i >= 0; i--) {
		for (int64_t k = i + 1; k < n; k++)
			b[i] -= a[k * n + i] * b[k];
		b[i] /= a[i * n + i];
	}
	return 0;
}

/* One of Newton's steps on w [d+1], the last of which is b. x [n,d+1] are the latents of either side with a 1, y their sides; h, g,
   s are scratch. *moved: the greatest change. */
static int newton(const double *x, const double *y, int64_t n, int64_t m, double *w, double *h, double *g, double *s, double *moved,
                  struct gan_err *e)
{
	for (int64_t k = 0; k < m; k++)
		g[k] = k < m - 1 ? -w[k] : 0;
	for (int64_t i = 0; i < n; i++) {
		double t = 0, p;

		for (int64_t k = 0; k < m; k++)
			t += w[k] * x[i * m + k];
		p = 1 / (1 + exp(y[i] * t));
		for (int64_t k = 0; k < m; k++) {
			g[k] += p * y[i] * x[i * m + k];
			s[i * m + k] = p * (1 - p) * x[i * m + k];
		}
	}
	gan_blas_dgemm(0, (long)m, (long)m, (long)n, x, 1, s, 0, h);
	for (int64_t k = 0; k < m; k++)
		h[k * m + k] += k < m - 1 ? 1 : 1e-9;
	if (solve(h, g, m, e))
		return -1;
	*moved = 0;
	for (int64_t k = 0; k < m; k++) {
		w[k] += g[k];
		*moved = fmax(*moved, fabs(g[k]));
	}
	return 0;
}

static int regress(const double *x, const double *y, int64_t n, int64_t m, double *w, struct gan_err *e)
{
	double *h = gan_alloc((size_t)m, (size_t)m * sizeof *h, e), *g = gan_alloc((size_t)m, sizeof *g, e);
	double *s = gan_alloc((size_t)n, (size_t)m * sizeof *s, e), moved = 1;
	int rc = h && g && s ? 0 : -1;

	for (int t = 0; t < 50 && !rc && moved > 1e-9; t++)
		rc = newton(x, y, n, m, w, h, g, s, &moved, e);
	gan_free(h);
	gan_free(g);
	gan_free(s);
	return rc;
}

int gan_dir_logistic(const float *z, const signed char *side, int64_t n, int64_t d, float *dir, struct gan_err *e)
{
	double *x = gan_alloc((size_t)n, (size_t)(d + 1) * sizeof *x, e), *y = gan_alloc((size_t)n, sizeof *y, e);
	double *w = gan_alloc((size_t)d + 1, sizeof *w, e);
	int64_t used = 0;
	int rc = x && y && w ? 0 : -1;

	for (int64_t i = 0; i < n && !rc; i++) {
		if (!side[i])
			continue;
		for (int64_t k = 0; k < d; k++)
			x[used * (d + 1) + k] = z[i * d + k];
		x[used * (d + 1) + d] = 1;
		y[used++] = side[i];
	}
	if (!rc)
		rc = regress(x, y, used, d + 1, w, e) || finish(w, d, 0, dir, e) ? -1 : 0;
	gan_free(x);
	gan_free(y);
	gan_free(w);
	return rc;
}

/* ---- of matrices ---- */

/* The eigenvector of the kth greatest eigenvalue of the symmetric a [n,n], which is destroyed: a pointer into a. NULL where that
   is nought beside the greatest. */
static const double *component(double *a, int64_t n, int64_t k, struct gan_err *e)
{
	double *w = gan_alloc((size_t)n, sizeof *w, e);
	const double *v = NULL;

	if (!w)
		return NULL;
	if (!gan_blas_eigen((long)n, a, w, 1, e)) {
		if (k <= n && w[n - k] > 1e-10 * w[n - 1])
			v = a + (n - k) * n;
		else
			gan_fail(e, GAN_DATA, "there are fewer than %" PRId64, k);
	}
	gan_free(w);
	return v;
}

int gan_dir_sefa(const double *w, int64_t out, int64_t d, int64_t k, float *dir, struct gan_err *e)
{
	double *unit = gan_alloc((size_t)out, (size_t)d * sizeof *unit, e), *a = gan_alloc((size_t)d, (size_t)d * sizeof *a, e);
	const double *v;
	int rc = -1;

	if (unit && a) {
		for (int64_t i = 0; i < out; i++) {
			double sum = 0;

			for (int64_t j = 0; j < d; j++)
				sum += w[i * d + j] * w[i * d + j];
			for (int64_t j = 0; j < d; j++)
				unit[i * d + j] = sum > 0 ? w[i * d + j] / sqrt(sum) : 0;
		}
		gan_blas_dgemm(0, (long)d, (long)d, (long)out, unit, 1, unit, 0, a);
		v = component(a, d, k, e);
		rc = v ? finish(v, d, 1, dir, e) : -1;
	}
	gan_free(unit);
	gan_free(a);
	return rc;
}

#define STRIP 4096 /* numbers of an activation at a time */

/* a [n,n] += x x^T, x the numbers at..at+some of each of f, without their means. */
static void add_strip(const float *f, int64_t n, int64_t dim, int64_t at, int64_t some, double *x, double *a)
{
	for (int64_t k = 0; k < some; k++) {
		double mean = 0;

		for (int64_t i = 0; i < n; i++)
			mean += f[i * dim + at + k];
		mean /= (double)n;
		for (int64_t i = 0; i < n; i++)
			x[i * some + k] = f[i * dim + at + k] - mean;
	}
	gan_blas_dgemm(1, (long)n, (long)n, (long)some, x, 0, x, 1, a);
}

int gan_dir_pca(const float *z, const float *f, int64_t n, int64_t d, int64_t dim, int64_t k, float *dir, struct gan_err *e)
{
	int64_t strip = dim < STRIP ? dim : STRIP;
	double *a = gan_alloc((size_t)n, (size_t)n * sizeof *a, e), *x = gan_alloc((size_t)n, (size_t)strip * sizeof *x, e);
	double *v = gan_alloc((size_t)d, sizeof *v, e);
	const double *at = NULL;
	int rc = -1;

	/* The eigenvectors of the products of the activations with each other are the coordinates on their components. */
	for (int64_t c = 0; c < dim && a && x; c += strip)
		add_strip(f, n, dim, c, dim - c < strip ? dim - c : strip, x, a);
	if (a && x && v)
		at = component(a, n, k, e);
	if (at) {
		for (int64_t i = 0; i < n; i++)
			for (int64_t j = 0; j < d; j++)
				v[j] += at[i] * z[i * d + j];
		rc = finish(v, d, 1, dir, e);
	}
	gan_free(a);
	gan_free(x);
	gan_free(v);
	return rc;
}
