/* Convolution of one big picture, as style transfer does it: 3x3 over SIZE x SIZE x 64, forward and the gradient of the
   picture. bench_picture SIZE [THREADS]: prints both rates in GFLOP/s. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "base/mem.h"
#include "base/pool.h"
#include "kernel/conv.h"
#include "bench.h"

enum { TIMES = 9, CHANNELS = 64, FILTER = 3 };

static double rate(const struct gan_conv *g, int back, gan_real *out, const gan_real *in, const gan_real *w)
{
	const double flop = 2.0 * (double)(g->p * g->q * g->k) * (double)(g->r * g->s * g->c);
	void *mem = gan_alloc(back ? gan_conv_dx_scratch(g) : gan_conv_forward_scratch(g), 1, NULL);
	double t[TIMES];

	if (!mem)
		exit(71);
	for (int i = 0; i < TIMES; i++) {
		t[i] = now();
		if (back)
			gan_conv_dx(g, out, in, w, mem);
		else
			gan_conv_forward(g, out, in, w, mem);
		t[i] = now() - t[i];
	}
	gan_free(mem);
	return 1e-9 * flop / median(t, TIMES);
}

int main(int argc, char **argv)
{
	const long size = argc > 1 ? atol(argv[1]) : 512;
	const struct gan_conv g = { .n = 1, .h = size, .w = size, .c = CHANNELS, .k = CHANNELS, .p = size, .q = size, .r = FILTER,
		.s = FILTER, .stride_h = 1, .stride_w = 1, .top = FILTER / 2, .left = FILTER / 2, .dil_h = 1, .dil_w = 1,
		.groups = 1 };
	gan_real *x, *y, *w;

	gan_pool_start(argc > 2 ? atoi(argv[2]) : 0, NULL);
	x = fill(size * size * CHANNELS);
	y = fill(size * size * CHANNELS);
	w = fill(CHANNELS * FILTER * FILTER * CHANNELS);
	printf("%.1f ", rate(&g, 0, y, x, w));
	printf("%.1f\n", rate(&g, 1, y, x, w));
	gan_pool_stop();
	gan_free(x);
	gan_free(y);
	gan_free(w);
	return 0;
}
