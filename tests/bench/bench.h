/* What the benchmarks share: a clock, the middle of several runs, arrays with something in them. */
#ifndef GAN_BENCH_H
#define GAN_BENCH_H

#include <stdlib.h>
#include <time.h>
#include "base/mem.h"
#include "tensor/tensor.h"

/* Seconds. */
static inline double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static inline int by_value(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Sorts t. */
static inline double median(double *t, int n)
{
	qsort(t, (size_t)n, sizeof(*t), by_value);
	return t[n / 2];
}

static inline gan_real *fill(long n)
{
	gan_real *p = gan_alloc((size_t)n, sizeof(*p), NULL);

	if (!p)
		exit(71);
	for (long i = 0; i < n; i++)
		p[i] = (gan_real)(i * 37 % 101) / 50 - 1;
	return p;
}

#endif
