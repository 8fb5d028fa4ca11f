/* A thread owns a band of rows of one picture and adds to it row by row of src, so an element's sum has one order
   whatever the bands are. Bands are whole pictures unless there are too few; bands of one picture share some rows of
   src, computed twice. */
#include <string.h>
#include "base/pool.h"
#include "kernel/round.h"
#include "kernel/spread.h"

enum {
	KC = 256,
	UNITS = 16,      /* bands wanted */
	STRIP = 1 << 16  /* elements of the products held at a time: a quarter of an L2 cache */
};

struct job {
	const struct gan_spread *g;
	gan_real *out, *mem;
	const gan_real *src, *b;
	long bands, height; /* of a picture; rows of a band */
	long ld, rows;      /* of the products; rows of src held at a time */
	size_t per_thread;
};

static void plan(const struct gan_spread *g, struct job *j)
{
	j->g = g;
	j->bands = g->n > 0 && g->n < UNITS ? gan_ceil_div(UNITS, g->n) : 1;
	j->height = gan_ceil_div(g->h, j->bands);
	if (j->height < 2 * (g->r - 1) * g->dil_h)
		j->height = 2 * (g->r - 1) * g->dil_h;
	j->bands = gan_ceil_div(g->h, j->height);
	j->ld = gan_round_up(g->r * g->s * g->c, 16);
	j->rows = STRIP / (j->ld * g->q);
	if (j->rows < 1)
		j->rows = 1;
	if (j->rows > g->p)
		j->rows = g->p;
	j->per_thread = (size_t)gan_round_up(j->rows * g->q * (j->ld + GAN_PTR_SLOTS), 16);
}

size_t gan_spread_b(const struct gan_spread *g)
{
	return (size_t)(gan_ceil_div(g->r * g->s * g->c, GAN_MICRO_NR_MAX) * GAN_MICRO_NR_MAX * g->k);
}

size_t gan_spread_per_thread(const struct gan_spread *g)
{
	struct job j;

	plan(g, &j);
	return j.per_thread;
}

static void add(gan_real *restrict y, const gan_real *restrict x, long n)
{
	for (long i = 0; i < n; i++)
		y[i] += x[i];
}

/* Adds z[(s,c)] to the row `line` of the picture at column q. */
static void add_taps(const struct gan_spread *g, gan_real *line, const gan_real *z, long q)
{
	const long w0 = q * g->stride_w - g->left;

	if (g->dil_w == 1) {
		const long lo = w0 < 0 ? -w0 : 0, hi = g->w - w0 < g->s ? g->w - w0 : g->s;

		if (hi > lo)
			add(line + (w0 + lo) * g->c, z + lo * g->c, (hi - lo) * g->c);
		return;
	}
	for (long s = 0; s < g->s; s++)
		if (w0 + s * g->dil_w >= 0 && w0 + s * g->dil_w < g->w)
			add(line + (w0 + s * g->dil_w) * g->c, z + s * g->c, g->c);
}

/* Products of rows p0..p1 of src picture i. */
static void products(const struct job *j, long i, long p0, long p1, gan_real *z, gan_real **row)
{
	const struct gan_spread *g = j->g;
	const long m = (p1 - p0) * g->q, n = g->r * g->s * g->c;
	const gan_real *a = j->src + (i * g->p + p0) * g->q * g->k;

	for (long t = 0; t < m; t++)
		row[t] = z + t * j->ld;
	for (long k = 0; k < g->k; k += KC)
		gan_micro_block(g->mk, m, n, g->k - k < KC ? g->k - k : KC, a + k, g->k, 0, j->b + k * g->mk->nr,
		                g->k * g->mk->nr, row, k > 0);
}

static void add_row(const struct job *j, const gan_real *z, long p, long h0, long h1, gan_real *picture)
{
	const struct gan_spread *g = j->g;

	for (long r = 0; r < g->r; r++) {
		const long h = p * g->stride_h - g->top + r * g->dil_h;

		if (h < h0 || h >= h1)
			continue;
		for (long q = 0; q < g->q; q++)
			add_taps(g, picture + h * g->w * g->c, z + q * j->ld + r * g->s * g->c, q);
	}
}

static void band(void *ctx, long unit, int thread)
{
	const struct job *j = ctx;
	const struct gan_spread *g = j->g;
	const long i = unit / j->bands, h0 = unit % j->bands * j->height;
	const long h1 = h0 + j->height < g->h ? h0 + j->height : g->h;
	const long first = h0 + g->top - (g->r - 1) * g->dil_h, last = (h1 - 1 + g->top) / g->stride_h + 1;
	gan_real *picture = j->out + i * g->h * g->w * g->c, *mem = j->mem + j->per_thread * (size_t)thread;
	gan_real **row = (gan_real **)mem, *z = mem + j->rows * g->q * GAN_PTR_SLOTS;

	memset(picture + h0 * g->w * g->c, 0, (size_t)((h1 - h0) * g->w * g->c) * sizeof(*picture));
	if (h1 - 1 + g->top < 0)
		return;
	for (long p = first > 0 ? gan_ceil_div(first, g->stride_h) : 0; p < last && p < g->p; p += j->rows) {
		long end = p + j->rows;

		end = end < last ? end : last;
		end = end < g->p ? end : g->p;
		products(j, i, p, end, z, row);
		for (long t = p; t < end; t++)
			add_row(j, z + (t - p) * g->q * j->ld, t, h0, h1, picture);
	}
}

void gan_spread_run(const struct gan_spread *g, gan_real *out, const gan_real *src, const gan_real *b, gan_real *mem)
{
	struct job j;

	plan(g, &j);
	j.out = out;
	j.src = src;
	j.b = b;
	j.mem = mem;
	gan_pool_run(g->n * j.bands, band, &j);
}
