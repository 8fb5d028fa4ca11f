/* both */
/* Pooling and resizing against their definitions, adjoints as adjoints (<f(x),v> = <x,f'(v)>), same bytes for any
   threads. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"
#include "kernel/pooling.h"
#include "kernel/resample.h"
#include "tap.h"

#ifdef GAN_REAL_DOUBLE
#define TOL 1e-12
#define gan_rng_normal gan_rng_normal_f64
#else
#define TOL 1e-5
#define gan_rng_normal gan_rng_normal_f32
#endif

static gan_real *reals(long n)
{
	gan_real *p = gan_alloc((size_t)n, sizeof(*p), NULL);

	if (!p)
		exit(1);
	memset(p, 0xff, (size_t)n * sizeof(*p));
	return p;
}

static gan_real *normals(long n, const char *purpose)
{
	gan_real *p = reals(n);

	gan_rng_normal(gan_rng_make(1, purpose), 0, 0, 0, p, (size_t)n);
	return p;
}

static double dot(const gan_real *a, const gan_real *b, long n)
{
	double s = 0;

	for (long i = 0; i < n; i++)
		s += (double)a[i] * (double)b[i];
	return s;
}

static double distance(const gan_real *a, const double *b, long n)
{
	double worst = 0;

	for (long i = 0; i < n; i++)
		if (!(fabs((double)a[i] - b[i]) <= worst))
			worst = fabs((double)a[i] - b[i]);
	return worst;
}

/* ---- pooling ---- */

struct pool_ref { /* one window by the definition */
	double sum, best;
	long cells, counted, at;
};

static struct pool_ref window(const struct gan_pooling *g, const gan_real *x, long n, long p, long q, long c)
{
	struct pool_ref r = { .best = -INFINITY };

	for (long i = 0; i < g->r; i++)
		for (long k = 0; k < g->s; k++) {
			const long h = p * g->stride_h - g->top + i, w = q * g->stride_w - g->left + k;
			const long at = ((n * g->h + h) * g->w + w) * g->c + c;

			r.counted += h < g->h + g->real_bottom && w < g->w + g->real_right;
			if (h < 0 || w < 0 || h >= g->h || w >= g->w)
				continue;
			r.cells++;
			r.sum += (double)x[at];
			if ((double)x[at] > r.best) {
				r.best = (double)x[at];
				r.at = at;
			}
		}
	return r;
}

static void check_pool(const struct gan_pooling *g, const char *label)
{
	const long nx = g->n * g->h * g->w * g->c, ny = g->n * g->p * g->q * g->c;
	gan_real *x = normals(nx, "x"), *v = normals(ny, "v"), *u = normals(nx, "u"), *y = reals(ny), *gx = reals(nx);
	double *ref = gan_alloc((size_t)ny, 3 * sizeof(double), NULL), *max = ref + ny, *pick = max + ny;

	for (long i = 0; i < ny; i++) {
		const struct pool_ref r = window(g, x, i / (g->p * g->q * g->c), i / (g->q * g->c) % g->p,
		                                 i / g->c % g->q, i % g->c);

		ref[i] = r.sum / (double)(g->count_pad ? r.counted : r.cells);
		max[i] = r.best;
		pick[i] = (double)u[r.at];
	}
	gan_avgpool_forward(g, y, x);
	ok(distance(y, ref, ny) < TOL, "average, %s", label);
	gan_avgpool_adjoint(g, gx, v);
	ok(fabs(dot(y, v, ny) - dot(x, gx, nx)) < TOL * (double)ny, "adjoint of average, %s", label);
	gan_maxpool_forward(g, y, x);
	ok(distance(y, max, ny) == 0, "greatest, %s", label);
	gan_maxpool_choose(g, y, x, u);
	ok(distance(y, pick, ny) == 0, "picked, %s", label);
	gan_maxpool_adjoint(g, gx, x, v);
	ok(fabs(dot(y, v, ny) - dot(u, gx, nx)) < TOL * (double)ny, "adjoint of picking, %s", label);
	gan_free(x);
	gan_free(v);
	gan_free(u);
	gan_free(y);
	gan_free(gx);
	gan_free(ref);
}

