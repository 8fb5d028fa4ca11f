/* both */
/* Convolution and its gradients against direct sums in double; independence of threads, of neighbours and of the CPU's
   tile. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"
#include "kernel/conv.h"
#include "kernel/gemm.h"
#include "kernel/micro.h"
#include "tap.h"

#ifdef GAN_REAL_DOUBLE
#define TOL 1e-12
#define gan_rng_normal gan_rng_normal_f64
#else
#define TOL 3e-5
#define gan_rng_normal gan_rng_normal_f32
#endif

#ifdef __SANITIZE_ADDRESS__
enum { SLOW = 1 };
#else
enum { SLOW = 0 };
#endif

struct set { /* operands and results of one geometry */
	struct gan_conv g;
	long nx, ny, nw;
	gan_real *x, *y, *w, *out[3], *ref[3];
};

enum { FORWARD, DX, DW };

static gan_real *reals(long n)
{
	struct gan_err e = { 0 };
	gan_real *p = gan_alloc((size_t)n, sizeof(*p), &e);

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

static void set_make(struct set *t, const struct gan_conv *g)
{
	t->g = *g;
	t->nx = g->n * g->h * g->w * g->c;
	t->ny = g->n * g->p * g->q * g->k;
	t->nw = g->k * g->r * g->s * (g->c / g->groups);
	t->x = normals(t->nx, "x");
	t->y = normals(t->ny, "y");
	t->w = normals(t->nw, "w");
	for (int i = 0; i < 3; i++) {
		const long n = i == FORWARD ? t->ny : i == DX ? t->nx : t->nw;

		t->out[i] = reals(n);
		t->ref[i] = reals(n);
	}
}

static void set_free(struct set *t)
{
	gan_free(t->x);
	gan_free(t->y);
	gan_free(t->w);
	for (int i = 0; i < 3; i++) {
		gan_free(t->out[i]);
		gan_free(t->ref[i]);
	}
}

static long count(const struct set *t, int pass)
{
	return pass == FORWARD ? t->ny : pass == DX ? t->nx : t->nw;
}

static void run(const struct set *t, int pass, gan_real *out)
{
	const struct gan_conv *g = &t->g;
	const size_t bytes = pass == FORWARD ? gan_conv_forward_scratch(g) :
	                     pass == DX      ? gan_conv_dx_scratch(g) :
	                                       gan_conv_dw_scratch(g);
	char *mem = gan_alloc(bytes + 64, 1, NULL);

	memset(mem, 0xff, bytes); /* NaN: nothing may be read before it was written */
	memset(mem + bytes, 0x5a, 64);
	memset(out, 0xff, (size_t)count(t, pass) * sizeof(*out));
	if (pass == FORWARD)
		gan_conv_forward(g, out, t->x, t->w, mem);
	else if (pass == DX)
		gan_conv_dx(g, out, t->y, t->w, mem);
	else
		gan_conv_dw(g, out, t->x, t->y, mem);
	for (int i = 0; i < 64; i++)
		if (mem[bytes + (size_t)i] != 0x5a)
			ok(0, "scratch of %zu bytes was not overrun", bytes);
	gan_free(mem);
}

/* One multiply-add of the definition, for each of the three. */
static void terms(const struct set *t, double *ry, double *rx, double *rw, long n, long p, long q, long k)
{
	const struct gan_conv *g = &t->g;
	const long cg = g->c / g->groups, group = k / (g->k / g->groups), iy = ((n * g->p + p) * g->q + q) * g->k + k;

	for (long r = 0; r < g->r; r++)
		for (long s = 0; s < g->s; s++) {
			const long h = p * g->stride_h - g->top + r * g->dil_h,
				w = q * g->stride_w - g->left + s * g->dil_w;

			if (h < 0 || h >= g->h || w < 0 || w >= g->w)
				continue;
			for (long c = 0; c < cg; c++) {
				const long ix = ((n * g->h + h) * g->w + w) * g->c + group * cg + c;
				const long iw = ((k * g->r + r) * g->s + s) * cg + c;

				ry[iy] += (double)t->x[ix] * (double)t->w[iw];
				rx[ix] += (double)t->y[iy] * (double)t->w[iw];
				rw[iw] += (double)t->x[ix] * (double)t->y[iy];
			}
		}
}

static void reference(struct set *t)
{
	double *d[3];

	for (int i = 0; i < 3; i++)
		d[i] = gan_alloc((size_t)count(t, i), sizeof(double), NULL);
	for (long n = 0; n < t->g.n; n++)
		for (long p = 0; p < t->g.p; p++)
			for (long q = 0; q < t->g.q; q++)
				for (long k = 0; k < t->g.k; k++)
					terms(t, d[FORWARD], d[DX], d[DW], n, p, q, k);
	for (int i = 0; i < 3; i++) {
		for (long j = 0; j < count(t, i); j++)
			t->ref[i][j] = (gan_real)d[i][j];
		gan_free(d[i]);
	}
}

/* Greatest difference in units of the greatest value. */
static double distance(const gan_real *a, const gan_real *b, long n)
{
	double worst = 0, scale = 1e-30;

	for (long i = 0; i < n; i++) {
		const double d = fabs((double)a[i] - (double)b[i]);

		if (!(d <= worst))
			worst = d;
		scale = fmax(scale, fabs((double)b[i]));
	}
	return worst / scale;
}

static struct gan_conv geometry(long n, long h, long w, long c, long k, long r, long s)
{
	return (struct gan_conv){ .n = n, .h = h, .w = w, .c = c, .k = k, .r = r, .s = s, .stride_h = 1, .stride_w = 1,
	                          .dil_h = 1, .dil_w = 1, .groups = 1 };
}

static struct gan_conv strided(struct gan_conv g, long stride, long pad, long bottom)
{
	g.stride_h = g.stride_w = stride;
	g.top = g.left = pad;
	g.p = gan_conv_out(g.h, pad + bottom, g.r, g.stride_h, g.dil_h);
	g.q = gan_conv_out(g.w, pad + bottom, g.s, g.stride_w, g.dil_w);
	return g;
}

static long pick(int *seed, long lo, long hi)
{
	*seed = (int)((long)*seed * 16807 % 2147483647);
	return lo + *seed / 7 % (hi - lo + 1);
}

static struct gan_conv random_geometry(int *seed)
{
	static const long channels[] = { 1, 2, 3, 5, 8, 16, 17, 33, 40, 64 };
	struct gan_conv g = geometry(pick(seed, 1, 5), pick(seed, 1, 13), pick(seed, 1, 13), 0, 0, pick(seed, 1, 5),
	                             pick(seed, 1, 5));
	const long bottom = pick(seed, 0, 3), right = pick(seed, 0, 3);

	g.groups = pick(seed, 0, 3) ? 1 : pick(seed, 2, 3);
	g.c = channels[pick(seed, 0, 9)] * g.groups;
	g.k = pick(seed, 0, 5) ? channels[pick(seed, 0, 9)] * g.groups : g.c;
	if (pick(seed, 0, 7) == 0)
		g.groups = g.k = g.c;
	g.stride_h = pick(seed, 1, 3);
	g.stride_w = pick(seed, 1, 3);
	g.dil_h = pick(seed, 0, 2) ? 1 : pick(seed, 2, 3);
	g.dil_w = pick(seed, 0, 2) ? 1 : pick(seed, 2, 3);
	g.top = pick(seed, 0, 4);
	g.left = pick(seed, 0, 4);
	g.p = gan_conv_out(g.h, g.top + bottom, g.r, g.stride_h, g.dil_h);
	g.q = gan_conv_out(g.w, g.left + right, g.s, g.stride_w, g.dil_w);
	return g;
}

/* Square filters and channels enough for minimal filtering (kernel/winograd.h), which most of these then take. */
static struct gan_conv random_tiles(int *seed)
{
	static const long channels[] = { 24, 32, 33, 40, 48, 64, 65 };
	const long r = pick(seed, 2, 6), stride = r > 3 ? 2 : pick(seed, 1, 4) / 3 + 1, pad = pick(seed, 0, 3);
	struct gan_conv g = geometry(pick(seed, 1, 3), pick(seed, 2, 13), pick(seed, 2, 13), 0, 0, r, r);

	g.c = channels[pick(seed, 0, 6)];
	g.k = channels[pick(seed, 0, 6)];
	g = strided(g, stride, pad, pick(seed, 0, 3));
	g.left = pick(seed, 0, 2);
	g.q = gan_conv_out(g.w, g.left + pad, g.s, stride, 1);
	return g;
}

static const char *describe(const struct gan_conv *g)
{
	static char s[160];

	snprintf(s, sizeof(s),
	         "%ldx%ldx%ldx%ld k%ld %ldx%ld stride %ld,%ld pad %ld,%ld dil %ld,%ld groups %ld -> %ldx%ld", g->n,
	         g->h, g->w, g->c, g->k, g->r, g->s, g->stride_h, g->stride_w, g->top, g->left, g->dil_h, g->dil_w,
	         g->groups, g->p, g->q);
	return s;
}

static int agrees(const struct gan_conv *g)
{
	static const char *const name[] = { "forward", "dx", "dw" };
	struct set t;
	int good = 1;

	set_make(&t, g);
	reference(&t);
	for (int i = 0; i < 3; i++) {
		double d;

		run(&t, i, t.out[i]);
		d = distance(t.out[i], t.ref[i], count(&t, i));
		if (!(d <= TOL)) {
			printf("# %s of %s: %g\n", name[i], describe(g), d);
			good = 0;
		}
	}
	set_free(&t);
	return good;
}

static void check_random(const char *micro, const char *what, struct gan_conv (*next)(int *seed), int times)
{
	int seed = 12345, bad = 0;

	for (int i = 0; i < times;) {
		const struct gan_conv g = next(&seed);

		if (g.p < 1 || g.q < 1)
			continue;
		bad += !agrees(&g);
		i++;
	}
	ok(bad == 0, "%s: %d random geometries %s agree with the definition", micro, times, what);
}

static void check_fixed(const char *micro)
{
	const struct gan_conv g[] = {
		strided(geometry(3, 16, 16, 3, 64, 4, 4), 2, 1, 1),
		strided(geometry(3, 16, 16, 64, 128, 4, 4), 2, 1, 1),
		strided(geometry(5, 4, 4, 128, 1, 4, 4), 1, 0, 0),
		strided(geometry(5, 4, 4, 96, 100, 4, 4), 1, 0, 0),
		strided(geometry(9, 8, 8, 48, 96, 1, 1), 1, 0, 0),
		strided(geometry(2, 9, 7, 20, 24, 3, 3), 2, 1, 2),
		strided(geometry(40, 28, 28, 1, 16, 5, 5), 1, 2, 2),
		strided(geometry(2, 3, 3, 600, 40, 3, 3), 1, 1, 1),
		strided(geometry(2, 12, 11, 40, 3, 5, 5), 1, 2, 3),
		strided(geometry(2, 11, 13, 3, 24, 7, 7), 3, 2, 1),
		strided(geometry(33, 6, 6, 17, 1, 4, 4), 1, 5, 1),
		strided(geometry(2, 11, 7, 64, 47, 4, 4), 2, 1, 1), /* from here on, tiles of all sizes */
		strided(geometry(2, 9, 14, 33, 70, 3, 3), 1, 1, 1),
		strided(geometry(3, 4, 4, 64, 80, 3, 3), 1, 1, 1),
		strided(geometry(2, 15, 15, 48, 64, 5, 5), 2, 2, 2),
		strided(geometry(5, 4, 4, 64, 96, 4, 4), 2, 1, 1),
		strided(geometry(3, 6, 6, 96, 64, 4, 4), 2, 1, 1),
		strided(geometry(2, 9, 9, 64, 64, 2, 2), 1, 0, 1)
	};

	for (size_t i = 0; i < sizeof(g) / sizeof(g[0]); i++)
		ok(agrees(&g[i]), "%s: %s", micro, describe(&g[i]));
}

static void check_threads(void)
{
	static const int threads[] = { 2, 3, 5 };
	const struct gan_conv g[] = { strided(geometry(9, 16, 16, 40, 72, 4, 4), 2, 1, 1),
#ifndef __SANITIZE_THREAD__
	                              strided(geometry(8, 32, 32, 32, 33, 4, 4), 1, 2, 1), /* several slices of rows */
#endif
	                              strided(geometry(33, 20, 20, 3, 33, 5, 5), 1, 2, 2),
	                              strided(geometry(17, 6, 6, 64, 3, 3, 3), 1, 1, 1),
	                              strided(geometry(2, 9, 9, 64, 96, 4, 4), 2, 1, 1),
#ifndef __SANITIZE_THREAD__
	                              strided(geometry(40, 16, 16, 32, 32, 3, 3), 1, 1, 1), /* tiles in several parts */
	                              strided(geometry(40, 16, 16, 64, 64, 4, 4), 2, 1, 1),
#endif
	                              strided(geometry(3, 8, 8, 40, 72, 3, 3), 1, 1, 1) };

	for (size_t i = 0; i < sizeof(g) / sizeof(g[0]); i++) {
		struct set t;
		int same = 1;

		set_make(&t, &g[i]);
		gan_pool_start(1, gan_gemm_thread_init);
		for (int pass = 0; pass < 3; pass++)
			run(&t, pass, t.ref[pass]);
		for (int k = 0; k < 3; k++) {
			gan_pool_start(threads[k], gan_gemm_thread_init);
			for (int pass = 0; pass < 3; pass++) {
				run(&t, pass, t.out[pass]);
				same &= !memcmp(t.out[pass], t.ref[pass], (size_t)count(&t, pass) * sizeof(gan_real));
			}
		}
		ok(same, "same bytes for 1, 2, 3 and 5 threads: %s", describe(&g[i]));
		set_free(&t);
	}
	gan_pool_start(2, gan_gemm_thread_init);
}

/* Picture `from` of a batch of n computed alone: its forward result and dx must be the bytes it has in the batch. */
static int alone_same(struct set *t, int pass, long from)
{
	struct set one = *t;
	const long in = (pass == FORWARD ? t->nx : t->ny) / t->g.n, n = count(t, pass) / t->g.n;
	gan_real *out = reals(n);
	int same;

	one.g.n = 1;
	one.nx /= t->g.n;
	one.ny /= t->g.n;
	if (pass == FORWARD)
		one.x += from * in;
	else
		one.y += from * in;
	run(&one, pass, out);
	same = !memcmp(out, t->out[pass] + from * n, (size_t)n * sizeof(*out));
	gan_free(out);
	return same;
}

static void check_alone(void)
{
	const struct gan_conv g[] = { strided(geometry(7, 10, 10, 40, 72, 4, 4), 2, 1, 1),
	                              strided(geometry(5, 16, 16, 40, 72, 4, 4), 2, 1, 1),
	                              strided(geometry(13, 5, 5, 3, 5, 3, 3), 1, 1, 1),
	                              strided(geometry(11, 4, 4, 64, 1, 4, 4), 1, 0, 0),
	                              strided(geometry(11, 4, 4, 96, 33, 4, 4), 1, 0, 0),
	                              strided(geometry(11, 9, 9, 24, 1, 1, 1), 1, 0, 0),
	                              strided(geometry(19, 30, 9, 40, 3, 5, 5), 1, 2, 2),
	                              strided(geometry(70, 8, 8, 64, 64, 4, 4), 2, 1, 1), /* tiles: filters or source kept */
	                              strided(geometry(132, 8, 8, 40, 160, 4, 4), 2, 1, 1),
	                              strided(geometry(45, 16, 16, 32, 32, 3, 3), 1, 1, 1) };

	for (size_t i = 0; i < sizeof(g) / sizeof(g[0]); i++) {
		struct set t;
		int same = 1;

		set_make(&t, &g[i]);
		for (int pass = FORWARD; pass <= DX; pass++) {
			run(&t, pass, t.out[pass]);
			for (long k = 0; k < g[i].n; k++)
				same &= alone_same(&t, pass, k);
		}
		ok(same, "a picture has the same bytes alone and anywhere in a batch: %s", describe(&g[i]));
		set_free(&t);
	}
}

int main(void)
{
	static const char *const micro[] = { "plain", "avx2", "avx512" };

	gan_gemm_thread_init();
	gan_pool_start(2, gan_gemm_thread_init);
#ifdef __SANITIZE_THREAD__ /* slow, and nothing to see but threads */
	for (int i = 3; i < 3; i++) {
#else
	for (int i = 0; i < 3; i++) {
#endif
		if (gan_micro_use(micro[i]) != 0) {
			skip(micro[i], "not on this CPU");
			continue;
		}
		check_fixed(micro[i]);
		check_random(micro[i], "of all sorts", random_geometry, SLOW ? 30 : 150);
		check_random(micro[i], "with many channels", random_tiles, SLOW ? 8 : 40);
		check_alone();
	}
	check_threads();
	gan_pool_stop();
	return done();
}
