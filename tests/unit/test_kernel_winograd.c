/* both */
/* Minimal filtering: its transforms against the definition, the rule that chooses it, and many tiles against the product. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"
#include "kernel/gemm.h"
#include "kernel/winograd.h"
#include "tap.h"

#ifdef GAN_REAL_DOUBLE
#define TOL 1e-13
#define gan_rng_normal gan_rng_normal_f64
#else
#define TOL 5e-6
#define gan_rng_normal gan_rng_normal_f32
#endif

enum { LEN = 37, PX = GAN_WGRID_POINTS }; /* two registers and a rest */

typedef gan_real tile[PX][LEN];

static void normals(gan_real *p, size_t n, const char *purpose)
{
	gan_rng_normal(gan_rng_make(1, purpose), 0, 0, 0, p, n);
}

static void map(void (*f)(int, int, const gan_real *const *, gan_real *const *, long), int a, int b, tile src, tile dst)
{
	const gan_real *s[PX];
	gan_real *d[PX];

	for (int i = 0; i < PX; i++) {
		s[i] = src[i];
		d[i] = dst[i];
	}
	f(a, b, s, d, LEN);
}

static void map_b(int n, int same, const gan_real *const *src, gan_real *const *dst, long len)
{
	(void)same;
	gan_wtile_b(n, src, dst, len);
}

/* y[m,m] of d[n,n] and g[t,t]; with m and t changing places it is the filter's gradient. */
static double filtered(int n, int t, tile d, tile g)
{
	static tile bd, gg, y;
	const int m = n - t + 1;
	double worst = 0;

	map(map_b, n, n, d, bd);
	map(gan_wtile_g, t, n, g, gg);
	for (int i = 0; i < n * n; i++)
		for (int c = 0; c < LEN; c++)
			bd[i][c] *= gg[i][c];
	map(gan_wtile_a, n, m, bd, y);
	for (int i = 0; i < m * m; i++)
		for (int c = 0; c < LEN; c++) {
			double v = 0;

			for (int k = 0; k < t * t; k++)
				v += (double)d[(i / m + k / t) * n + i % m + k % t][c] * (double)g[k][c];
			worst = fmax(worst, fabs(v - (double)y[i][c]));
		}
	return worst;
}

static void check_transforms(void)
{
	static tile d, g;

	normals(d[0], sizeof(d) / sizeof(d[0][0]), "d");
	normals(g[0], sizeof(g) / sizeof(g[0][0]), "g");
	for (int n = 3; n <= GAN_WTILE_MAX; n++)
		for (int t = 2; t < n; t++) {
			const double e = filtered(n, t, d, g);

			ok(e < 4 * TOL, "%d points, %d taps, %d results (off by %.1g)", n, t, n - t + 1, e);
		}
}

static void check_missing(void)
{
	static tile d, y;
	const gan_real *s[PX];
	gan_real *o[PX];

	normals(d[0], sizeof(d) / sizeof(d[0][0]), "d");
	memset(y, 0x5a, sizeof(y));
	for (int i = 0; i < PX; i++) {
		s[i] = d[i];
		o[i] = i == 5 ? NULL : y[i];
	}
	gan_wtile_a(5, 4, s, o, LEN - 1);
	ok(!memcmp(y[5], y[16], sizeof(y[0])) && memcmp(y[4], y[16], sizeof(y[0])), "a missing result is not stored");
	ok(y[4][LEN - 1] == y[16][0] && y[4][LEN - 2] != y[16][0], "nor anything beyond the length");
}

static struct gan_conv geometry(long n, long hw, long c, long k, long r, long stride, long pad)
{
	struct gan_conv g = { .n = n, .h = hw, .w = hw, .c = c, .k = k, .r = r, .s = r, .stride_h = stride, .stride_w = stride,
		.top = pad, .left = pad, .dil_h = 1, .dil_w = 1, .groups = 1 };

	g.p = g.q = gan_conv_out(hw, 2 * pad, r, stride, 1);
	return g;
}

/* The tile's m for x and for dx; 0: none. */
static void expect(const char *what, struct gan_conv g, int forward, int dx)
{
	struct gan_wgrid w;
	const int f = gan_wgrid_plan(&g, 0, &w) == 0 ? w.m : 0, d = gan_wgrid_plan(&g, 1, &w) == 0 ? w.m : 0;

	ok(f == forward && d == dx, "%s: tiles of %d and %d, expected %d and %d", what, f, d, forward, dx);
}

