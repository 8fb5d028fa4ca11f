/* A mixture of k round Gaussians in d dimensions, as modes are counted on it: mean[k,d], sigma[k] (standard deviation of
   each coordinate), weight[k] (sums to 1). Zero-initialise; owns its arrays, gan_mixture_free is NULL-safe. */
#ifndef GAN_APP_MIXTURE_H
#define GAN_APP_MIXTURE_H

#include "app/dataset.h"

struct gan_mixture {
	int64_t k, d;
	double *mean, *sigma, *weight;
};

int gan_mixture_alloc(struct gan_mixture *m, int64_t k, int64_t d, struct gan_err *e);
void gan_mixture_free(struct gan_mixture *m);

/* One mode for each label of a labelled set of points: its mean, the root mean square of the deviations from it over all
   coordinates, its share. Labels that no point has are no modes. name is for errors. */
int gan_mixture_of_labels(struct gan_mixture *m, const struct gan_dataset *s, const char *name, struct gan_err *e);

/* The mode nearest to x[d] in its own deviations, and *dist: how many of them. */
int64_t gan_mixture_nearest(const struct gan_mixture *m, const float *x, double *dist);

#endif
