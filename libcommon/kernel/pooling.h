/* Pooling of NHWC pictures: x[N,H,W,C] -> y[N,P,Q,C], window (p,q) covers rows p*stride_h - top .. + r, columns alike.
   Results are overwritten and may not overlap inputs; bytes do not depend on threads or on other pictures. */
#ifndef GAN_KERNEL_POOLING_H
#define GAN_KERNEL_POOLING_H

#include "tensor/tensor.h"

struct gan_pooling {
	long n, h, w, c, p, q;
	long r, s, stride_h, stride_w, top, left;
	/* average only: */
	/* 1: divide by the window's cells in the picture and its real padding; 0: in the picture */
	int count_pad;
	long real_bottom, real_right; /* rows and columns of padding that count; top and left always do */
};

/* y = mean over the window (sum of the cells inside / divisor as above). */
void gan_avgpool_forward(const struct gan_pooling *g, gan_real *y, const gan_real *x);
/* gx[N,H,W,C]: the adjoint. */
void gan_avgpool_adjoint(const struct gan_pooling *g, gan_real *gx, const gan_real *gy);
/* y = greatest value of the window inside the picture; a NaN wins. */
void gan_maxpool_forward(const struct gan_pooling *g, gan_real *y, const gan_real *x);
/* gx: each gy added where its window's x is greatest (the first of equals). */
void gan_maxpool_adjoint(const struct gan_pooling *g, gan_real *gx, const gan_real *x, const gan_real *gy);
/* y = v (of x's shape) where x is greatest. */
void gan_maxpool_choose(const struct gan_pooling *g, gan_real *y, const gan_real *x, const gan_real *v);

#endif
