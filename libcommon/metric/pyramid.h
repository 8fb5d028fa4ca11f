/* The Laplacian pyramid of pictures: Burt and Adelson 1983. A picture is blurred by [1 4 6 4 1]/16 each way, mirrored at its edges
   without repeating them, and every second pixel of every second row is kept; the way up puts zeros between, blurs by twice that
   each way. A level is what is lost by going down and up, and the last one what is left. */
#ifndef GAN_METRIC_PYRAMID_H
#define GAN_METRIC_PYRAMID_H

#include <stdint.h>
#include "base/err.h"

/* How many levels, the picture's own among them, have a shorter side of `least` or more; at least 1. */
int gan_pyramid_levels(int64_t h, int64_t w, int64_t least);
/* The size of a level, counted from 0, the largest. */
void gan_pyramid_size(int64_t h, int64_t w, int level, int64_t *lh, int64_t *lw);
/* Level k of `levels` of x[n,h,w,c], bytes as 0 to 255: float [n,lh,lw,c], which the caller frees. Sides are 2 or more at every
   level. GAN_DATA where it would be more than may be held. */
float *gan_pyramid_level(const uint8_t *x, int64_t n, int64_t h, int64_t w, int64_t c, int k, int levels, struct gan_err *e);

#endif
