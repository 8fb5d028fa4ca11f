/* The filters' transform is packed for the products, a block of columns at a time. Either all of it is kept, and the source
   goes by in chunks of tiles; or, where there are few tiles and large filters, the source's transform is kept whole, and whoever
   takes a block of columns packs its filters, strip by strip if all tiles' products fit beside. That is a matter of memory
   traffic alone: the numbers are the same. */
#include <string.h>
#include "base/pool.h"
#include "kernel/micro.h"
#include "kernel/round.h"
#include "kernel/winograd.h"

enum {
	KC = 96,           /* most elements of a strip of k */
	COLS = 64,         /* most columns of a block */
	TILES = 64,        /* tiles of a unit: with COLS, its products stay in L2 until they are transformed */
	FEW = 128,         /* so many tiles are taken at once */
	UNITS = 16,        /* units wanted */
	CHUNK = 1 << 20,   /* elements of a chunk of the source's transform, about */
	TURN = 64,         /* rows of filters turned at a time */
	AHEAD = 4,         /* rows of filters */
	IN = 16,           /* tiles of a unit of the source's transform */
	TAPS = (GAN_WTILE_MAX / 2 + 1) * (GAN_WTILE_MAX / 2 + 1),
	PAD = 16           /* between rows, so that they do not fall on the same cache lines */
};

struct job {
	const struct gan_wgrid *w;
	const struct gan_micro *mk;
	long sets, views;              /* parts that are results of their own, or summands of one */
	long c, k, cols, groups;       /* channels of the source; rows and columns of the filters' matrix; blocks of columns */
	long width, rows;              /* columns of a block, tiles of a unit */
	int kept;                      /* all filters' transform */
	long chunk, tile0, tile1;      /* tiles at a time; those of now */
	long lda, point, set;          /* between rows, points and sets of the source's transform */
	long kc, span;                 /* a strip of k; how much of k is packed at a time */
	long packed, sum;              /* elements of a block of columns, all points; of a point's products */
	size_t per_thread;
	gan_real *zeros, *a, *b, *mem, *out;
	const gan_real *src, *filters;
};

static struct job plan(const struct gan_wgrid *w)
{
	const struct gan_conv *g = w->g;
	struct job j = { .w = w, .mk = gan_micro(), .sets = w->dx ? w->parts : 1, .views = w->dx ? 1 : w->parts,
		.c = w->dx ? g->k : g->c, .cols = w->dx ? g->c : g->k };

	j.k = j.views * j.c;
	j.kc = gan_round_up(gan_ceil_div(j.k, gan_ceil_div(j.k, KC)), 16);
	j.width = j.sets * j.cols < UNITS * COLS ? COLS / 2 : COLS;
	j.groups = gan_ceil_div(j.cols, j.width);
	j.kept = w->tiles >= j.groups * j.width;
	j.chunk = w->tiles;
	j.rows = w->tiles <= FEW ? w->tiles : TILES;
	j.span = j.kept || w->tiles > FEW ? j.k : j.kc;
	if (j.kept) {
		j.chunk = CHUNK / (j.sets * w->points * j.k) / TILES * TILES;
		j.chunk = gan_least(j.chunk > TILES ? j.chunk : TILES, w->tiles);
		j.rows = gan_least(j.rows, TILES);
		while (j.rows > 16 && j.sets * j.groups * gan_ceil_div(j.chunk, j.rows) < UNITS)
			j.rows /= 2;
	}
	j.packed = w->points * j.span * j.width;
	j.sum = gan_round_up(j.rows * j.width, 16) + PAD;
	j.lda = gan_round_up(j.k, 16) + PAD;
	j.point = j.chunk * j.lda + PAD;
	j.set = w->points * j.point;
	j.per_thread = (size_t)(w->points * j.sum + (TAPS + 1) * TURN * COLS + (j.kept ? 0 : j.packed));
	return j;
}

static size_t zeros(const struct job *j)
{
	return (size_t)gan_round_up(j->c > COLS ? j->c : COLS, 16);
}

static size_t kept(const struct job *j)
{
	return j->kept ? (size_t)(j->sets * j->groups * j->packed) : 0;
}

size_t gan_winograd_scratch(const struct gan_wgrid *w)
{
	const struct job j = plan(w);

	return (zeros(&j) + (size_t)(j.sets * j.set) + kept(&j) + j.per_thread * (size_t)gan_pool_threads()) * sizeof(gan_real);
}

