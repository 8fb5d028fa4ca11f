/* Chunks are rows of the result; for the adjoint of max pooling, a block of channels of one picture, because which
   pixel gets a value is known only window by window. Inner loops run over channels. */
#include <string.h>
#include "base/pool.h"
#include "base/simd.h"
#include "kernel/pooling.h"

enum { BLOCK = 64 }; /* channels whose greatest values are followed at once */

struct job {
	const struct gan_pooling *g;
	gan_real *out;
	const gan_real *x, *v;
};

struct span { /* a window's part inside the picture, in one direction */
	long lo, hi;
};

static struct span inside(long i, long stride, long pad, long r, long size)
{
	const long lo = i * stride - pad, hi = lo + r;

	return (struct span){ lo < 0 ? 0 : lo, hi > size ? size : hi };
}

/* Windows that cover cell i. */
static struct span covering(long i, long stride, long pad, long r, long count)
{
	const long first = i + pad - r + 1, lo = first > 0 ? (first + stride - 1) / stride : 0,
		hi = (i + pad) / stride + 1;

	return (struct span){ lo, hi > count ? count : hi };
}

static long cells(long i, long stride, long pad, long r, long size, long real_after, int count_pad)
{
	const long lo = i * stride - pad, hi = lo + r < size + real_after ? lo + r : size + real_after;
	const struct span in = inside(i, stride, pad, r, size);

	return count_pad ? hi - lo : in.hi - in.lo;
}

static gan_real divisor(const struct gan_pooling *g, long p, long q)
{
	const long n = cells(p, g->stride_h, g->top, g->r, g->h, g->real_bottom, g->count_pad) *
	               cells(q, g->stride_w, g->left, g->s, g->w, g->real_right, g->count_pad);

	return n > 0 ? (gan_real)n : 1;
}

GAN_SIMD static void add(gan_real *restrict y, const gan_real *restrict x, long n)
{
	for (long i = 0; i < n; i++)
		y[i] += x[i];
}

GAN_SIMD static void divide(gan_real *y, gan_real d, long n)
{
	for (long i = 0; i < n; i++)
		y[i] /= d;
}

GAN_SIMD static void add_divided(gan_real *restrict y, const gan_real *restrict x, gan_real d, long n)
{
	for (long i = 0; i < n; i++)
		y[i] += x[i] / d;
}

static void avg_row(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	const struct gan_pooling *g = j->g;
	const long p = chunk % g->p;
	const struct span v = inside(p, g->stride_h, g->top, g->r, g->h);
	const gan_real *x = j->x + chunk / g->p * g->h * g->w * g->c;

	(void)thread;
	for (long q = 0; q < g->q; q++) {
		const struct span u = inside(q, g->stride_w, g->left, g->s, g->w);
		gan_real *y = j->out + (chunk * g->q + q) * g->c;

		memset(y, 0, (size_t)g->c * sizeof(*y));
		for (long h = v.lo; h < v.hi; h++)
			for (long w = u.lo; w < u.hi; w++)
				add(y, x + (h * g->w + w) * g->c, g->c);
		divide(y, divisor(g, p, q), g->c);
	}
}

static void avg_adjoint_row(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	const struct gan_pooling *g = j->g;
	const struct span v = covering(chunk % g->h, g->stride_h, g->top, g->r, g->p);
	const gan_real *gy = j->v + chunk / g->h * g->p * g->q * g->c;

	(void)thread;
	for (long w = 0; w < g->w; w++) {
		const struct span u = covering(w, g->stride_w, g->left, g->s, g->q);
		gan_real *gx = j->out + (chunk * g->w + w) * g->c;

		memset(gx, 0, (size_t)g->c * sizeof(*gx));
		for (long p = v.lo; p < v.hi; p++)
			for (long q = u.lo; q < u.hi; q++)
				add_divided(gx, gy + (p * g->q + q) * g->c, divisor(g, p, q), g->c);
	}
}

