#include <cblas.h>
#include <limits.h>
#include <math.h>
#include "base/mem.h"
#include "kernel/blas.h"

/* LAPACK's, which OpenBLAS has too but Debian's <cblas.h> does not declare. */
void dsyevd_(const char *job, const char *uplo, const blasint *n, double *a, const blasint *lda, double *w, double *work,
             const blasint *lwork, blasint *iwork, const blasint *liwork, blasint *info);

void gan_gemm_thread_init(void)
{
	openblas_set_num_threads(1);
}

void gan_blas_gemm(int threads, long m, long n, long k, const gan_real *a, int ta, const gan_real *b, int tb,
                   gan_real *c)
{
	const enum CBLAS_TRANSPOSE at = ta ? CblasTrans : CblasNoTrans, bt = tb ? CblasTrans : CblasNoTrans;
	const blasint lda = (blasint)(ta ? m : k), ldb = (blasint)(tb ? k : n);

	openblas_set_num_threads(threads);
#ifdef GAN_REAL_DOUBLE
	cblas_dgemm(CblasRowMajor, at, bt, (blasint)m, (blasint)n, (blasint)k, 1, a, lda, b, ldb, 0, c, (blasint)n);
#else
	cblas_sgemm(CblasRowMajor, at, bt, (blasint)m, (blasint)n, (blasint)k, 1, a, lda, b, ldb, 0, c, (blasint)n);
#endif
	openblas_set_num_threads(1);
}

void gan_blas_dgemm(int add, long m, long n, long k, const double *a, int ta, const double *b, int tb, double *c)
{
	const enum CBLAS_TRANSPOSE at = ta ? CblasTrans : CblasNoTrans, bt = tb ? CblasTrans : CblasNoTrans;

	openblas_set_num_threads(1);
	cblas_dgemm(CblasRowMajor, at, bt, (blasint)m, (blasint)n, (blasint)k, 1, a, (blasint)(ta ? m : k), b,
	            (blasint)(tb ? k : n), add ? 1 : 0, c, (blasint)n);
}

int gan_blas_eigen(long n, double *a, double *w, int vectors, struct gan_err *e)
{
	const char *job = vectors ? "V" : "N";
	blasint size = (blasint)n, lwork = -1, liwork = -1, info = 0, ask;
	double want, *work;
	blasint *iwork;

	for (long i = 0; i < n * n; i++)
		if (!isfinite(a[i]))
			return gan_fail(e, GAN_DATA, "eigenvalues: the matrix has an element that is not finite");
	if (n > 32768) /* n^2 numbers of work must be countable */
		return gan_fail(e, GAN_DATA, "eigenvalues: expected a matrix of at most 32768 rows, found %ld", n);
	openblas_set_num_threads(1);
	dsyevd_(job, "U", &size, a, &size, w, &want, &lwork, &ask, &liwork, &info);
	lwork = want < INT_MAX ? (blasint)want : INT_MAX;
	liwork = ask;
	work = gan_alloc((size_t)lwork, sizeof *work, e);
	iwork = gan_alloc((size_t)liwork, sizeof *iwork, e);
	if (work && iwork)
		dsyevd_(job, "U", &size, a, &size, w, work, &lwork, iwork, &liwork, &info);
	if (work && iwork && info)
		gan_fail(e, GAN_DATA, "eigenvalues: LAPACK's dsyevd did not converge (%d)", (int)info);
	gan_free(work);
	gan_free(iwork);
	return work && iwork && !info ? 0 : -1;
}

const char *gan_blas_core(void)
{
	return openblas_get_corename();
}
