/* Weights are turned to [R,S,C] first, so that all loops run over channels. A chunk is one row of the result; the
   weight gradient has a fixed number of slices of such rows. */
#include <string.h>
#include "base/pool.h"
#include "base/simd.h"
#include "kernel/conv_depthwise.h"

enum { SLICES = 16 };

struct job {
	const struct gan_conv *g;
	gan_real *out, *wt; /* wt[R,S,C]; for the weight gradient SLICES of it */
	const gan_real *x, *gy;
	long slices;
};

size_t gan_depthwise_scratch(const struct gan_conv *g)
{
	return (size_t)(SLICES * g->r * g->s * g->c) * sizeof(gan_real);
}

static void turn_weights(const struct gan_conv *g, const gan_real *w, gan_real *wt)
{
	const long rs = g->r * g->s;

	for (long i = 0; i < rs; i++)
		for (long c = 0; c < g->c; c++)
			wt[i * g->c + c] = w[c * rs + i];
}

GAN_SIMD static void add_product(gan_real *restrict y, const gan_real *restrict a, const gan_real *restrict b, long n)
{
	for (long i = 0; i < n; i++)
		y[i] += a[i] * b[i];
}

/* The pixel of x under tap (r,s) of result (p,q), or NULL in the padding. */
static const gan_real *pixel(const struct gan_conv *g, const gan_real *x, long n, long p, long q, long r, long s)
{
	const long h = p * g->stride_h - g->top + r * g->dil_h, w = q * g->stride_w - g->left + s * g->dil_w;

	return h < 0 || h >= g->h || w < 0 || w >= g->w ? NULL : x + ((n * g->h + h) * g->w + w) * g->c;
}

static void forward_row(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	const struct gan_conv *g = j->g;
	gan_real *y = j->out + chunk * g->q * g->c;

	(void)thread;
	for (long q = 0; q < g->q; q++, y += g->c) {
		memset(y, 0, (size_t)g->c * sizeof(*y));
		for (long i = 0; i < g->r * g->s; i++) {
			const gan_real *x = pixel(g, j->x, chunk / g->p, chunk % g->p, q, i / g->s, i % g->s);

			if (x)
				add_product(y, x, j->wt + i * g->c, g->c);
		}
	}
}

/* gy at the place that meets pixel (h,w) by tap (r,s), or NULL where there is none. */
static const gan_real *cotangent(const struct gan_conv *g, const gan_real *gy, long n, long h, long w, long r, long s)
{
	const long p = h + g->top - r * g->dil_h, q = w + g->left - s * g->dil_w;

	if (p < 0 || q < 0 || p % g->stride_h || q % g->stride_w || p / g->stride_h >= g->p || q / g->stride_w >= g->q)
		return NULL;
	return gy + ((n * g->p + p / g->stride_h) * g->q + q / g->stride_w) * g->c;
}

static void dx_row(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	const struct gan_conv *g = j->g;
	gan_real *gx = j->out + chunk * g->w * g->c;

	(void)thread;
	for (long w = 0; w < g->w; w++, gx += g->c) {
		memset(gx, 0, (size_t)g->c * sizeof(*gx));
		for (long i = 0; i < g->r * g->s; i++) {
			const gan_real *gy = cotangent(g, j->gy, chunk / g->h, chunk % g->h, w, i / g->s, i % g->s);

			if (gy)
				add_product(gx, gy, j->wt + i * g->c, g->c);
		}
	}
}

static void dw_slice(void *ctx, long slice, int thread)
{
	const struct job *j = ctx;
	const struct gan_conv *g = j->g;
	const long rows = g->n * g->p, step = (rows + j->slices - 1) / j->slices;
	gan_real *part = j->wt + slice * g->r * g->s * g->c;

	(void)thread;
	memset(part, 0, (size_t)(g->r * g->s * g->c) * sizeof(*part));
	for (long m = slice * step; m < rows && m < (slice + 1) * step; m++)
		for (long q = 0; q < g->q; q++)
			for (long i = 0; i < g->r * g->s; i++) {
				const gan_real *x = pixel(g, j->x, m / g->p, m % g->p, q, i / g->s, i % g->s);

				if (x)
					add_product(part + i * g->c, x, j->gy + (m * g->q + q) * g->c, g->c);
			}
}

void gan_depthwise_forward(const struct gan_conv *g, gan_real *y, const gan_real *x, const gan_real *w, void *scratch)
{
	struct job j = { .g = g, .out = y, .wt = scratch, .x = x };

	turn_weights(g, w, j.wt);
	gan_pool_run(g->n * g->p, forward_row, &j);
}

void gan_depthwise_dx(const struct gan_conv *g, gan_real *gx, const gan_real *gy, const gan_real *w, void *scratch)
{
	struct job j = { .g = g, .out = gx, .wt = scratch, .gy = gy };

	turn_weights(g, w, j.wt);
	gan_pool_run(g->n * g->h, dx_row, &j);
}

void gan_depthwise_dw(const struct gan_conv *g, gan_real *gw, const gan_real *x, const gan_real *gy, void *scratch)
{
	struct job j = { .g = g, .wt = scratch, .x = x, .gy = gy, .slices = SLICES };
	const long rs = g->r * g->s;

	gan_pool_run(j.slices, dw_slice, &j);
	for (long c = 0; c < g->c; c++)
		for (long i = 0; i < rs; i++) {
			gan_real v = 0;

			for (long s = 0; s < j.slices; s++)
				v += j.wt[(s * rs + i) * g->c + c];
			gw[c * rs + i] = v;
		}
}
