/* both */
/* Matrix products against sums in double; bytes for any number of threads, rows and place of a row; OpenBLAS as second
   opinion. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"
#include "kernel/gemm.h"
#include "kernel/micro.h"
#include "tap.h"

#ifdef GAN_REAL_DOUBLE
#define TOL 1e-12
#define gan_rng_normal gan_rng_normal_f64
#else
#define TOL 2e-5
#define gan_rng_normal gan_rng_normal_f32
#endif

static gan_real *reals(long n)
{
	gan_real *p = gan_alloc((size_t)n, sizeof(*p), NULL);

	if (!p)
		exit(1);
	return p;
}

static gan_real *normals(long n, const char *purpose)
{
	gan_real *p = reals(n);

	gan_rng_normal(gan_rng_make(1, purpose), 0, 0, 0, p, (size_t)n);
	return p;
}

static void run(const struct gan_gemm *g, gan_real *c, const gan_real *a, const gan_real *b)
{
	const size_t bytes = gan_gemm_scratch(g);
	char *mem = gan_alloc(bytes + 64, 1, NULL);

	memset(mem, 0xff, bytes); /* NaN: nothing may be read before it was written */
	memset(mem + bytes, 0x5a, 64);
	memset(c, 0xff, (size_t)((g->batch ? g->batch : 1) * g->m * g->n) * sizeof(*c));
	gan_gemm(g, c, a, b, mem);
	for (int i = 0; i < 64; i++)
		if (mem[bytes + (size_t)i] != 0x5a)
			ok(0, "scratch of %zu bytes was not overrun", bytes);
	gan_free(mem);
}

/* Greatest error in units of sqrt(k), the size of an element. */
static double error(const struct gan_gemm *g, const gan_real *c, const gan_real *a, const gan_real *b)
{
	double worst = 0;

	for (long t = 0; t < (g->batch ? g->batch : 1); t++)
		for (long i = 0; i < g->m; i++)
			for (long j = 0; j < g->n; j++) {
				double s = 0, d;

				for (long p = 0; p < g->k; p++)
					s += (double)a[t * g->sa + (g->ta ? p * g->m + i : i * g->k + p)] *
					     (double)b[t * g->sb + (g->tb ? j * g->k + p : p * g->n + j)];
				d = fabs((double)c[(t * g->m + i) * g->n + j] - s);
				if (!(d <= worst))
					worst = d;
			}
	return worst / sqrt((double)g->k + 1);
}

static void check_shapes(const char *micro)
{
	static const struct gan_gemm shapes[] = {
		{ .m = 1, .n = 1, .k = 1 }, { .m = 5, .n = 3, .k = 7 }, { .m = 64, .n = 1, .k = 515 },
		{ .m = 3, .n = 100, .k = 31 },
		{ .m = 50, .n = 784, .k = 100 }, { .m = 130, .n = 33, .k = 300 }, { .m = 33, .n = 31, .k = 4500 },
		{ .m = 9, .n = 7, .k = 40 }, { .m = 300, .n = 70, .k = 530 }, { .m = 8, .n = 32, .k = 256 },
		{ .m = 6, .n = 20, .k = 40, .batch = 5, .sa = 240, .sb = 800 },
		{ .m = 6, .n = 4, .k = 40, .batch = 5, .sa = 240, .sb = 160 },
		{ .m = 6, .n = 20, .k = 40, .batch = 5, .sa = 240 },
		{ .m = 6, .n = 20, .k = 40, .batch = 5, .sb = 800 },
		{ .m = 20, .n = 40, .k = 1024 }, { .m = 512, .n = 20, .k = 300 }, /* rows that alias */
		{ .m = 6, .n = 20, .k = 0 }
	};

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		struct gan_gemm g = shapes[i];
		const long nb = g.batch ? g.batch : 1;
		gan_real *a = normals(nb * g.m * g.k, "a"), *b = normals(nb * g.k * g.n, "b"),
			*c = reals(nb * g.m * g.n);
		double worst = 0;

		for (g.ta = 0; g.ta < 2; g.ta++)
			for (g.tb = 0; g.tb < 2; g.tb++) {
				run(&g, c, a, b);
				worst = fmax(worst, error(&g, c, a, b));
			}
		ok(worst <= TOL, "%s: [%ld,%ld] x [%ld,%ld], %ld of them, all four orders: error %.1e", micro, g.m, g.k,
		   g.k, g.n, nb, worst);
		gan_free(a);
		gan_free(b);
		gan_free(c);
	}
}

