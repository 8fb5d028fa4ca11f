/* OpenBLAS, with which kernel/gemm.h is compared: the yardstick of benchmarks and a second opinion in tests. Nothing
   else calls it, because its rounding of a row depends on how many rows there are; see kernel/micro.h. */
#ifndef GAN_KERNEL_BLAS_H
#define GAN_KERNEL_BLAS_H

#include "tensor/tensor.h"

/* To be given to gan_pool_start and called in the main thread: OpenBLAS must not start threads of its own under the
   pool (Debian's OpenMP variant keeps the number per thread). */
void gan_gemm_thread_init(void);

/* C[m,n] = A[m,k] B[k,n], row-major and dense; ta, tb: stored the other way round. threads: OpenBLAS's own, for this
   call. */
void gan_blas_gemm(int threads, long m, long n, long k, const gan_real *a, int ta, const gan_real *b, int tb,
                   gan_real *c);

/* The kind of CPU that OpenBLAS takes this one for ("Cooperlake"), for benchmarks. */
const char *gan_blas_core(void);

#endif
