/* Copies that move elements of 1, 4 or 8 bytes, by as many threads as there are. y and x never overlap. */
#ifndef GAN_KERNEL_MOVE_H
#define GAN_KERNEL_MOVE_H

#include <stddef.h>
#include <stdint.h>
#include "tensor/tensor.h"

/* y[i0,i1,...] = x[i0*stride[0] + i1*stride[1] + ...]; y is dense of the given shape, strides count elements and may be
   negative or 0. Transposes go by tiles. */
void gan_move_strided(void *y, const void *x, const struct gan_shape *shape, const int64_t *stride, size_t size);
/* y = 0 of ny elements, then y[start + i0*stride[0] + ...] = x[i0,i1,...]; x is dense of the given shape and no two of
   its elements meet. */
void gan_move_spread(gan_real *y, int64_t ny, int64_t start, const gan_real *x, const struct gan_shape *shape,
                     const int64_t *stride);
/* Row r of y, of ystride bytes, takes row r of x, of n bytes, at byte `at`. */
void gan_move_rows(void *y, size_t ystride, size_t at, const void *x, size_t n, long rows);

/* How padding continues a picture: the numbers of enum gan_pad_mode. */
enum gan_border { GAN_BORDER_ZERO, GAN_BORDER_REFLECT, GAN_BORDER_CIRCULAR, GAN_BORDER_REPLICATE };
/* y = x with lo[k] and hi[k] elements more before and after axis k. Reflection needs lo, hi < dim. */
void gan_move_pad(void *y, const void *x, const struct gan_shape *xs, int mode, const int *lo, const int *hi,
                  size_t size);
/* The adjoint: gx[xs] = the sum of those elements of gy that came from each of x, in the order of gy. */
void gan_move_pad_adj(gan_real *gx, const gan_real *gy, const struct gan_shape *xs, int mode, const int *lo,
                      const int *hi);

#endif
