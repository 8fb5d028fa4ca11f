/* Convolutions of one channel and one filter a group: no product to speak of, so channels are the vector, and there is
   no bf16. Part of kernel/conv.h. */
#ifndef GAN_KERNEL_CONV_DEPTHWISE_H
#define GAN_KERNEL_CONV_DEPTHWISE_H

#include "kernel/conv.h"

static inline int gan_conv_is_depthwise(const struct gan_conv *g)
{
	return g->groups == g->c && g->c == g->k && g->c > 1;
}

size_t gan_depthwise_scratch(const struct gan_conv *g);
void gan_depthwise_forward(const struct gan_conv *g, gan_real *y, const gan_real *x, const gan_real *w, void *scratch);
void gan_depthwise_dx(const struct gan_conv *g, gan_real *gx, const gan_real *gy, const gan_real *w, void *scratch);
void gan_depthwise_dw(const struct gan_conv *g, gan_real *gw, const gan_real *x, const gan_real *gy, void *scratch);

#endif
