/* bf16 products: rounding, and each implementation against the f32 kernels on operands that were rounded beforehand, so
   that only the order of sums differs. AMX is the shipped source over emulated tile instructions. */
#include "amx_shim.h"
#include "kernel/micro_amx.c"

#include <math.h>
#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"
#include "kernel/conv.h"
#include "kernel/conv_depthwise.h"
#include "kernel/gemm.h"
#include "kernel/pairs.h"
#include "tap.h"

#define TOL 2e-5 /* of f32 sums, in units of the greatest result */

enum { FORWARD, DX, DW };

static float *reals(long n)
{
	float *p = gan_alloc((size_t)n + 1, sizeof(*p), NULL);

	if (!p)
		exit(71);
	return p;
}

static float *normals(long n, const char *purpose)
{
	float *p = reals(n);

	gan_rng_normal_f32(gan_rng_make(1, purpose), 0, 0, 0, p, (size_t)n);
	return p;
}

/* ---- rounding ---- */

/* By the definition: the nearer of the two neighbours, the even one of two as near. */
static float rounded(float x)
{
	uint32_t u;
	float below, above, to;

	memcpy(&u, &x, 4);
	if (x != x || isinf(x))
		return x;
	u &= 0xffff0000;
	memcpy(&below, &u, 4);
	u += 0x10000;
	memcpy(&above, &u, 4);
	if (isinf(above)) { /* as if numbers went on */
		const double limit = ldexp(1, 128) - ldexp(1, 119);

		return fabs((double)x) < limit ? below : above;
	}
	to = fabs((double)x - (double)below) < fabs((double)above - (double)x) ? below : above;
	if (fabs((double)x - (double)below) == fabs((double)above - (double)x)) {
		memcpy(&u, &below, 4);
		to = u & 0x10000 ? above : below;
	}
	return to;
}

static float half_of(float pair, int which)
{
	uint32_t u;
	float f;

	memcpy(&u, &pair, 4);
	u = which ? u & 0xffff0000 : u << 16;
	memcpy(&f, &u, 4);
	return f;
}

static int same_number(float a, float b)
{
	return a != a ? b != b : !memcmp(&a, &b, 4);
}

static void check_rounding(void)
{
	enum { N = 4001 };
	float *x = normals(N, "x"), *y = reals(N);
	static const uint32_t hard[] = { 0x3f808000, 0x3f818000, 0x3f808001, 0xbf807fff, 0x7f7fffff, 0xff7f7fff, 0x7f800000,
		0xff800000, 0x7f800001, 0xff8000ff, 0x7fffffff, 0, 0x80000000, 1, 0x8000, 0x18000, 0x807fffff };
	int bad = 0;

	memcpy(x, hard, sizeof(hard));
	gan_pairs_along(y, x, 1, N);
	for (int i = 0; i < N; i++)
		bad += !same_number(rounded(x[i]), half_of(y[i / 2], i % 2));
	ok(bad == 0, "to nearest even, with infinities, NaN and denormals kept");
	ok(half_of(y[N / 2], 1) == 0, "the missing half of the last pair is zero");
	gan_free(x);
	gan_free(y);
}

static void check_layouts(void)
{
	enum { M = 7, Q = 50, N = 70, STEP = 64, LD = 80, ROWS = 4 * Q };
	float *x = normals(M * Q * N, "x"), *y = reals(4 * N * LD);
	int bad[3] = { 0, 0, 0 };

	gan_pairs_along(y, x, M, 33);
	for (int i = 0; i < M * 33; i++)
		bad[0] += half_of(y[i / 33 * 17 + i % 33 / 2], i % 33 % 2) != rounded(x[i]);
	gan_pairs_across(y, x, 2, 3, N);
	for (int i = 0; i < 6 * N; i++)
		bad[1] += half_of(y[(i / N / 3 * 2 + i / N % 3 / 2) * N + i % N], i / N % 3 % 2) != rounded(x[i]);
	gan_pairs_turned(y, x, M, Q, N, STEP, LD);
	for (int i = 0; i < M * Q * N; i++) {
		const int m = i / N / Q, r = m / 2 * Q + i / N % Q, k = i % N;

		bad[2] += half_of(y[r / STEP * N * LD + k * LD + r % STEP], m % 2) != rounded(x[i]);
	}
	ok(!bad[0] && !bad[1] && !bad[2], "pairs along, across and turned stand where they should (%d %d %d)", bad[0], bad[1],
	   bad[2]);
	gan_free(x);
	gan_free(y);
}

