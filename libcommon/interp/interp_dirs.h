/* Directions among latents, out of numbers alone. A direction is d floats of length 1; where its sign says nothing, its number
   that is greatest in size is positive. Sums are in double. GAN_DATA where there is none; what is in the message. */
#ifndef GAN_INTERP_INTERP_DIRS_H
#define GAN_INTERP_INTERP_DIRS_H

#include <stdint.h>
#include "base/err.h"

/* mean of z [n,d] where side is 1 - mean where it is -1. Both must be there. side 0: neither. */
int gan_dir_means(const float *z, const signed char *side, int64_t n, int64_t d, float *dir, struct gan_err *e);

/* The normal w of logistic regression of side on z: least sum of log(1 + exp(-side (w z + b))) + |w|^2 / 2, by Newton's
   method. */
int gan_dir_logistic(const float *z, const signed char *side, int64_t n, int64_t d, float *dir, struct gan_err *e);

/* Direction k (from 1) of closed-form factorisation (Shen and Zhou 2021): the eigenvector with the kth greatest eigenvalue of
   W W^T, W [d,out] the first weights, w [out,d] as they are here, each of whose outputs is brought to length 1. */
int gan_dir_sefa(const double *w, int64_t out, int64_t d, int64_t k, float *dir, struct gan_err *e);

/* Component k (from 1) of what f [n,dim] are, brought to latents (Harkonen et al. 2020, eq. 1 to 3): x [n] the coordinates of f
   on it, sum of x z / sum of x^2, brought to length 1. */
int gan_dir_pca(const float *z, const float *f, int64_t n, int64_t d, int64_t dim, int64_t k, float *dir, struct gan_err *e);

#endif
