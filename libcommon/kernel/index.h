/* Reading and adding at indices. Arrays are seen as [outer, axis, inner]; an index outside of its axis reads as 0 and
   adds nothing. Sums at one place are made in the order of the indices, for any number of threads. */
#ifndef GAN_KERNEL_INDEX_H
#define GAN_KERNEL_INDEX_H

#include <stddef.h>
#include <stdint.h>
#include "tensor/tensor.h"

/* y[outer,m,inner] = x[outer,index[m],inner], elements of `size` bytes. */
void gan_index_gather(void *y, const void *x, const int64_t *index, long outer, long n, long m, long inner,
                      size_t size);
/* y[outer,n,inner] = 0, then y[outer,index[m],inner] += v[outer,m,inner]. */
void gan_index_scatter_add(gan_real *y, const gan_real *v, const int64_t *index, long outer, long n, long m,
                           long inner);
/* y[o,j,i] = x[o,index[o,j,i],i] for j < m; x is [outer,n,inner]. */
void gan_index_take(void *y, const void *x, const int64_t *index, long outer, long n, long m, long inner, size_t size);
/* y[outer,n,inner] = 0, then y[o,index[o,j,i],i] += v[o,j,i]. */
void gan_index_put(gan_real *y, const gan_real *v, const int64_t *index, long outer, long n, long m, long inner);
/* y[count,n] = 1 where the second axis is index, else 0. */
void gan_index_onehot(gan_real *y, const int64_t *index, long count, long n);
/* y[n] = x[n] in another of the three element types. To integers: REAL -> U8 rounds to even and saturates, REAL -> I64
   truncates and saturates, I64 -> U8 saturates; NaN becomes 0. */
void gan_index_cast(void *y, enum gan_dtype to, const void *x, enum gan_dtype from, long n);

#endif
