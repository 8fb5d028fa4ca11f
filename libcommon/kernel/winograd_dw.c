/* Weight gradient: gw = A' [sum over tiles of (G gy G') . (B' x B)] A, a product over the tiles for each point. A unit is a block
   of filters and channels of one phase, with all points, so that it ends with the transform to taps. Where there are more tiles
   than are transformed at a time, the units' sums wait in memory. */
#include <string.h>
#include "base/pool.h"
#include "kernel/micro.h"
#include "kernel/round.h"
#include "kernel/winograd.h"

enum {
	KC = 128,         /* most tiles of a strip */
	SIDE = 64,        /* filters and channels of a unit, at most */
	UNITS = 16,       /* units wanted */
	CHUNK = 2 << 20,  /* elements of both transforms at a time, about */
	IN = 8,           /* tiles of a unit of the transforms */
	PAD = 16
};

struct job {
	const struct gan_wgrid *w;
	const struct gan_micro *mk;
	long kb, cb, kblocks, cblocks; /* filters and channels of a unit, units of each */
	long chunk, tile0, tile1;      /* tiles at a time; those of now */
	long lda, apoint;              /* a[point][tile][lda]: gy */
	long panels, bpoint, bpart;    /* b[part][point][panel][tile][nr]: x */
	long sum;                      /* elements of a unit's sums [point][kb][cb] */
	gan_real *zeros, *a, *b, *sums, *gw;
	const gan_real *x, *gy;
};

static long units(const struct job *j)
{
	return j->w->parts * j->kblocks * j->cblocks;
}

static void count(struct job *j)
{
	j->kblocks = gan_ceil_div(j->w->g->k, j->kb);
	j->cblocks = gan_ceil_div(j->w->g->c, j->cb);
}

static struct job plan(const struct gan_wgrid *w)
{
	const struct gan_conv *g = w->g;
	struct job j = { .w = w, .mk = gan_micro(), .kb = SIDE, .cb = SIDE };
	long tile, sums;

	count(&j);
	while (units(&j) < UNITS && (j.kb > 32 || j.cb > 32)) {
		if (j.kb > 32)
			j.kb /= 2;
		else
			j.cb /= 2;
		count(&j);
	}
	j.sum = w->points * (j.kb * j.cb + PAD);
	j.lda = gan_round_up(g->k, 16) + PAD;
	j.panels = gan_micro_panels(j.mk, g->c);
	tile = w->points * (j.lda + w->parts * j.panels * j.mk->nr);
	sums = units(&j) * j.sum;
	j.chunk = (sums > CHUNK ? sums : CHUNK) / tile / KC * KC;
	j.chunk = gan_least(j.chunk > KC ? j.chunk : KC, w->tiles);
	j.apoint = j.chunk * j.lda + PAD;
	j.bpoint = j.panels * (j.chunk * j.mk->nr + PAD);
	j.bpart = w->points * j.bpoint;
	return j;
}

static size_t zeros(const struct job *j)
{
	const struct gan_conv *g = j->w->g;

	return (size_t)gan_round_up(g->c > g->k ? g->c : g->k, 16);
}

/* One set of sums for each unit, or, if none has to wait, for each thread. */
static size_t sums(const struct job *j)
{
	return (size_t)((j->chunk < j->w->tiles ? units(j) : gan_pool_threads()) * j->sum);
}

size_t gan_winograd_dw_scratch(const struct gan_wgrid *w)
{
	const struct job j = plan(w);

	return (zeros(&j) + (size_t)(w->points * j.apoint + w->parts * j.bpart) + sums(&j)) * sizeof(gan_real);
}

/* ---- transforms ---- */

static void transform_gy(const struct job *j, long tile)
{
	const struct gan_wgrid *w = j->w;
	gan_real *px[GAN_WGRID_POINTS], *dst[GAN_WGRID_POINTS];
	const gan_real *src[GAN_WGRID_POINTS];

	gan_wgrid_result(w, 0, tile, (gan_real *)j->gy, px);
	for (int i = 0; i < w->m * w->m; i++)
		src[i] = px[i] ? px[i] : j->zeros;
	for (int i = 0; i < w->points; i++)
		dst[i] = j->a + i * j->apoint + (tile - j->tile0) * j->lda;
	gan_wtile_g(w->m, w->n, src, dst, w->g->k);
}

