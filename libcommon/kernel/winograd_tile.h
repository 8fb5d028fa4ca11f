/* Minimal filtering: a tile of m x m results of a t x t filter by n x n products, n = m + t - 1, where the definition takes
   m*m*t*t. Results are a product of polynomials, turned round, and that is found from its values at n points:
     y = A' [(G g G') . (B' d B)] A     d[n,n] input, g[t,t] filter, y[m,m] result, . element by element
   The same B, with G of m columns and A of t, gives the filter's gradient from d and a tile of gy.
   Winograd, Arithmetic Complexity of Computations (1980), ch. IV; Lavin and Gray, Fast Algorithms for Convolutional Neural
   Networks (CVPR 2016).

   Points are infinity and, for n = 3, -1 and 1; for 4, also 0; for 5, -5/4, -3/8, 3/8 and 5/4. What rounds in the products grows by
   1.5, 1.7 and 2.8 (the root of the mean over results, for independent operands: in one direction, sum over points of A^2 |G|^2
   |B|^2 / t); at 0, -1, 1, 2 it would be 6.4. The products' sums are t*t times shorter, so that in all a convolution's error
   is at most twice what it is by the definition. */
#ifndef GAN_KERNEL_WINOGRAD_TILE_H
#define GAN_KERNEL_WINOGRAD_TILE_H

#include "tensor/tensor.h"

enum { GAN_WTILE_MAX = 5 }; /* most points in one direction */

/* The three transforms. Each maps an array of a x a vectors of len numbers, src[i][0..len), to b x b, dst[i][0..len); where
   dst[i] is NULL, the result is not stored. No dst may overlap a src.
     B: a = b = n in 3..5;  G: a taps to b points;  A: a points to b results; the sizes are a pair (n, 2..n-1) but (3,2). */
void gan_wtile_b(int n, const gan_real *const *src, gan_real *const *dst, long len);
void gan_wtile_g(int taps, int n, const gan_real *const *src, gan_real *const *dst, long len);
void gan_wtile_a(int n, int m, const gan_real *const *src, gan_real *const *dst, long len);

#endif
