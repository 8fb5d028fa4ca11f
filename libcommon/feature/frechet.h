/* The Frechet distance between two sets of features, taken for Gaussians: Dowson and Landau 1982; Heusel et al. 2017, sec. 2.

   d = |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2)), with means m and covariances C of a sample (n - 1). The trace of the root is
   the sum of the roots of the eigenvalues of R C2 R, R = C1^(1/2): symmetric matrices only, so nothing is ever complex.
   Eigenvalues below 0, which only rounding makes, count as 0. All sums are in double. */
#ifndef GAN_FEATURE_FRECHET_H
#define GAN_FEATURE_FRECHET_H

#include <stdint.h>
#include "base/err.h"

/* Mean and covariance (n - 1) of n samples of d numbers; owns its arrays. Zero-initialise. */
struct gan_gauss {
	int64_t n, d;
	double *mean, *cov; /* [d], [d,d] */
};

/* Of x[n,d], whose numbers must be finite; n at least 2. */
int gan_gauss_of(struct gan_gauss *g, const float *x, int64_t n, int64_t d, struct gan_err *e);
void gan_gauss_free(struct gan_gauss *g);

/* The two parts of the distance, whose sum it is: |m1 - m2|^2 and the trace. a and b have the same d. */
struct gan_frechet {
	double mean, spread;
};
int gan_frechet(const struct gan_gauss *a, const struct gan_gauss *b, struct gan_frechet *f, struct gan_err *e);

#endif