static void transform_x(const struct job *j, long part, long tile)
{
	const struct gan_wgrid *w = j->w;
	const long c = w->g->c, nr = j->mk->nr;
	const gan_real *src[GAN_WGRID_POINTS];
	gan_real *dst[GAN_WGRID_POINTS], *b = j->b + part * j->bpart + (tile - j->tile0) * nr;

	gan_wgrid_source(w, part, tile, j->x, j->zeros, src);
	for (long q = 0; q < c; q += nr, b += j->chunk * nr + PAD) {
		for (int i = 0; i < w->points; i++) {
			dst[i] = b + i * j->bpoint;
			if (c - q < nr)
				memset(dst[i], 0, (size_t)nr * sizeof(gan_real));
		}
		gan_wtile_b(w->n, src, dst, gan_least(c - q, nr));
		for (int i = 0; i < w->points; i++)
			src[i] += nr;
	}
}

static void transform(void *ctx, long unit, int thread)
{
	const struct job *j = ctx;
	const long part = unit % (j->w->parts + 1), t0 = j->tile0 + unit / (j->w->parts + 1) * IN, t1 = gan_least(t0 + IN, j->tile1);

	(void)thread;
	for (long t = t0; t < t1; t++)
		if (part < j->w->parts)
			transform_x(j, part, t);
		else
			transform_gy(j, t);
}

/* ---- products ---- */

static void store(const struct job *j, long part, long k0, long c0, const gan_real *z)
{
	const struct gan_wgrid *w = j->w;
	const struct gan_conv *g = w->g;
	const gan_real *src[GAN_WGRID_POINTS];
	gan_real *dst[GAN_WGRID_POINTS];
	long rs[GAN_WGRID_POINTS];

	gan_wgrid_taps(w, part, rs);
	for (long k = k0; k < gan_least(k0 + j->kb, g->k); k++, z += j->cb) {
		for (int i = 0; i < w->points; i++)
			src[i] = z + i * (j->kb * j->cb + PAD);
		for (int i = 0; i < w->t * w->t; i++)
			dst[i] = rs[i] < 0 ? NULL : j->gw + (k * g->r * g->s + rs[i]) * g->c + c0;
		gan_wtile_a(w->n, w->t, src, dst, gan_least(g->c - c0, j->cb));
	}
}

static void multiply(void *ctx, long unit, int thread)
{
	const struct job *j = ctx;
	const struct gan_wgrid *w = j->w;
	const struct gan_conv *g = w->g;
	const long k0 = unit % j->kblocks * j->kb, c0 = unit / j->kblocks % j->cblocks * j->cb, nr = j->mk->nr;
	const long part = unit / j->kblocks / j->cblocks, tiles = j->tile1 - j->tile0, panel = j->chunk * nr + PAD;
	gan_real *z = j->sums + (j->chunk < w->tiles ? unit : thread) * j->sum, *row[SIDE];

	for (int i = 0; i < w->points; i++) {
		const gan_real *a = j->a + i * j->apoint + k0, *b = j->b + part * j->bpart + i * j->bpoint + c0 / nr * panel;

		for (long k = 0; k < j->kb; k++)
			row[k] = z + i * (j->kb * j->cb + PAD) + k * j->cb;
		for (long t = 0; t < tiles; t += KC)
			gan_micro_block(j->mk, gan_least(g->k - k0, j->kb), gan_least(g->c - c0, j->cb), gan_least(tiles - t, KC),
			                a + t * j->lda, j->lda, 1, b + t * nr, panel, row, j->tile0 + t > 0);
	}
	if (j->tile1 == w->tiles)
		store(j, part, k0, c0, z);
}

void gan_winograd_dw(const struct gan_wgrid *w, gan_real *gw, const gan_real *x, const gan_real *gy, void *scratch)
{
	struct job j = plan(w);

	j.gw = gw;
	j.x = x;
	j.gy = gy;
	j.zeros = scratch;
	j.a = j.zeros + zeros(&j);
	j.b = j.a + w->points * j.apoint;
	j.sums = j.b + w->parts * j.bpart;
	memset(j.zeros, 0, zeros(&j) * sizeof(gan_real));
	for (; j.tile0 < w->tiles; j.tile0 = j.tile1) {
		j.tile1 = gan_least(j.tile0 + j.chunk, w->tiles);
		gan_pool_run((w->parts + 1) * gan_ceil_div(j.tile1 - j.tile0, IN), transform, &j);
		gan_pool_run(units(&j), multiply, &j);
	}
}
