/* Transposed convolution to few channels: each pixel's product with all taps at once, then added to where the taps
   fall. With fewer channels than a vector has lanes, a product for each output would leave most of the tile empty; here
   taps and channels together are the columns, and no patches are gathered. */
#ifndef GAN_KERNEL_SPREAD_H
#define GAN_KERNEL_SPREAD_H

#include <stddef.h>
#include "kernel/micro.h"

/* out[N,H,W,C] = sum over p,q,k of src[N,P,Q,K] * b[k, (r,s,c)] at h = p*stride_h - top + r*dil_h, w alike. */
struct gan_spread {
	long n, p, q, k, h, w, c, r, s;
	long stride_h, stride_w, top, left, dil_h, dil_w;
	const struct gan_micro *mk;
};

/* Elements of packed weights, to be filled by gan_micro_pack with n = r*s*c, k. */
size_t gan_spread_b(const struct gan_spread *g);
/* Elements of scratch memory for each thread. */
size_t gan_spread_per_thread(const struct gan_spread *g);
void gan_spread_run(const struct gan_spread *g, gan_real *out, const gan_real *src, const gan_real *b, gan_real *mem);

#endif