static void check_rule(void)
{
	struct gan_conv g = geometry(64, 32, 64, 128, 4, 2, 1);

	expect("4x4 stride 2 to 16x16", g, 4, 4);
	g.n = 1;
	expect("one picture of them", g, 4, 4);
	g.dil_w = 2;
	expect("dilation", g, 0, 0);
	g.dil_w = 1;
	g.bf16 = 1;
	expect("bf16", g, 0, 0);
	expect("4x4 stride 2 to 4x4", geometry(64, 8, 256, 512, 4, 2, 1), 4, 4);
	expect("4x4 stride 2 to 3x3", geometry(64, 6, 256, 512, 4, 2, 1), 3, 3);
	expect("4x4 stride 2 to 2x2", geometry(64, 4, 256, 512, 4, 2, 1), 2, 2);
	expect("3x3 on 32x32", geometry(64, 32, 64, 64, 3, 1, 1), 3, 3);
	expect("3x3 on 4x4", geometry(64, 4, 512, 512, 3, 1, 1), 2, 2);
	expect("5x5 stride 2 to 15x15", geometry(64, 30, 64, 128, 5, 2, 2), 3, 3);
	expect("from a picture", geometry(64, 64, 3, 64, 4, 2, 1), 0, 0);
	expect("to a number", geometry(64, 4, 512, 1, 4, 1, 0), 0, 0);
	expect("1x1", geometry(64, 8, 256, 256, 1, 1, 0), 0, 0);
	expect("7x7", geometry(64, 32, 64, 64, 7, 1, 3), 0, 0);
}

/* ---- so many tiles that they go by in parts ---- */

static gan_real *reals(long n)
{
	gan_real *p = gan_alloc((size_t)n, sizeof(*p), NULL);

	if (!p)
		exit(1);
	return p;
}

static void run(const struct gan_conv *g, int pass, gan_real *x, gan_real *w, gan_real *y, gan_real *out)
{
	const size_t bytes = pass == 0 ? gan_conv_forward_scratch(g) :
	                     pass == 1 ? gan_conv_dx_scratch(g) : gan_conv_dw_scratch(g);
	char *mem = gan_alloc(bytes, 1, NULL);

	memset(mem, 0xff, bytes);
	if (pass == 0)
		gan_conv_forward(g, out, x, w, mem);
	else if (pass == 1)
		gan_conv_dx(g, out, y, w, mem);
	else
		gan_conv_dw(g, out, x, y, mem);
	gan_free(mem);
}

static void check_many(struct gan_conv g, const char *what)
{
	const long n[3] = { g.n * g.p * g.q * g.k, g.n * g.h * g.w * g.c, g.k * g.r * g.s * g.c };
	gan_real *y = reals(n[0]), *x = reals(n[1]), *w = reals(n[2]);

	normals(y, (size_t)n[0], "y");
	normals(x, (size_t)n[1], "x");
	normals(w, (size_t)n[2], "w");
	for (int pass = 0; pass < 3; pass++) {
		gan_real *a = reals(n[pass]), *b = reals(n[pass]);
		double worst = 0, scale = 0;

		g.direct = 0;
		run(&g, pass, x, w, y, a);
		g.direct = 1;
		run(&g, pass, x, w, y, b);
		for (long i = 0; i < n[pass]; i++) {
			const double d = fabs((double)a[i] - (double)b[i]);

			worst = d <= worst ? worst : d;
			scale = fmax(scale, fabs((double)b[i]));
		}
		ok(worst <= TOL * scale && worst > 0, "%s, pass %d: the product's result but for rounding (%.1g)", what, pass,
		   worst / scale);
		gan_free(a);
		gan_free(b);
	}
	gan_free(x);
	gan_free(y);
	gan_free(w);
}

int main(void)
{
	gan_gemm_thread_init();
	gan_pool_start(2, gan_gemm_thread_init);
	check_transforms();
	check_missing();
	check_rule();
	check_many(geometry(3, 19, 130, 70, 3, 1, 0), "odd sizes");
#ifndef __SANITIZE_THREAD__
	check_many(geometry(40, 16, 32, 32, 3, 1, 1), "1440 tiles");
	check_many(geometry(33, 16, 64, 40, 4, 2, 1), "132 tiles of four phases");
#endif
	gan_pool_stop();
	return done();
}