/* The bytes of row r of a product of m rows are those of the product of that row alone. */
static void check_rows(const char *micro)
{
	static const long n[] = { 1, 5, 40, 100 };

	for (int i = 0; i < 4; i++)
		for (int tb = 0; tb < 2; tb++) {
			struct gan_gemm g = { .m = 67, .n = n[i], .k = 700, .tb = tb };
			gan_real *a = normals(g.m * g.k, "a"), *b = normals(g.k * g.n, "b"), *c = reals(g.m * g.n),
				*d = reals(g.n);
			int same = 1;

			run(&g, c, a, b);
			for (long r = 0; r < 67; r++) {
				g.m = 1;
				run(&g, d, a + r * g.k, b);
				same &= !memcmp(d, c + r * g.n, (size_t)g.n * sizeof(*d));
			}
			ok(same, "%s: a row of %ld columns has the same bytes alone, B stored %s", micro, g.n,
			   tb ? "turned" : "plain");
			gan_free(a);
			gan_free(b);
			gan_free(c);
			gan_free(d);
		}
}

static void check_threads(void)
{
	static const struct gan_gemm shapes[] = { { .m = 130, .n = 270, .k = 300 },
		{ .m = 60, .n = 60, .k = 6000, .ta = 1 },
		                                  { .m = 500, .n = 3, .k = 64 } };

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		const struct gan_gemm *g = &shapes[i];
		gan_real *a = normals(g->m * g->k, "a"), *b = normals(g->k * g->n, "b"),
			*c[2] = { reals(g->m * g->n), reals(g->m * g->n) };
		static const int threads[] = { 2, 3, 5 };
		int same = 1;

		gan_pool_start(1, gan_gemm_thread_init);
		run(g, c[0], a, b);
		for (int k = 0; k < 3; k++) {
			gan_pool_start(threads[k], gan_gemm_thread_init);
			run(g, c[1], a, b);
			same &= !memcmp(c[0], c[1], (size_t)(g->m * g->n) * sizeof(gan_real));
		}
		ok(same, "[%ld,%ld] x [%ld,%ld]: same bytes for 1, 2, 3 and 5 threads", g->m, g->k, g->k, g->n);
		gan_free(a);
		gan_free(b);
		gan_free(c[0]);
		gan_free(c[1]);
	}
}

static void check_blas(void)
{
	const struct gan_gemm g = { .m = 70, .n = 90, .k = 110, .tb = 1 };
	gan_real *a = normals(g.m * g.k, "a"), *b = normals(g.k * g.n, "b"), *c = reals(g.m * g.n);

	gan_blas_gemm(1, g.m, g.n, g.k, a, 0, b, 1, c);
	ok(error(&g, c, a, b) <= TOL, "OpenBLAS (%s) computes the same product", gan_blas_core());
	gan_free(a);
	gan_free(b);
	gan_free(c);
}

int main(void)
{
	static const char *const micro[] = { "plain", "avx2", "avx512" };

	gan_gemm_thread_init();
	gan_pool_start(2, gan_gemm_thread_init);
#ifdef __SANITIZE_THREAD__ /* slow, and nothing to see but threads */
	for (int i = 2; i < 3; i++) {
#else
	for (int i = 0; i < 3; i++) {
#endif
		if (gan_micro_use(micro[i]) != 0) {
			skip(micro[i], "not on this CPU");
			continue;
		}
		check_shapes(micro[i]);
		check_rows(micro[i]);
	}
	check_threads();
	check_blas();
	gan_pool_stop();
	return done();
}
