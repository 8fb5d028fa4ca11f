/* Weight gradient: gw[K, RSC] = gy[M,K]^T patches[M, RSC], M = N*P*Q. A unit of work is a block of columns (so that
   patches are gathered once) and a slice of the rows M; slices are added in order at the end. There are as few slices
   as give work to many threads, because each costs a copy of gw.

   With few filters and stride 1, x and gy change places: their patches are then the narrow ones, and the tiles are
   full.

   In bf16 the pictures are taken in pairs, for pictures are what the reduction runs over: then patches are gathered as ever, from
   half as many. gy is turned beforehand, slab by slab of as many rows as are gathered at a time. */
#include <string.h>
#include "base/pool.h"
#include "kernel/conv.h"
#include "kernel/conv_depthwise.h"
#include "kernel/micro.h"
#include "kernel/pairs.h"
#include "kernel/patch.h"
#include "kernel/round.h"
#include "kernel/winograd.h"

enum {
	UNITS = 48,         /* units wanted */
	SLICE_ROWS = 512,   /* least rows of a slice */
	PARTS_MAX = 1 << 22 /* most elements of all slices together */
};

struct dw {
	const struct gan_conv *g;
	const struct gan_micro *mk;
	gan_real *gw, *part, *thread_mem;
	const gan_real *x, *gy;    /* bf16: pairs of pictures; slabs [k][ld] */
	long n, ld;                /* pictures or pairs of them; between rows of a slab */
	long kg, cg, len, rows;    /* filters and channels of a group, elements of a filter, M */
	long nc, blocks;           /* columns of a unit, units across */
	long mc;                   /* rows gathered at a time */
	long slices, step;         /* and the rows of a slice */
	size_t per_thread;
};

static void cut_slices(struct dw *f)
{
	const long size = f->g->k * f->len, units = f->g->groups * f->blocks;
	long n = gan_ceil_div(UNITS, units);

	if (n > f->rows / SLICE_ROWS)
		n = f->rows / SLICE_ROWS;
	if (n > 1 && n > PARTS_MAX / size)
		n = PARTS_MAX / size;
	if (n < 1)
		n = 1;
	f->step = gan_ceil_div(gan_ceil_div(f->rows, n), f->mc) * f->mc;
	f->slices = f->step ? gan_ceil_div(f->rows, f->step) : 1;
}

static void plan(const struct gan_conv *g, struct dw *f)
{
	memset(f, 0, sizeof(*f));
	f->g = g;
	f->mk = gan_micro_for(g->bf16);
	f->kg = g->k / g->groups;
	f->cg = g->c / g->groups;
	f->len = g->r * g->s * f->cg;
	f->n = g->bf16 ? gan_pairs(g->n) : g->n;
	f->rows = f->n * g->p * g->q;
	f->nc = 128;
	if (f->kg >= 256 && g->groups * gan_ceil_div(f->len, f->nc) < UNITS)
		f->nc = 64;
	if (f->kg < 32)
		f->nc = 256;
	f->blocks = gan_ceil_div(f->len, f->nc);
	f->mc = f->kg > 256 ? 128 : 256;
	f->ld = f->mc + 16;
	cut_slices(f);
	f->per_thread = (size_t)(f->mc * f->nc + f->kg * GAN_PTR_SLOTS);
	f->per_thread = (f->per_thread + 15) & ~(size_t)15;
}

static size_t parts(const struct dw *f)
{
	const size_t n = f->slices > 1 ? (size_t)(f->slices * f->g->k * f->len) : 0;

	return (n + 15) & ~(size_t)15;
}

static void unit(void *ctx, long u, int thread)
{
	const struct dw *f = ctx;
	const struct gan_conv *g = f->g;
	const long block = u % f->blocks, slice = u / f->blocks % f->slices, group = u / f->blocks / f->slices;
	const long j0 = block * f->nc, j1 = j0 + f->nc < f->len ? j0 + f->nc : f->len, nr = f->mk->nr;
	const long m1 = (slice + 1) * f->step < f->rows ? (slice + 1) * f->step : f->rows;
	const struct gan_patch p = { .n = f->n, .rows = g->p, .cols = g->q, .r = g->r, .s = g->s, .c = f->cg, .h = g->h,
		.w = g->w, .ctotal = g->c, .c0 = group * f->cg, .step_h = g->stride_h, .step_w = g->stride_w,
		.off_h = -g->top, .off_w = -g->left, .dh = g->dil_h, .dw = g->dil_w };
	gan_real *b = f->thread_mem + f->per_thread * (size_t)thread, **row = (gan_real **)(b + f->mc * f->nc);
	gan_real *out = (f->slices > 1 ? f->part + slice * g->k * f->len : f->gw) + group * f->kg * f->len + j0;

	for (long i = 0; i < f->kg; i++)
		row[i] = out + i * f->len;
	for (long m = slice * f->step; m < m1; m += f->mc) {
		const long n = m1 - m < f->mc ? m1 - m : f->mc;

		gan_patch_panels(&p, f->x, m, m + n, j0, j1, b, nr, f->mc * nr);
		if (g->bf16)
			gan_micro_block(f->mk, f->kg, j1 - j0, n, f->gy + (m / f->mc * g->k + group * f->kg) * f->ld, f->ld, 0, b,
			                f->mc * nr, row, m > slice * f->step);
		else
			gan_micro_block(f->mk, f->kg, j1 - j0, n, f->gy + m * g->k + group * f->kg, g->k, 1, b, f->mc * nr, row,
			                m > slice * f->step);
	}
}

