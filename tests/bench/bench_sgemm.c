/* The machine's own rate: the median of several 2048-cube single-precision products by OpenBLAS on all cores, GFLOP/s. */
#include <cblas.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"

#define N 2048
#define RUNS 9

int main(void)
{
	float *a = malloc(sizeof(float) * N * N), *b = malloc(sizeof(float) * N * N), *c = malloc(sizeof(float) * N * N);
	double rate[RUNS];

	if (!a || !b || !c)
		return 71;
	for (long i = 0; i < (long)N * N; i++) {
		a[i] = (float)(i % 7) - 3;
		b[i] = (float)(i % 5) - 2;
	}
	for (int r = -1; r < RUNS; r++) { /* one to warm up */
		double t = now();

		cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, N, N, N, 1, a, N, b, N, 0, c, N);
		if (r >= 0)
			rate[r] = 2.0 * N * N * N / (now() - t) * 1e-9;
	}
	printf("%.1f\n", median(rate, RUNS));
	free(a);
	free(b);
	free(c);
	return 0;
}