static void check_pools(void)
{
	const struct gan_pooling g[] = {
		{ .n = 2, .h = 6, .w = 8, .c = 5, .p = 3, .q = 4, .r = 2, .s = 2, .stride_h = 2, .stride_w = 2,
			.count_pad = 1 },
		{ .n = 2, .h = 7, .w = 5, .c = 70, .p = 4, .q = 3, .r = 3, .s = 3, .stride_h = 2, .stride_w = 2,
			.top = 1, .left = 1 },
		{ .n = 1, .h = 7, .w = 5, .c = 3, .p = 4, .q = 3, .r = 3, .s = 3, .stride_h = 2, .stride_w = 2,
			.top = 1, .left = 1, .count_pad = 1, .real_bottom = 1, .real_right = 1 },
		{ .n = 3, .h = 6, .w = 6, .c = 2, .p = 3, .q = 3, .r = 3, .s = 3, .stride_h = 2, .stride_w = 2,
			.count_pad = 1 },
		{ .n = 3, .h = 4, .w = 4, .c = 130, .p = 1, .q = 1, .r = 4, .s = 4, .stride_h = 1, .stride_w = 1 }
	};

	check_pool(&g[0], "2x2 stride 2");
	check_pool(&g[1], "3x3 stride 2, padding not counted");
	check_pool(&g[2], "3x3 stride 2, padding counted");
	check_pool(&g[3], "last windows over the edge (ceil)");
	check_pool(&g[4], "whole picture");
}

static void check_ties(void)
{
	const struct gan_pooling g = { .n = 1, .h = 2, .w = 2, .c = 1, .p = 1, .q = 1, .r = 2, .s = 2, .stride_h = 1,
		.stride_w = 1 };
	const gan_real x[] = { 1, 3, 3, 2 }, bad[] = { 1, (gan_real)NAN, 3, 2 }, one = 1;
	gan_real gx[4], y;

	gan_maxpool_adjoint(&g, gx, x, &one);
	ok(gx[0] == 0 && gx[1] == 1 && gx[2] == 0 && gx[3] == 0, "the first of equal values gets the gradient");
	gan_maxpool_forward(&g, &y, bad);
	ok(y != y, "a NaN in a window shows");
}

/* ---- resizing ---- */

static double bilinear_at(const struct gan_resample *g, long out, long in, long i, long *lo, long *hi)
{
	double s = g->grid == GAN_GRID_CORNERS ? (out > 1 ? (double)(in - 1) / (double)(out - 1) * (double)i : 0) :
	           g->grid == GAN_GRID_EDGE ? (double)i * (double)in / (double)out :
	           ((double)i + .5) * (double)in / (double)out - .5;

	s = s < 0 ? 0 : s;
	*lo = (long)floor(s);
	*hi = *lo + 1 < in ? *lo + 1 : in - 1;
	return s - floor(s);
}

static void reference(const struct gan_resample *g, const gan_real *x, double *near, double *lin)
{
	for (long i = 0; i < g->n * g->oh * g->ow * g->c; i++) {
		const long c = i % g->c, w = i / g->c % g->ow, h = i / (g->c * g->ow) % g->oh,
			n = i / (g->c * g->ow * g->oh);
		const gan_real *p = x + n * g->h * g->w * g->c + c;
		long h0, h1, w0, w1;
		const double t = bilinear_at(g, g->oh, g->h, h, &h0, &h1), u = bilinear_at(g, g->ow, g->w, w, &w0, &w1);

		near[i] = (double)p[(h * g->h / g->oh * g->w + w * g->w / g->ow) * g->c];
		lin[i] = (1 - t) * (1 - u) * (double)p[(h0 * g->w + w0) * g->c] +
		         (1 - t) * u * (double)p[(h0 * g->w + w1) * g->c] +
		         t * (1 - u) * (double)p[(h1 * g->w + w0) * g->c] + t * u * (double)p[(h1 * g->w + w1) * g->c];
	}
}

