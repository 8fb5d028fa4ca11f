#include "feature/frechet.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "base/mem.h"
#include "kernel/blas.h"

#define ROWS 512 /* that are centred at a time */

static int check(const float *x, int64_t n, int64_t d, struct gan_err *e)
{
	if (n < 2)
		return gan_fail(e, GAN_DATA, "expected 2 samples or more for a covariance, found %" PRId64, n);
	for (int64_t i = 0; i < n * d; i++)
		if (!isfinite(x[i]))
			return gan_fail(e, GAN_DATA, "expected numbers, feature %" PRId64 " of sample %" PRId64 " is not finite", i % d + 1,
			                i / d + 1);
	return 0;
}

static void mean_of(const float *x, int64_t n, int64_t d, double *m)
{
	for (int64_t i = 0; i < n; i++)
		for (int64_t k = 0; k < d; k++)
			m[k] += x[i * d + k];
	for (int64_t k = 0; k < d; k++)
		m[k] /= (double)n;
}

/* y[ROWS,d] is scratch. */
static void covariance_of(struct gan_gauss *g, const float *x, double *y)
{
	int64_t d = g->d;

	for (int64_t i = 0; i < g->n; i += ROWS) {
		int64_t some = g->n - i < ROWS ? g->n - i : ROWS;

		for (int64_t r = 0; r < some; r++)
			for (int64_t k = 0; k < d; k++)
				y[r * d + k] = x[(i + r) * d + k] - g->mean[k];
		gan_blas_dgemm(i > 0, d, d, some, y, 1, y, 0, g->cov);
	}
	for (int64_t k = 0; k < d * d; k++)
		g->cov[k] /= (double)(g->n - 1);
}

static double *square(int64_t d, struct gan_err *e)
{
	size_t n;

	if (!gan_mul_ok((size_t)d, (size_t)d, &n)) {
		gan_fail_nomem(e, UINT64_MAX);
		return NULL;
	}
	return gan_alloc(n, sizeof(double), e);
}

int gan_gauss_of(struct gan_gauss *g, const float *x, int64_t n, int64_t d, struct gan_err *e)
{
	double *y;

	memset(g, 0, sizeof *g);
	if (check(x, n, d, e))
		return -1;
	g->n = n;
	g->d = d;
	g->mean = gan_alloc((size_t)d, sizeof *g->mean, e);
	g->cov = square(d, e);
	y = gan_alloc((size_t)d, ROWS * sizeof *y, e);
	if (!g->mean || !g->cov || !y) {
		gan_free(y);
		gan_gauss_free(g);
		return -1;
	}
	mean_of(x, n, d, g->mean);
	covariance_of(g, x, y);
	gan_free(y);
	return 0;
}

void gan_gauss_free(struct gan_gauss *g)
{
	if (!g)
		return;
	gan_free(g->mean);
	gan_free(g->cov);
	memset(g, 0, sizeof *g);
}

/* Sum of the roots of the eigenvalues w[d]. */
static double sum_of_roots(double *w, int64_t d)
{
	double sum = 0;

	for (int64_t i = 0; i < d; i++)
		sum += w[i] = sqrt(w[i] > 0 ? w[i] : 0);
	return sum;
}

/* tr (C1 C2)^(1/2). With C1 = U' diag(w) U, the rows of U its eigenvectors, C1^(1/2) C2 C1^(1/2) has the eigenvalues of the
   matrix sqrt(w_i) (U C2 U')_ij sqrt(w_j). u comes as C1; t and s [d,d] and w [d] are scratch. */
static int trace_of_root(double *u, const double *c2, int64_t d, double *w, double *t, double *s, double *trace, struct gan_err *e)
{
	if (gan_blas_eigen(d, u, w, 1, e))
		return -1;
	sum_of_roots(w, d);
	gan_blas_dgemm(0, d, d, d, u, 0, c2, 0, t);
	gan_blas_dgemm(0, d, d, d, t, 0, u, 1, s);
	for (int64_t i = 0; i < d; i++)
		for (int64_t j = 0; j < d; j++)
			s[i * d + j] *= w[i] * w[j];
	if (gan_blas_eigen(d, s, w, 0, e))
		return -1;
	*trace = sum_of_roots(w, d);
	return 0;
}

int gan_frechet(const struct gan_gauss *a, const struct gan_gauss *b, struct gan_frechet *f, struct gan_err *e)
{
	int64_t d = a->d;
	double *u = square(d, e), *t = square(d, e), *s = square(d, e), *w = gan_alloc((size_t)d, sizeof *w, e), root;
	int rc = -1;

	if (!u || !t || !s || !w)
		goto out;
	memcpy(u, a->cov, (size_t)(d * d) * sizeof *u);
	if (trace_of_root(u, b->cov, d, w, t, s, &root, e))
		goto out;
	f->mean = 0;
	f->spread = -2 * root;
	for (int64_t i = 0; i < d; i++) {
		f->mean += (a->mean[i] - b->mean[i]) * (a->mean[i] - b->mean[i]);
		f->spread += a->cov[i * d + i] + b->cov[i * d + i];
	}
	rc = 0;
out:
	gan_free(u);
	gan_free(t);
	gan_free(s);
	gan_free(w);
	return rc;
}
