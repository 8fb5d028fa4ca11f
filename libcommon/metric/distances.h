/* Squared Euclidean distances between all rows of two arrays, a block at a time, so that memory does not grow with their number.
   Rows of more than GAN_DISTANCES_DIRECT numbers are multiplied: |a|^2 + |b|^2 - 2ab with the products of kernel/gemm.h. They are
   moved to the mean of b first, so that rounding is relative to what the rows differ by (in so many dimensions nearest
   neighbours are not much nearer than others); what it brings below 0 is 0. Shorter rows are subtracted. Bytes do not depend on
   the number of threads. */
#ifndef GAN_METRIC_DISTANCES_H
#define GAN_METRIC_DISTANCES_H

#include <stdint.h>
#include "base/err.h"
#include "tensor/tensor.h"

#define GAN_DISTANCES_DIRECT 32

struct gan_distances {
	const float *a, *b; /* [na,d], [nb,d], finite */
	int64_t na, nb, d;
	/* d2[n]: from row i of a to rows j..j+n of b. On any thread; of one i never twice at once, and with rising j. */
	void (*row)(void *ctx, int64_t i, int64_t j, int64_t n, const gan_real *d2);
	void *ctx;
};

int gan_distances_run(const struct gan_distances *s, struct gan_err *e);

/* The exact one of two rows, in double. */
double gan_distance2(const float *a, const float *b, int64_t d);

/* The k smallest so far, rising; at[] may be NULL. Keeps the first of equals. Begin with best all INFINITY. */
void gan_nearest_keep(double *best, int64_t *at, int k, double v, int64_t i);

#endif