static void check_resize(const struct gan_resample *g)
{
	const long nx = g->n * g->h * g->w * g->c, ny = g->n * g->oh * g->ow * g->c;
	gan_real *x = normals(nx, "x"), *v = normals(ny, "v"), *y = reals(ny), *gx = reals(nx);
	double *near = gan_alloc((size_t)ny, sizeof(double), NULL), *lin = gan_alloc((size_t)ny, sizeof(double), NULL);
	static const char *const by[] = { "centres", "corners", "the first edge" };
	char label[80];

	snprintf(label, sizeof(label), "%ldx%ld to %ldx%ld by %s", g->h, g->w, g->oh, g->ow, by[g->grid]);
	reference(g, x, near, lin);
	gan_nearest_forward(g, y, x);
	gan_nearest_adjoint(g, gx, v);
	ok(distance(y, near, ny) == 0, "nearest, %s", label);
	ok(fabs(dot(y, v, ny) - dot(x, gx, nx)) < TOL * (double)ny, "adjoint of nearest, %s", label);
	gan_bilinear_forward(g, y, x);
	gan_bilinear_adjoint(g, gx, v);
	ok(distance(y, lin, ny) < TOL, "bilinear, %s", label);
	ok(fabs(dot(y, v, ny) - dot(x, gx, nx)) < TOL * (double)ny, "adjoint of bilinear, %s", label);
	gan_free(x);
	gan_free(v);
	gan_free(y);
	gan_free(gx);
	gan_free(near);
	gan_free(lin);
}

static void check_threads(void)
{
	const struct gan_pooling p = { .n = 5, .h = 9, .w = 9, .c = 70, .p = 4, .q = 4, .r = 3, .s = 3, .stride_h = 2,
		.stride_w = 2 };
	const struct gan_resample s = { .n = 5, .c = 7, .h = 9, .w = 9, .oh = 23, .ow = 4 };
	const long nx = 5 * 9 * 9 * 70, ny = 5 * 23 * 4 * 7;
	gan_real *x = normals(nx, "x"), *v = normals(nx, "v"), *a[2] = { reals(2 * nx + ny), reals(2 * nx + ny) };

	for (int i = 0; i < 2; i++) {
		gan_pool_start(1 + 4 * i, NULL);
		gan_maxpool_adjoint(&p, a[i], x, v);
		gan_avgpool_adjoint(&p, a[i] + nx, v);
		gan_bilinear_forward(&s, a[i] + 2 * nx, x);
	}
	ok(!memcmp(a[0], a[1], (size_t)(2 * nx + ny) * sizeof(gan_real)), "same bytes for 1 and 5 threads");
	gan_free(x);
	gan_free(v);
	gan_free(a[0]);
	gan_free(a[1]);
}

int main(void)
{
	static const long sizes[][4] = { { 4, 4, 8, 8 }, { 8, 6, 4, 3 }, { 5, 7, 11, 3 },
		{ 1, 1, 4, 5 }, { 6, 5, 1, 1 }, { 7, 7, 20, 50 } };

	gan_pool_start(2, NULL);
	check_pools();
	check_ties();
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		for (int grid = GAN_GRID_CENTRES; grid <= GAN_GRID_EDGE; grid++) {
			const struct gan_resample g = { .n = 2, .c = 3, .h = sizes[i][0], .w = sizes[i][1],
				.oh = sizes[i][2], .ow = sizes[i][3], .grid = grid };

			check_resize(&g);
		}
	check_threads();
	gan_pool_stop();
	return done();
}
