/* Walks among latents: arrays of floats in, arrays of floats out. What stands at a point is copied, so that it is that latent to
   the bit; all else is computed in double and rounded once. d: numbers of a latent. */
#ifndef GAN_DATA_ZPATH_H
#define GAN_DATA_ZPATH_H

#include <stdint.h>
#include "base/err.h"

enum gan_curve {
	GAN_CURVE_DEFAULT, /* as the distribution of the latents asks for; resolved before it comes here */
	GAN_CURVE_LERP,    /* (1-t) a + t b */
	GAN_CURVE_SLERP    /* sin((1-t)W)/sin W a + sin(tW)/sin W b, W the angle between a and b; lerp where |W| < 1e-4 (Shoemake
	                      1985; White 2016, sec. 2.1) */
};

/* out [d] between a (t = 0) and b (t = 1). GAN_USAGE where slerp has no arc, because a and b are opposite. */
int gan_zpath_between(float *out, const float *a, const float *b, int64_t d, double t, enum gan_curve curve, struct gan_err *e);

/* out [n,d]: n latents at equal steps along a path through the points p [np,d]. Open: from the first to the last, n >= 2.
   Closed: back to the first, which does not come again at the end, so that a film can be repeated. */
int gan_zpath_through(float *out, int64_t n, const float *p, int64_t np, int64_t d, enum gan_curve curve, int closed,
                      struct gan_err *e);

/* out [rows,cols,d]: between four corners p [4,d] (top left and right, bottom left and right), first down both sides, then
   across. */
int gan_zpath_sheet(float *out, int64_t cols, int64_t rows, const float *p, int64_t d, enum gan_curve curve, struct gan_err *e);

/* out [n,d]: z with uniform noise of -amount..amount on each number, but number n/2, which is z (Radford et al. 2016,
   sec. 6.3.2). */
void gan_zpath_vary(float *out, int64_t n, const float *z, int64_t d, double amount, uint64_t seed);

/* out [n,d]: z + x dir, x in n equal steps from lo to hi (n = 1: lo). */
void gan_zpath_along(float *out, int64_t n, const float *z, const float *dir, int64_t d, double lo, double hi);

#endif