/* ---- products ---- */

static float *round_all(const float *x, long n, int keep)
{
	float *y = reals(n);

	for (long i = 0; i < n; i++)
		y[i] = keep ? x[i] : rounded(x[i]);
	return y;
}

/* Scratch memory full of NaN, with a guard behind it. */
static char *scratch(size_t bytes)
{
	char *mem = gan_alloc(bytes + 64, 1, NULL);

	memset(mem, 0xff, bytes);
	memset(mem + bytes, 0x5a, 64);
	return mem;
}

static void scratch_done(char *mem, size_t bytes)
{
	for (size_t i = 0; i < 64; i++)
		if (mem[bytes + i] != 0x5a) {
			ok(0, "scratch of %zu bytes was not overrun", bytes);
			break;
		}
	gan_free(mem);
}

static void conv(const struct gan_conv *g, int pass, float *out, const float *x, const float *y, const float *w)
{
	const size_t bytes = pass == FORWARD ? gan_conv_forward_scratch(g) :
	                     pass == DX      ? gan_conv_dx_scratch(g) :
	                                       gan_conv_dw_scratch(g);
	char *mem = scratch(bytes);

	if (pass == FORWARD)
		gan_conv_forward(g, out, x, w, mem);
	else if (pass == DX)
		gan_conv_dx(g, out, y, w, mem);
	else
		gan_conv_dw(g, out, x, y, mem);
	scratch_done(mem, bytes);
}

static double distance(const float *a, const float *b, long n)
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

static int conv_agrees(struct gan_conv g)
{
	const long nx = g.n * g.h * g.w * g.c, ny = g.n * g.p * g.q * g.k, nw = g.k * g.r * g.s * (g.c / g.groups);
	const int keep = gan_conv_is_depthwise(&g); /* those are no products */
	float *x = normals(nx, "x"), *y = normals(ny, "y"), *w = normals(nw, "w");
	float *rx = round_all(x, nx, keep), *ry = round_all(y, ny, keep), *rw = round_all(w, nw, keep);
	int good = 1;

	for (int pass = 0; pass < 3; pass++) {
		const long n = pass == FORWARD ? ny : pass == DX ? nx : nw;
		float *half = reals(n), *full = reals(n);
		double d;

		g.bf16 = 1;
		conv(&g, pass, half, x, y, w);
		g.bf16 = 0;
		conv(&g, pass, full, rx, ry, rw);
		d = distance(half, full, n);
		if (!(d <= TOL)) {
			printf("# pass %d of %ldx%ldx%ldx%ld k%ld %ldx%ld stride %ld,%ld groups %ld: %g\n", pass, g.n, g.h, g.w, g.c,
			       g.k, g.r, g.s, g.stride_h, g.stride_w, g.groups, d);
			good = 0;
		}
		gan_free(half);
		gan_free(full);
	}
	gan_free(x);
	gan_free(y);
	gan_free(w);
	gan_free(rx);
	gan_free(ry);
	gan_free(rw);
	return good;
}

static long pick(int *seed, long lo, long hi)
{
	*seed = (int)((long)*seed * 16807 % 2147483647);
	return lo + *seed / 7 % (hi - lo + 1);
}

static struct gan_conv random_geometry(int *seed)
{
	static const long channels[] = { 1, 2, 3, 5, 8, 16, 17, 33, 40, 64 };
	struct gan_conv g = { .n = pick(seed, 1, 5), .h = pick(seed, 1, 13), .w = pick(seed, 1, 13), .r = pick(seed, 1, 5),
		.s = pick(seed, 1, 5), .stride_h = pick(seed, 1, 3), .stride_w = pick(seed, 1, 3), .top = pick(seed, 0, 4),
		.left = pick(seed, 0, 4), .dil_h = pick(seed, 0, 2) ? 1 : 2, .dil_w = pick(seed, 0, 2) ? 1 : 3 };

