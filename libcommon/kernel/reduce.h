/* Sums and maxima over axes of a dense array. axes: bit k = axis k. y is dense and has the other axes.
   A reduction is seen as passes over [K,R,M] -> [K,M], the innermost reduced axes first. Sums are in double from the
   first addition to the last; a long sum is cut into a number of slices that depends on the shape alone, each added in
   order (16 lanes, where M is small), then the slices in order. So the bytes do not depend on the threads. Column sums
   have an order of their own, colsum.h, which a plan can follow while it computes x. */
#ifndef GAN_KERNEL_REDUCE_H
#define GAN_KERNEL_REDUCE_H

#include <stddef.h>
#include <stdint.h>
#include "tensor/tensor.h"

/* Bytes of scratch memory that both need. */
size_t gan_reduce_scratch(const struct gan_shape *x, uint32_t axes);
/* The sum of no elements is 0. */
void gan_reduce_sum(gan_real *y, const gan_real *x, const struct gan_shape *xs, uint32_t axes, void *scratch);
/* The maximum of no elements is -inf; NaN where there is a NaN. */
void gan_reduce_max(gan_real *y, const gan_real *x, const struct gan_shape *xs, uint32_t axes, void *scratch);

#endif
