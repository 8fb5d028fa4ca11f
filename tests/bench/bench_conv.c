/* The layers of DCGAN-64 in all three passes, as GFLOP/s and as a share of what OpenBLAS makes of a product of
   2048-cubes with as many threads, by the definition's operations; and how many times as fast as without minimal
   filtering (kernel/winograd.h), turn by turn. bench_conv [THREADS [BATCH [bf16]]] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/mem.h"
#include "base/pool.h"
#include "kernel/conv.h"
#include "kernel/gemm.h"
#include "kernel/micro.h"
#include "bench.h"

enum { TIMES = 9, CUBE = 2048 };

struct layer {
	const char *name;
	long hw, c, k, stride, pad;
};

static const struct layer layers[] = {
	{ "64x64x3 -> 32x32x64", 64, 3, 64, 2, 1 },
	{ "32x32x64 -> 16x16x128", 32, 64, 128, 2, 1 },
	{ "16x16x128 -> 8x8x256", 16, 128, 256, 2, 1 },
	{ "8x8x256 -> 4x4x512", 8, 256, 512, 2, 1 },
	{ "4x4x512 -> 1x1x1", 4, 512, 1, 1, 0 },
	{ "4x4x512 -> 1x1x100 (G's first)", 4, 512, 100, 1, 0 }
};

static int bf16;

static double cube_rate(int threads, int own)
{
	const struct gan_gemm g = { .m = CUBE, .n = CUBE, .k = CUBE, .bf16 = bf16 };
	const double flop = 2.0 * CUBE * CUBE * CUBE;
	gan_real *a = fill(CUBE * CUBE), *b = fill(CUBE * CUBE), *c = fill(CUBE * CUBE);
	void *mem = gan_alloc(gan_gemm_scratch(&g), 1, NULL);
	double t[TIMES];

	for (int i = 0; i < TIMES; i++) {
		t[i] = now();
		if (own)
			gan_gemm(&g, c, a, b, mem);
		else
			gan_blas_gemm(threads, CUBE, CUBE, CUBE, a, 0, b, 0, c);
		t[i] = now() - t[i];
	}
	gan_free(a);
	gan_free(b);
	gan_free(c);
	gan_free(mem);
	return flop / median(t, TIMES) * 1e-9;
}

static double once(const struct gan_conv *g, int pass, gan_real *x, gan_real *w, gan_real *y, void *mem)
{
	const double t = now();

	if (pass == 0)
		gan_conv_forward(g, y, x, w, mem);
	else if (pass == 1)
		gan_conv_dx(g, x, y, w, mem);
	else
		gan_conv_dw(g, w, x, y, mem);
	return now() - t;
}

static void *scratch(const struct gan_conv *g, int pass)
{
	return gan_alloc(pass == 0 ? gan_conv_forward_scratch(g) :
	                 pass == 1 ? gan_conv_dx_scratch(g) : gan_conv_dw_scratch(g), 1, NULL);
}

/* Medians: as it is, and directly. */
static void pass_time(struct gan_conv g, int pass, gan_real *x, gan_real *w, gan_real *y, double *is, double *direct)
{
	void *mem[2];
	double t[2][TIMES];

	for (g.direct = 0; g.direct < 2; g.direct++)
		mem[g.direct] = scratch(&g, pass);
	for (int i = 0; i < TIMES; i++)
		for (g.direct = 0; g.direct < 2; g.direct++)
			t[g.direct][i] = once(&g, pass, x, w, y, mem[g.direct]);
	*is = median(t[0], TIMES);
	*direct = median(t[1], TIMES);
	gan_free(mem[0]);
	gan_free(mem[1]);
}

static void bench_layer(const struct layer *l, long batch, double cube, double *sum)
{
	struct gan_conv g = { .n = batch, .h = l->hw, .w = l->hw, .c = l->c, .k = l->k, .r = 4, .s = 4,
		.stride_h = l->stride, .stride_w = l->stride, .top = l->pad, .left = l->pad, .dil_h = 1, .dil_w = 1,
		.groups = 1, .bf16 = bf16 };
	gan_real *x, *y, *w;
	double gflop;

	g.p = g.q = gan_conv_out(l->hw, 2 * l->pad, 4, l->stride, 1);
	gflop = 2e-9 * (double)(batch * g.p * g.q * g.k) * 16.0 * (double)g.c;
	x = fill(g.n * g.h * g.w * g.c);
	y = fill(g.n * g.p * g.q * g.k);
	w = fill(g.k * 16 * g.c);
	printf("%-32s", l->name);
	for (int pass = 0; pass < 3; pass++) {
		double t, direct;

		pass_time(g, pass, x, w, y, &t, &direct);
		printf("  %6.1f %4.0f%% %6.2fms %4.2fx", gflop / t, 100 * gflop / t / cube, 1e3 * t, direct / t);
		sum[0] += gflop;
		sum[1] += t;
		sum[2] += direct;
	}
	putchar('\n');
	gan_free(x);
	gan_free(y);
	gan_free(w);
}

int main(int argc, char **argv)
{
	const int threads = argc > 1 ? atoi(argv[1]) : gan_cpu_count();
	const long batch = argc > 2 ? atol(argv[2]) : 64;
	double cube, sum[3] = { 0, 0, 0 };

	bf16 = argc > 3 && !strcmp(argv[3], "bf16");
	if (bf16 && !gan_micro_bf16()) {
		fprintf(stderr, "bench_conv: this CPU has no bf16\n");
		return 69;
	}
	gan_gemm_thread_init();
	gan_pool_start(threads, gan_gemm_thread_init);
	cube = cube_rate(threads, 0);
	printf("sgemm %d cubed on %d threads: OpenBLAS (%s) %.1f GFLOP/s, own (%s) %.1f\n", CUBE, threads,
	       gan_blas_core(), cube, gan_micro_for(bf16)->name, cube_rate(threads, 1));
	printf("%-32s  %-28s  %-28s  %-28s\n", "GFLOP/s, share of OpenBLAS's", "forward", "dx", "dw");
	for (size_t i = 0; i < sizeof(layers) / sizeof(layers[0]); i++)
		bench_layer(&layers[i], batch, cube, sum);
	printf("all: %.1f GFLOP/s, %.0f%%, %.2f times as fast as directly\n", sum[0] / sum[1], 100 * sum[0] / sum[1] / cube,
	       sum[2] / sum[1]);
	gan_pool_stop();
	return 0;
}
