/* What goes along one axis of an array seen as [outer, n, inner]. A NaN counts as greater than any number. */
#ifndef GAN_KERNEL_ALONG_H
#define GAN_KERNEL_ALONG_H

#include <stddef.h>
#include <stdint.h>
#include "tensor/tensor.h"

/* y[outer,inner] = where along the axis x is greatest, the first of equals. */
void gan_along_argmax(int64_t *y, const gan_real *x, long outer, long n, long inner);
/* y[outer,n,inner]: indices that sort x; equals keep their order. scratch: gan_along_argsort_scratch(n) bytes for
   each of gan_pool_threads() threads. */
void gan_along_argsort(int64_t *y, const gan_real *x, long outer, long n, long inner, int descending, void *scratch);
size_t gan_along_argsort_scratch(long n);
/* y[o,j,i] = the sum of x[o,0..j,i], or with reverse of x[o,j..n-1,i]; added in double, in order. */
void gan_along_cumsum(gan_real *y, const gan_real *x, long outer, long n, long inner, int reverse);

#endif
