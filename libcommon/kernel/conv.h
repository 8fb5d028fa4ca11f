/* Convolution (cross-correlation) and its two gradients, NHWC.

   Letters: N pictures; H x W their size, C channels; K filters of R x S; P x Q the size of the result; G groups.
     y[N,P,Q,K] = sum over r,s,c of x[N, p*stride - top + r*dil, q*stride - left + s*dil, c] * w[K,R,S,C/G]
   with zeros outside x. dx is the adjoint in x (also called transposed convolution), dw the adjoint in w.

   Implicit GEMM: a worker gathers patches for some rows of the product and a strip of k that stay in its L2 cache, and
   multiplies them with packed weights. Filters of 2x2 and 3x3, and of 3x3 to 6x6 with stride 2, take fewer multiplications
   where there are enough channels (kernel/winograd.h). A picture's bytes depend on no other picture and not on its place, and no
   result on the number of threads. This header is the whole interface, so that other implementations can stand beside this
   one. */
#ifndef GAN_KERNEL_CONV_H
#define GAN_KERNEL_CONV_H

#include <stddef.h>
#include "tensor/tensor.h"

struct gan_conv {
	long n, h, w, c;      /* x */
	long p, q, k;         /* y; p, q must agree with the rest (gan_conv_out) */
	long r, s;            /* filters */
	long stride_h, stride_w, top, left, dil_h, dil_w, groups;
	int bf16;             /* operands are rounded to bf16 (kernel/pairs.h); wants gan_micro_bf16() */
	int direct;           /* as the definition says, without minimal filtering; for comparisons */
};

/* (in + pad - dil*(r-1) - 1)/stride + 1, or 0 where the filter does not fit. */
long gan_conv_out(long in, long pad_both, long r, long stride, long dil);

/* Bytes of scratch memory, aligned to 64, with as many threads as the pool has now. */
size_t gan_conv_forward_scratch(const struct gan_conv *g);
size_t gan_conv_dx_scratch(const struct gan_conv *g);
size_t gan_conv_dw_scratch(const struct gan_conv *g);

/* Outputs are overwritten and may not overlap inputs. */
void gan_conv_forward(const struct gan_conv *g, gan_real *y, const gan_real *x, const gan_real *w, void *scratch);
void gan_conv_dx(const struct gan_conv *g, gan_real *gx, const gan_real *gy, const gan_real *w, void *scratch);
void gan_conv_dw(const struct gan_conv *g, gan_real *gw, const gan_real *x, const gan_real *gy, void *scratch);

#endif