static void add_parts(void *ctx, long chunk, int thread)
{
	const struct dw *f = ctx;
	const long size = f->g->k * f->len, e0 = chunk * 4096, e1 = e0 + 4096 < size ? e0 + 4096 : size;

	(void)thread;
	memcpy(f->gw + e0, f->part + e0, (size_t)(e1 - e0) * sizeof(gan_real));
	for (long s = 1; s < f->slices; s++) {
		const gan_real *restrict p = f->part + s * size;
		gan_real *restrict gw = f->gw;

		for (long e = e0; e < e1; e++)
			gw[e] += p[e];
	}
}

/* gw[k][r][s][c] = t[c][R-1-r][S-1-s][k], where t is the weight gradient of the geometry *o, whose pictures are gy and
   results x. */
static int is_turned(const struct gan_conv *g, struct gan_conv *o)
{
	*o = (struct gan_conv){ .n = g->n, .h = g->p, .w = g->q, .c = g->k, .p = g->h, .q = g->w, .k = g->c, .r = g->r,
		.s = g->s, .stride_h = 1, .stride_w = 1, .top = g->dil_h * (g->r - 1) - g->top,
		.left = g->dil_w * (g->s - 1) - g->left,
		.dil_h = g->dil_h, .dil_w = g->dil_w, .groups = 1, .bf16 = g->bf16 };
	return g->groups == 1 && g->stride_h == 1 && g->stride_w == 1 && g->k < 8 && g->c >= 16 && g->r * g->s > 1 &&
	       g->h * g->w <= 2 * g->p * g->q;
}

/* Elements of the operands in pairs. */
static size_t pairs_x(const struct dw *f)
{
	return f->g->bf16 ? (size_t)((f->n * f->g->h * f->g->w * f->g->c + 15) & ~15L) : 0;
}

static size_t pairs_gy(const struct dw *f)
{
	return f->g->bf16 ? (size_t)((gan_ceil_div(f->rows, f->mc) * f->g->k * f->ld + 15) & ~15L) : 0;
}

static size_t straight_scratch(const struct gan_conv *g)
{
	struct dw f;

	plan(g, &f);
	return (pairs_x(&f) + pairs_gy(&f) + parts(&f) + f.per_thread * (size_t)gan_pool_threads()) * sizeof(gan_real);
}

static size_t weights(const struct gan_conv *g)
{
	return (size_t)((g->k * g->r * g->s * (g->c / g->groups) + 15) & ~15L);
}

size_t gan_conv_dw_scratch(const struct gan_conv *g)
{
	struct gan_wgrid few;
	struct gan_conv o;

	if (gan_conv_is_depthwise(g))
		return gan_depthwise_scratch(g);
	if (gan_wgrid_plan(g, 0, &few) == 0)
		return gan_winograd_dw_scratch(&few);
	if (is_turned(g, &o))
		return straight_scratch(&o) + weights(&o) * sizeof(gan_real);
	return straight_scratch(g);
}

static void straight(const struct gan_conv *g, gan_real *gw, const gan_real *x, const gan_real *gy, void *scratch)
{
	struct dw f;

	plan(g, &f);
	if (f.rows == 0) {
		memset(gw, 0, (size_t)(g->k * f.len) * sizeof(*gw));
		return;
	}
	f.gw = gw;
	f.x = x;
	f.gy = gy;
	f.part = (gan_real *)scratch + pairs_x(&f) + pairs_gy(&f);
	if (g->bf16) {
		gan_real *px = scratch, *py = px + pairs_x(&f);

		gan_pairs_across(px, x, 1, g->n, g->h * g->w * g->c);
		gan_pairs_turned(py, gy, g->n, g->p * g->q, g->k, f.mc, f.ld);
		f.x = px;
		f.gy = py;
	}
	f.thread_mem = f.part + parts(&f);
	gan_pool_run(g->groups * f.blocks * f.slices, unit, &f);
	if (f.slices > 1)
		gan_pool_run(gan_ceil_div(g->k * f.len, 4096), add_parts, &f);
}

static void turned(const struct gan_conv *g, const struct gan_conv *o, gan_real *gw, const gan_real *x,
                   const gan_real *gy, gan_real *t)
{
	const long rs = g->r * g->s;

	straight(o, t, gy, x, t + weights(o));
	for (long k = 0; k < g->k; k++)
		for (long i = 0; i < rs; i++)
			for (long c = 0; c < g->c; c++)
				gw[(k * rs + i) * g->c + c] = t[(c * rs + rs - 1 - i) * g->k + k];
}

void gan_conv_dw(const struct gan_conv *g, gan_real *gw, const gan_real *x, const gan_real *gy, void *scratch)
{
	struct gan_wgrid few;
	struct gan_conv o;

	if (gan_conv_is_depthwise(g))
		gan_depthwise_dw(g, gw, x, gy, scratch);
	else if (gan_wgrid_plan(g, 0, &few) == 0)
		gan_winograd_dw(&few, gw, x, gy, scratch);
	else if (is_turned(g, &o))
		turned(g, &o, gw, x, gy, scratch);
	else
		straight(g, gw, x, gy, scratch);
}