	g.groups = pick(seed, 0, 3) ? 1 : pick(seed, 2, 3);
	g.c = channels[pick(seed, 0, 9)] * g.groups;
	g.k = pick(seed, 0, 5) ? channels[pick(seed, 0, 9)] * g.groups : g.c;
	if (pick(seed, 0, 7) == 0)
		g.groups = g.k = g.c;
	g.p = gan_conv_out(g.h, g.top + pick(seed, 0, 3), g.r, g.stride_h, g.dil_h);
	g.q = gan_conv_out(g.w, g.left + pick(seed, 0, 3), g.s, g.stride_w, g.dil_w);
	return g;
}

static struct gan_conv square(long n, long hw, long c, long k, long r, long stride, long pad)
{
	const long p = gan_conv_out(hw, 2 * pad, r, stride, 1);

	return (struct gan_conv){ .n = n, .h = hw, .w = hw, .c = c, .k = k, .r = r, .s = r, .p = p, .q = p, .stride_h = stride,
		.stride_w = stride, .top = pad, .left = pad, .dil_h = 1, .dil_w = 1, .groups = 1 };
}

static void check_conv(const char *name, int times)
{
	const struct gan_conv fixed[] = {
		square(3, 16, 64, 72, 4, 2, 1),
		square(3, 16, 3, 64, 4, 2, 1),
		square(5, 4, 128, 1, 4, 1, 0),
		square(5, 4, 96, 100, 4, 1, 0),
		square(9, 8, 48, 96, 1, 1, 0),
		square(2, 3, 601, 40, 3, 1, 1),
		square(2, 12, 40, 3, 5, 1, 2),
		square(1, 32, 64, 33, 3, 1, 1)
	};
	int seed = 12345, bad = 0, done_ = 0;

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		ok(conv_agrees(fixed[i]), "%s: %ld pictures %ldx%ldx%ld to %ldx%ldx%ld agree with f32", name, fixed[i].n, fixed[i].h,
		   fixed[i].w, fixed[i].c, fixed[i].p, fixed[i].q, fixed[i].k);
	while (done_ < times) {
		const struct gan_conv g = random_geometry(&seed);

		if (g.p < 1 || g.q < 1)
			continue;
		bad += !conv_agrees(g);
		done_++;
	}
	ok(bad == 0, "%s: %d random geometries agree with f32", name, times);
}

static void gemm(const struct gan_gemm *g, float *c, const float *a, const float *b)
{
	const size_t bytes = gan_gemm_scratch(g);
	char *mem = scratch(bytes);

	gan_gemm(g, c, a, b, mem);
	scratch_done(mem, bytes);
}

static double gemm_error(struct gan_gemm g, const float *a, const float *b, const float *ra, const float *rb)
{
	const long n = (g.batch ? g.batch : 1) * g.m * g.n;
	float *half = reals(n), *full = reals(n);
	double d;

	g.bf16 = 1;
	gemm(&g, half, a, b);
	g.bf16 = 0;
	gemm(&g, full, ra, rb);
	d = distance(half, full, n);
	gan_free(half);
	gan_free(full);
	return d;
}

