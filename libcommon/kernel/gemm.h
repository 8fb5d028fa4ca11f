/* Matrix products, row-major and dense: C[m,n] = A[m,k] B[k,n], batch of them side by side.

   With ta == 0 a row of C is a function of its row of A and of B, n and k alone: its bytes depend neither on m nor on
   its place. Bytes never depend on the number of threads. */
#ifndef GAN_KERNEL_GEMM_H
#define GAN_KERNEL_GEMM_H

#include <stddef.h>
#include "kernel/blas.h"
#include "tensor/tensor.h"

struct gan_gemm {
	long m, n, k;
	int ta, tb;   /* A is stored as [k,m]; B as [n,k] */
	long batch;   /* 0 is 1 */
	int bf16;     /* operands are rounded to bf16 (kernel/pairs.h); wants gan_micro_bf16() */
	long sa, sb;  /* elements from one A (B) of the batch to the next; 0: all use the same. C's are m*n apart */
};

/* Bytes of scratch memory (aligned to 64) for gan_gemm with as many threads as the pool has now. */
size_t gan_gemm_scratch(const struct gan_gemm *g);
/* c may not overlap a or b. Zero sizes are allowed; k == 0 gives zeros. */
void gan_gemm(const struct gan_gemm *g, gan_real *c, const gan_real *a, const gan_real *b, void *scratch);

#endif
