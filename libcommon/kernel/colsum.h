/* Column sums: y[C] = sum over r of x[R,C], the reduction behind per-channel statistics, bias gradients and (C=1) full sums.
   The order of additions is fixed by C alone, so that threads, and fusion with what computes x, change no byte:
   element i of x belongs to lane i mod L, where L is the least multiple of C from 16 on; slices of gan_colsum_slice(C)
   elements each add up their lanes in order, then the slices' lanes are added in order; all in double. */
#ifndef GAN_KERNEL_COLSUM_H
#define GAN_KERNEL_COLSUM_H

#include <stddef.h>
#include "tensor/tensor.h"

/* The columns of a sum over the axes (bit k = axis k) of a dense x whose reduced axes all stand before the kept ones (sizes of
   1 aside) and have more than one row; 0 where it is no column sum. */
int64_t gan_colsum_cols(const struct gan_shape *x, uint32_t axes);

int64_t gan_colsum_lanes(int64_t cols);
int64_t gan_colsum_slice(int64_t cols);

/* acc[(first+i) mod lanes] += x[i] for i in 0..n-1 */
void gan_colsum_add(double *acc, int64_t lanes, int64_t first, const gan_real *x, int64_t n);
/* y[cols] from partial[nslices, lanes] */
void gan_colsum_fold(gan_real *y, const double *partial, int64_t nslices, int64_t cols);

/* The partial sums of count elements, in bytes. */
size_t gan_colsum_scratch(int64_t count, int64_t cols);
/* The whole: x[count/cols, cols], scratch of gan_colsum_scratch bytes; over the pool. */
void gan_colsum(gan_real *y, const gan_real *x, int64_t count, int64_t cols, void *scratch);

#endif