/* ---- source: a[set][point][tile][(view,c)] ---- */

static void transform(void *ctx, long unit, int thread)
{
	const struct job *j = ctx;
	const struct gan_wgrid *w = j->w;
	const long part = unit % w->parts, set = j->sets > 1 ? part : 0, view = j->sets > 1 ? 0 : part;
	const long t0 = j->tile0 + unit / w->parts * IN, t1 = gan_least(t0 + IN, j->tile1);
	const gan_real *src[GAN_WGRID_POINTS];
	gan_real *dst[GAN_WGRID_POINTS];

	(void)thread;
	for (long t = t0; t < t1; t++) {
		gan_wgrid_source(w, part, t, j->src, j->zeros, src);
		for (int i = 0; i < w->points; i++)
			dst[i] = j->a + set * j->set + i * j->point + (t - j->tile0) * j->lda + view * j->c;
		gan_wtile_b(w->n, src, dst, j->c);
	}
}

/* ---- filters: b[point][panel][(view,c)][nr], for a block of columns and a span of k ---- */

/* dst[p][q] = src[q*ld + p]. Through a copy, for filters are often a power of two apart, which a cache does not like. */
static void turn(long rows, long cols, const gan_real *src, long ld, gan_real *dst, gan_real *copy)
{
	for (long q = 0; q < cols; q++)
		memcpy(copy + q * TURN, src + q * ld, (size_t)rows * sizeof(*src));
	gan_micro_turn(rows, (int)cols, COLS, copy, TURN, dst);
}

/* Where the filters' taps are for rows p0.. of a view and columns j0..: tap i of row p at tap[i] + p*step[i]. */
static void find_taps(const struct job *j, long part, long p0, long rows, long j0, long cols, gan_real *turned,
                      const gan_real **tap, long *step)
{
	const struct gan_conv *g = j->w->g;
	const long rsc = g->r * g->s * g->c;
	long rs[TAPS];

	gan_wgrid_taps(j->w, part, rs);
	for (int i = 0; i < j->w->t * j->w->t; i++) {
		tap[i] = j->zeros;
		step[i] = 0;
		if (rs[i] < 0)
			continue;
		if (j->w->dx) {
			tap[i] = j->filters + p0 * rsc + rs[i] * g->c + j0;
			step[i] = rsc;
			continue;
		}
		tap[i] = turned + i * TURN * COLS;
		step[i] = COLS;
		turn(rows, cols, j->filters + j0 * rsc + rs[i] * g->c + p0, rsc, turned + i * TURN * COLS,
		     turned + TAPS * TURN * COLS);
	}
}

/* The filters' rows are far apart in dx, and no hardware foresees them. */
static void prefetch(const gan_real *p, long n)
{
	for (long i = 0; i < n; i += 64 / (long)sizeof(*p))
		__builtin_prefetch(p + i);
}

static void pack_rows(const struct job *j, long part, long p0, long rows, long j0, gan_real *b, gan_real *turned)
{
	const struct gan_wgrid *w = j->w;
	const long cols = gan_least(j->cols - j0, j->width), nr = j->mk->nr;
	const gan_real *tap[TAPS], *src[TAPS];
	gan_real *dst[GAN_WGRID_POINTS];
	long step[TAPS];

	find_taps(j, part, p0, rows, j0, cols, turned, tap, step);
	for (long p = 0; p < rows; p++)
		for (long q = 0; q < cols; q += nr) {
			for (int i = 0; i < w->t * w->t; i++) {
				src[i] = tap[i] + p * step[i] + q;
				if (p + AHEAD < rows)
					prefetch(src[i] + AHEAD * step[i], nr);
			}
			for (int i = 0; i < w->points; i++) {
				dst[i] = b + (i * j->width + q) * j->span + p * nr;
				if (cols - q < nr)
					memset(dst[i], 0, (size_t)nr * sizeof(gan_real));
			}
			gan_wtile_g(w->t, w->n, src, dst, gan_least(cols - q, nr));
		}
}

static void pack(const struct job *j, long set, long group, long k0, gan_real *b, gan_real *turned)
{
	const long k1 = gan_least(k0 + j->span, j->k);
	long rows;

	for (long k = k0; k < k1; k += rows) {
		const long view = k / j->c, p = k % j->c;

		rows = gan_least(gan_least(j->c - p, k1 - k), TURN);
		pack_rows(j, j->sets > 1 ? set : view, p, rows, group * j->width, b + (k - k0) * j->mk->nr, turned);
	}
}

