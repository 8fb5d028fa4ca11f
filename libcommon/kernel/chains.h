/* Short chains of element-wise arithmetic in one pass, for what an optimiser does with each weight. They round after every
   operation, as the operations one by one do, so that the bytes are the same: a compiled program may use either.
   All have the form of graph/op.h's pw: y[n] = f(x[0][n], ...), y may equal any x[k]; S is a single number, at x[k][0]. */
#ifndef GAN_KERNEL_CHAINS_H
#define GAN_KERNEL_CHAINS_H

#include "tensor/tensor.h"

/* The constants of a chain, as its attr. */
struct gan_chain {
	gan_real s, t, u, v;
};

/* y = (s x0 + t) + (u x1 + v) */
void gan_chain_blend(gan_real *y, const gan_real *const *x, long n, const void *attr);
/* y = x0 S1 + x2 S3 */
void gan_chain_mix(gan_real *y, const gan_real *const *x, long n, const void *attr);
/* y = s (sqrt(max(x0, 0)) S1) + t */
void gan_chain_root(gan_real *y, const gan_real *const *x, long n, const void *attr);
/* y = x0 - S1 x2 */
void gan_chain_descend(gan_real *y, const gan_real *const *x, long n, const void *attr);
/* y = x0 - S1 (x2 / x3) */
void gan_chain_descend_ratio(gan_real *y, const gan_real *const *x, long n, const void *attr);

#endif
