#include "app/frechet.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "base/mem.h"
#include "kernel/blas.h"

#define ROWS 512 /* of x that are centred at a time */

static void mean_of(const float *x, int64_t n, int64_t d, double *m)
{
	memset(m, 0, (size_t)d * sizeof *m);
	for (int64_t i = 0; i < n; i++)
		for (int64_t k = 0; k < d; k++)
			m[k] += x[i * d + k];
	for (int64_t k = 0; k < d; k++)
		m[k] /= (double)n;
}

int gan_covariance(const float *x, int64_t n, int64_t d, double *m, double *c, struct gan_err *e)
{
	double *y;

	if (n < 2)
		return gan_fail(e, GAN_DATA, "a covariance needs 2 samples or more, found %" PRId64, n);
	for (int64_t i = 0; i < n * d; i++)
		if (!isfinite(x[i]))
			return gan_fail(e, GAN_DATA, "feature %" PRId64 " of sample %" PRId64 " is not finite", i % d, i / d);
	y = gan_alloc(ROWS * (size_t)d, sizeof *y, e);
	if (!y)
		return -1;
	mean_of(x, n, d, m);
	for (int64_t i = 0; i < n; i += ROWS) {
		int64_t some = n - i < ROWS ? n - i : ROWS;

		for (int64_t k = 0; k < some * d; k++)
			y[k] = x[i * d + k] - m[k % d];
		gan_blas_dgemm(i > 0, d, d, some, y, 1, y, 0, c);
	}
	for (int64_t k = 0; k < d * d; k++)
		c[k] /= (double)(n - 1);
	gan_free(y);
	return 0;
}

/* What the computation needs: means, covariances, and two matrices more. */
struct work {
	double *m1, *m2, *w, *c1, *c2, *t;
};

/* tr (C1 C2)^(1/2). With C1 = U' diag(w) U, U's rows being eigenvectors, C1^(1/2) C2 C1^(1/2) has the eigenvalues of the matrix
   sqrt(w_i) (U C2 U')_ij sqrt(w_j). c1, c2 and t are destroyed. */
static int trace_of_root(const struct work *k, int64_t d, double *trace, struct gan_err *e)
{
	if (gan_blas_eigen(d, k->c1, k->w, 1, e))
		return -1;
	for (int64_t i = 0; i < d; i++)
		k->w[i] = sqrt(k->w[i] > 0 ? k->w[i] : 0);
	gan_blas_dgemm(0, d, d, d, k->c1, 0, k->c2, 0, k->t);
	gan_blas_dgemm(0, d, d, d, k->t, 0, k->c1, 1, k->c2);
	for (int64_t i = 0; i < d; i++)
		for (int64_t j = 0; j < d; j++)
			k->c2[i * d + j] *= k->w[i] * k->w[j];
	if (gan_blas_eigen(d, k->c2, k->w, 0, e))
		return -1;
	*trace = 0;
	for (int64_t i = 0; i < d; i++)
		*trace += sqrt(k->w[i] > 0 ? k->w[i] : 0);
	return 0;
}

static int compare(const struct work *k, int64_t d, struct gan_frechet *f, struct gan_err *e)
{
	double root, trace = 0;

	f->mean = 0;
	for (int64_t i = 0; i < d; i++) {
		f->mean += (k->m1[i] - k->m2[i]) * (k->m1[i] - k->m2[i]);
		trace += k->c1[i * d + i] + k->c2[i * d + i];
	}
	if (trace_of_root(k, d, &root, e))
		return -1;
	f->spread = trace - 2 * root;
	return 0;
}

int gan_frechet(const float *a, int64_t na, const float *b, int64_t nb, int64_t d, struct gan_frechet *f, struct gan_err *e)
{
	size_t n = (size_t)d, square, all;
	double *mem;
	struct work k;
	int rc;

	if (!gan_mul_ok(n, n, &square) || !gan_mul_ok(square, 3, &all) || !gan_add_ok(all, 3 * n, &all))
		return gan_fail_nomem(e, UINT64_MAX);
	mem = gan_alloc(all, sizeof *mem, e);
	if (!mem)
		return -1;
	k = (struct work){ mem, mem + n, mem + 2 * n, mem + 3 * n, mem + 3 * n + square, mem + 3 * n + 2 * square };
	rc = gan_covariance(a, na, d, k.m1, k.c1, e) || gan_covariance(b, nb, d, k.m2, k.c2, e) || compare(&k, d, f, e) ? -1 : 0;
	gan_free(mem);
	return rc;
}