/* A thread's memory: products [point][tile][width], room to turn filters, and, where they are not kept, a block of them. */
static gan_real *memory(const struct job *j, int thread)
{
	return j->mem + j->per_thread * (size_t)thread;
}

static void pack_unit(void *ctx, long unit, int thread)
{
	const struct job *j = ctx;

	pack(j, unit / j->groups, unit % j->groups, 0, j->b + unit * j->packed, memory(j, thread));
}

/* ---- products and results ---- */

/* Tiles t0..t1, at most j->rows, times a block of columns, k from k0 on. */
static void multiply(const struct job *j, long set, long group, long t0, long t1, long k0, const gan_real *b, gan_real *z)
{
	const long cols = gan_least(j->cols - group * j->width, j->width), k1 = gan_least(k0 + j->span, j->k), nr = j->mk->nr;
	const gan_real *a = j->a + set * j->set + (t0 - j->tile0) * j->lda;
	gan_real *row[FEW];

	for (int i = 0; i < j->w->points; i++, a += j->point, b += j->width * j->span, z += j->sum) {
		for (long t = 0; t < t1 - t0; t++)
			row[t] = z + t * j->width;
		for (long k = k0; k < k1; k += j->kc)
			gan_micro_block(j->mk, t1 - t0, cols, gan_least(k1 - k, j->kc), a + k, j->lda, 0, b + (k - k0) * nr,
			                j->span * nr, row, k > 0);
	}
}

static void store(const struct job *j, long set, long group, long t0, long t1, const gan_real *z)
{
	const struct gan_wgrid *w = j->w;
	const gan_real *src[GAN_WGRID_POINTS];
	gan_real *dst[GAN_WGRID_POINTS];

	for (long t = t0; t < t1; t++, z += j->width) {
		for (int i = 0; i < w->points; i++)
			src[i] = z + i * j->sum;
		gan_wgrid_result(w, set, t, j->out + group * j->width, dst);
		gan_wtile_a(w->n, w->m, src, dst, gan_least(j->cols - group * j->width, j->width));
	}
}

static void filters_kept(void *ctx, long unit, int thread)
{
	const struct job *j = ctx;
	const long group = unit % j->groups, blocks = gan_ceil_div(j->tile1 - j->tile0, j->rows), set = unit / j->groups / blocks;
	const long t0 = j->tile0 + unit / j->groups % blocks * j->rows, t1 = gan_least(t0 + j->rows, j->tile1);
	gan_real *z = memory(j, thread);

	multiply(j, set, group, t0, t1, 0, j->b + (set * j->groups + group) * j->packed, z);
	store(j, set, group, t0, t1, z);
}

static void source_kept(void *ctx, long unit, int thread)
{
	const struct job *j = ctx;
	const long group = unit % j->groups, set = unit / j->groups;
	gan_real *z = memory(j, thread), *turned = z + j->w->points * j->sum, *b = turned + (TAPS + 1) * TURN * COLS;

	for (long k = 0; k < j->k; k += j->span) {
		pack(j, set, group, k, b, turned);
		for (long t = 0; t < j->tile1; t += j->rows) {
			const long t1 = gan_least(t + j->rows, j->tile1);

			multiply(j, set, group, t, t1, k, b, z);
			if (k + j->span >= j->k)
				store(j, set, group, t, t1, z);
		}
	}
}

void gan_winograd(const struct gan_wgrid *w, gan_real *out, const gan_real *src, const gan_real *filters, void *scratch)
{
	struct job j = plan(w);

	j.out = out;
	j.src = src;
	j.filters = filters;
	j.zeros = scratch;
	j.a = j.zeros + zeros(&j);
	j.b = j.a + j.sets * j.set;
	j.mem = j.b + kept(&j);
	memset(j.zeros, 0, zeros(&j) * sizeof(gan_real));
	if (j.kept)
		gan_pool_run(j.sets * j.groups, pack_unit, &j);
	for (; j.tile0 < w->tiles; j.tile0 = j.tile1) {
		j.tile1 = gan_least(j.tile0 + j.chunk, w->tiles);
		gan_pool_run(w->parts * gan_ceil_div(j.tile1 - j.tile0, IN), transform, &j);
		if (j.kept)
			gan_pool_run(j.sets * j.groups * gan_ceil_div(j.tile1 - j.tile0, j.rows), filters_kept, &j);
		else
			gan_pool_run(j.sets * j.groups, source_kept, &j);
	}
}