/* best[i], at[i]: greatest value so far and its cell, from x[i] of cell k. */
GAN_SIMD static void follow(gan_real *restrict best, int *restrict at, const gan_real *restrict x, int k, long n)
{
	for (long i = 0; i < n; i++) {
		const int take = x[i] > best[i] || x[i] != x[i];

		best[i] = take ? x[i] : best[i];
		at[i] = take ? k : at[i];
	}
}

/* For channels c0..c0+n of window (p,q) of picture x: the greatest values and their cells h*W + w. */
static void greatest(const struct gan_pooling *g, const gan_real *x, long p, long q, long c0, long n, gan_real *best,
                     int *at)
{
	const struct span v = inside(p, g->stride_h, g->top, g->r, g->h),
		u = inside(q, g->stride_w, g->left, g->s, g->w);
	const long first = v.lo * g->w + u.lo;

	for (long i = 0; i < n; i++) {
		best[i] = x[first * g->c + c0 + i];
		at[i] = (int)first;
	}
	for (long h = v.lo; h < v.hi; h++)
		for (long w = u.lo; w < u.hi; w++)
			follow(best, at, x + (h * g->w + w) * g->c + c0, (int)(h * g->w + w), n);
}

static void max_row(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	const struct gan_pooling *g = j->g;
	const long pic = chunk / g->p * g->h * g->w * g->c;
	gan_real best[BLOCK];
	int at[BLOCK];

	(void)thread;
	for (long q = 0; q < g->q; q++)
		for (long c = 0; c < g->c; c += BLOCK) {
			const long n = g->c - c < BLOCK ? g->c - c : BLOCK;
			gan_real *y = j->out + (chunk * g->q + q) * g->c + c;

			greatest(g, j->x + pic, chunk % g->p, q, c, n, best, at);
			for (long i = 0; i < n; i++)
				y[i] = j->v ? j->v[pic + at[i] * g->c + c + i] : best[i];
		}
}

static void max_adjoint_block(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	const struct gan_pooling *g = j->g;
	const long blocks = (g->c + BLOCK - 1) / BLOCK, c = chunk % blocks * BLOCK,
		pic = chunk / blocks * g->h * g->w * g->c;
	const long n = g->c - c < BLOCK ? g->c - c : BLOCK;
	const gan_real *gy = j->v + chunk / blocks * g->p * g->q * g->c + c;
	gan_real best[BLOCK], *gx = j->out + pic + c;
	int at[BLOCK];

	(void)thread;
	for (long i = 0; i < g->h * g->w; i++)
		memset(gx + i * g->c, 0, (size_t)n * sizeof(*gx));
	for (long p = 0; p < g->p; p++)
		for (long q = 0; q < g->q; q++, gy += g->c) {
			greatest(g, j->x + pic, p, q, c, n, best, at);
			for (long i = 0; i < n; i++)
				gx[at[i] * g->c + i] += gy[i];
		}
}

void gan_avgpool_forward(const struct gan_pooling *g, gan_real *y, const gan_real *x)
{
	gan_pool_run(g->n * g->p, avg_row, &(struct job){ .g = g, .out = y, .x = x });
}

void gan_avgpool_adjoint(const struct gan_pooling *g, gan_real *gx, const gan_real *gy)
{
	gan_pool_run(g->n * g->h, avg_adjoint_row, &(struct job){ .g = g, .out = gx, .v = gy });
}

void gan_maxpool_forward(const struct gan_pooling *g, gan_real *y, const gan_real *x)
{
	gan_pool_run(g->n * g->p, max_row, &(struct job){ .g = g, .out = y, .x = x });
}

void gan_maxpool_choose(const struct gan_pooling *g, gan_real *y, const gan_real *x, const gan_real *v)
{
	gan_pool_run(g->n * g->p, max_row, &(struct job){ .g = g, .out = y, .x = x, .v = v });
}

void gan_maxpool_adjoint(const struct gan_pooling *g, gan_real *gx, const gan_real *x, const gan_real *gy)
{
	gan_pool_run(g->n * ((g->c + BLOCK - 1) / BLOCK), max_adjoint_block,
	             &(struct job){ .g = g, .out = gx, .x = x, .v = gy });
}