static void check_gemm(const char *name)
{
	static const struct gan_gemm shapes[] = { { .m = 1, .n = 1, .k = 1 }, { .m = 5, .n = 3, .k = 7 }, { .m = 64, .n = 1, .k = 515 },
		{ .m = 3, .n = 100, .k = 31 }, { .m = 50, .n = 784, .k = 100 }, { .m = 33, .n = 31, .k = 2500 },
		{ .m = 300, .n = 70, .k = 53 }, { .m = 6, .n = 20, .k = 41, .batch = 5, .sa = 246, .sb = 820 },
		{ .m = 6, .n = 4, .k = 40, .batch = 5, .sa = 240 }, { .m = 6, .n = 20, .k = 39, .batch = 5, .sb = 780 },
		{ .m = 6, .n = 20, .k = 0 } };

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		struct gan_gemm g = shapes[i];
		const long nb = g.batch ? g.batch : 1, na = nb * g.m * g.k, n = nb * g.k * g.n;
		float *a = normals(na, "a"), *b = normals(n, "b"), *ra = round_all(a, na, 0), *rb = round_all(b, n, 0);
		double worst = 0;

		for (g.ta = 0; g.ta < 2; g.ta++)
			for (g.tb = 0; g.tb < 2; g.tb++)
				worst = fmax(worst, gemm_error(g, a, b, ra, rb));
		ok(worst <= TOL, "%s: [%ld,%ld] x [%ld,%ld], %ld of them, all four orders: %.1e from f32", name, g.m, g.k, g.k, g.n, nb,
		   worst);
		gan_free(a);
		gan_free(b);
		gan_free(ra);
		gan_free(rb);
	}
}

/* ---- bytes ---- */

static void check_threads(const char *name)
{
	struct gan_conv g = square(5, 12, 21, 72, 4, 2, 1);
	const long nx = g.n * g.h * g.w * g.c, ny = g.n * g.p * g.q * g.k, nw = g.k * 16 * g.c, n[3] = { ny, nx, nw };
	float *x = normals(nx, "x"), *y = normals(ny, "y"), *w = normals(nw, "w");
	int same = 1;

	g.bf16 = 1;
	for (int pass = 0; pass < 3; pass++) {
		float *one = reals(n[pass]), *more = reals(n[pass]);

		gan_pool_start(1, NULL);
		conv(&g, pass, one, x, y, w);
		for (int t = 2; t < 4; t++) {
			gan_pool_start(t, NULL);
			conv(&g, pass, more, x, y, w);
			same &= !memcmp(one, more, (size_t)n[pass] * sizeof(*one));
		}
		gan_free(one);
		gan_free(more);
	}
	ok(same, "%s: same bytes for 1, 2 and 3 threads", name);
	gan_free(x);
	gan_free(y);
	gan_free(w);
}

static void check_alone(const char *name)
{
	struct gan_conv g = square(7, 10, 40, 72, 4, 2, 1), h = g;
	const long nx = g.n * g.h * g.w * g.c, ny = g.n * g.p * g.q * g.k, nw = g.k * 16 * g.c;
	float *x = normals(nx, "x"), *w = normals(nw, "w"), *y = reals(ny), *one = reals(ny);
	int same = 1;

	g.bf16 = h.bf16 = 1;
	h.n = 1;
	conv(&g, FORWARD, y, x, NULL, w);
	for (long i = 0; i < g.n; i++) {
		conv(&h, FORWARD, one, x + nx / g.n * i, NULL, w);
		same &= !memcmp(one, y + ny / g.n * i, (size_t)(ny / g.n) * sizeof(*y));
	}
	ok(same, "%s: a picture has the same bytes alone and in a batch", name);
	gan_free(x);
	gan_free(y);
	gan_free(w);
	gan_free(one);
}

static void check(const struct gan_micro *m, int times)
{
	gan_micro_bf16_use(m);
	gan_pool_start(2, NULL);
#ifndef __SANITIZE_THREAD__ /* slow, and nothing to see but threads */
	check_conv(m->name, times);
	check_gemm(m->name);
	check_alone(m->name);
#else
	(void)times;
	(void)check_conv;
	(void)check_gemm;
	(void)check_alone;
#endif
	check_threads(m->name);
}

int main(void)
{
	const struct gan_micro *own = gan_micro_bf16_find("avx512bf16");
#ifdef __SANITIZE_ADDRESS__
	const int times = 5; /* it is slow */
#else
	const int times = 60;
#endif

	gan_pool_start(2, NULL);
	check_rounding();
	check_layouts();
	if (own)
		check(own, 3 * times);
	else
		skip("avx512bf16", "not on this CPU");
	check(&gan_micro_amx_shim, times);
	gan_micro_bf16_use(NULL);
	ok(!gan_micro_bf16(), "bf16 can be refused");
	gan_pool_stop();
	return done();
}
