/* A mixture of k round Gaussians in d dimensions: mean[k,d], sigma[k] (standard deviation of each coordinate; 0: a point),
   weight[k] (sums to 1). Zero-initialise; owns its arrays, gan_mixture_free is NULL-safe. */
#ifndef GAN_IMAGE_MIXTURE_H
#define GAN_IMAGE_MIXTURE_H

#include <stdint.h>
#include "base/err.h"

struct gan_mixture {
	int64_t k, d;
	double *mean, *sigma, *weight;
};

/* Zeroed. */
int gan_mixture_alloc(struct gan_mixture *m, int64_t k, int64_t d, struct gan_err *e);
void gan_mixture_free(struct gan_mixture *m);
int gan_mixture_copy(struct gan_mixture *to, const struct gan_mixture *from, struct gan_err *e);

/* One mode for each label of the points x[n,d], y[n] in 0..nclass-1: its mean, the root mean square of the deviations from
   it over all coordinates, its share. Labels that no point has are no modes. */
int gan_mixture_of_labels(struct gan_mixture *m, const float *x, const int64_t *y, int64_t n, int64_t d, int64_t nclass,
                          struct gan_err *e);

/* The mode nearest to x[d] in its own deviations, and *dist: how many of them. Sigmas must be above 0. */
int64_t gan_mixture_nearest(const struct gan_mixture *m, const float *x, double *dist);

/* The density at x[d]. Sigmas must be above 0. */
double gan_mixture_density(const struct gan_mixture *m, const double *x);

#endif
