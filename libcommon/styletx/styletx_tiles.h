/* Private to styletx/: a goal whose pictures are looked at window by window. The first pass adds up the sums of all terms;
   their values, and derivatives in the sums, are a small graph of their own; the second pass is each window's gradient of the
   sums, by these derivatives. That is the whole picture's gradient, up to the order of additions. */
#ifndef GAN_STYLETX_STYLETX_TILES_H
#define GAN_STYLETX_STYLETX_TILES_H

#include "styletx/styletx_sight.h"

struct gan_styletx_tiles;

/* Fills target[recipe->npart], zeroed, as gan_styletx_targets does, but for what content is compared with: that is looked at
   again each time. */
struct gan_styletx_tiles *gan_styletx_tiles_new(const struct gan_styletx_goal_spec *s, struct gan_styletx_target *target,
                                                struct gan_err *e);
void gan_styletx_tiles_free(struct gan_styletx_tiles *t); /* NULL-safe */
/* raw[npart], and (NULL: not wanted) grad [h,w,c], the gradient of the sum of weight[k] * raw[k]. */
int gan_styletx_tiles_eval(struct gan_styletx_tiles *t, const gan_real *x, const double *weight, double *raw, gan_real *grad,
                           struct gan_err *e);
/* The value of part k, a statistic, for moments that are 0. */
double gan_styletx_tiles_empty(const struct gan_styletx_tiles *t, int k);
size_t gan_styletx_tiles_bytes(const struct gan_styletx_tiles *t);
/* The greatest tile, a power of two, whose plans the memory allows; 0: none. */
int64_t gan_styletx_tiles_fit(const struct gan_styletx_goal_spec *s);

#endif
