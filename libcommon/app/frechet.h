/* The Frechet distance between two sets of features, taken for Gaussians: Dowson and Landau 1982; Heusel et al. 2017, sec. 2.

   d = |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)), with means m and covariances C of a sample (n - 1). The trace of the root is
   the sum of the roots of the eigenvalues of R C2 R, R = C1^(1/2): symmetric matrices only, so nothing is ever complex.
   Eigenvalues below 0, which only rounding makes, count as 0. All sums are in double. */
#ifndef GAN_APP_FRECHET_H
#define GAN_APP_FRECHET_H

#include <stdint.h>
#include "base/err.h"

/* Mean m[d] and covariance c[d,d] of x[n,d]; n at least 2. */
int gan_covariance(const float *x, int64_t n, int64_t d, double *m, double *c, struct gan_err *e);

/* The two parts of the distance between a[na,d] and b[nb,d]: their sum is the distance. */
struct gan_frechet {
	double mean, spread;
};
int gan_frechet(const float *a, int64_t na, const float *b, int64_t nb, int64_t d, struct gan_frechet *f, struct gan_err *e);

#endif
