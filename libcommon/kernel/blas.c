#include <cblas.h>
#include "kernel/blas.h"

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

const char *gan_blas_core(void)
{
	return openblas_get_corename();
}
