/* Operands of a product in bf16, two to an element: where f32 products have a number, bf16 products have a pair of neighbours in k,
   the first in the low half of the element's 32 bits. So whatever moves f32 operands (patches, panels, padded copies) moves pairs
   unchanged, with k half as long, and only the innermost tile differs (kernel/micro.h). Rounding is to nearest even, with
   infinities and NaN kept. The missing half of a last pair is zero.

   All run over the pool. float build only; dst may not overlap src. */
#ifndef GAN_KERNEL_PAIRS_H
#define GAN_KERNEL_PAIRS_H

#include "tensor/tensor.h"

static inline long gan_pairs(long n)
{
	return (n + 1) / 2;
}

/* Pairs within rows: dst[rows][pairs(n)] from src[rows][n]. */
void gan_pairs_along(gan_real *dst, const gan_real *src, long rows, long n);
/* Pairs of rows: dst[i][j] = (src[2i][j], src[2i+1][j]); dst[pairs(m)][n] from src[m][n]; count such matrices side by side. */
void gan_pairs_across(gan_real *dst, const gan_real *src, long count, long m, long n);
/* Pairs of planes, turned: of src[m][q][n] the pair row r = i*q + j holds (src[2i][j][k], src[2i+1][j][k]); it becomes
   column r % step of slab r / step: dst[slab][n][ld]. step is a multiple of 64, or all rows. */
void gan_pairs_turned(gan_real *dst, const gan_real *src, long m, long q, long n, long step, long ld);

#endif
