/* OpenBLAS. Linear algebra in double, for what is measured of features; and the yardstick with which kernel/gemm.h is
   compared in benchmarks and tests. No net is computed with it, because its rounding of a row depends on how many rows there
   are; see kernel/micro.h. A program that uses nothing of this file does not load the library. */
#ifndef GAN_KERNEL_BLAS_H
#define GAN_KERNEL_BLAS_H

#include "base/err.h"
#include "tensor/tensor.h"

/* To be given to gan_pool_start and called in the main thread: OpenBLAS must not start threads of its own under the
   pool (Debian's OpenMP variant keeps the number per thread). */
void gan_gemm_thread_init(void);

/* C[m,n] = A[m,k] B[k,n], row-major and dense; ta, tb: stored the other way round. threads: OpenBLAS's own, for this
   call. */
void gan_blas_gemm(int threads, long m, long n, long k, const gan_real *a, int ta, const gan_real *b, int tb,
                   gan_real *c);

/* The same in double on one thread, so that the sum has the same bytes on a machine of any number of CPUs: C = A B, or, with
   add set, C + A B. */
void gan_blas_dgemm(int add, long m, long n, long k, const double *a, int ta, const double *b, int tb, double *c);

/* Eigenvalues w[n], rising, of the symmetric a[n,n], by LAPACK's divide and conquer (dsyevd) in double on one thread. With
   vectors set row k of a becomes the eigenvector of w[k]; else a is destroyed. GAN_DATA where a is not finite or LAPACK gives
   up, GAN_NOMEM. */
int gan_blas_eigen(long n, double *a, double *w, int vectors, struct gan_err *e);

/* The kind of CPU that OpenBLAS takes this one for ("Cooperlake"), for benchmarks. */
const char *gan_blas_core(void);

#endif
