/* A unit of work is a block of rows and columns of one product: whole pictures, else whole rows of a picture, else part
   of a row. Its size follows from the shape, and results do not depend on it. Patches are read in one of three ways:
     direct   the picture's pixels are the rows (1x1 filters, filters as large as the picture);
     lines    patches side by side in a row of the grid overlap evenly, so a copy of the picture with its padding is a
              matrix for each row of the filter, and nothing is gathered;
     gather   patches are written out, a strip of k at a time.
   Which one is taken depends on the geometry but never on the number of pictures, for they differ in how they round. */
#include <string.h>
#include "base/pool.h"
#include "kernel/product.h"
#include "kernel/round.h"

enum {
	KC = 288,         /* most elements of a strip of k */
	MC = 256,         /* most rows of a unit: MC * KC floats are a third of an L2 cache */
	LINES = 96 << 10, /* most elements of a padded copy */
	MIXED = 1 << 19,  /* most elements of all B together for which products take turns */
	UNITS = 32,       /* units wanted */
	PAD = 16          /* between rows, so that they do not fall on the same cache lines */
};

struct job {
	const struct gan_products *s;
	const struct gan_micro *mk;
	gan_real *mem;
	long pb, rb, cb, nb; /* blocks of pictures, rows, columns, columns of B */
	int mixed;           /* the products of one place follow each other, while its source is in the cache; else the
	                      * places of one product, because its B is large */
};

struct part { /* of one product: pictures, rows and columns of the grid, columns of B */
	const struct gan_product *p;
	long i0, i1, a0, a1, b0, b1, j0, j1;
	gan_real *mem, **row;
};

static long strip(long k)
{
	return k ? gan_round_up(gan_ceil_div(k, gan_ceil_div(k, KC)), 16) : 16;
}

size_t gan_product_b(long n, long k)
{
	return (size_t)(n < GAN_PRODUCT_THIN ? n : gan_round_up(n, GAN_MICRO_NR_MAX)) * (size_t)k;
}

/* ---- planning ---- */

/* Tiles must be full: those lower than 8 rows are, where the rows are a multiple of 8. */
static int by_lines(const struct gan_patch *p, long n, const struct gan_micro *mk)
{
	const long full = mk->mr > 8 ? mk->mr : 8;

	return n >= GAN_PRODUCT_THIN && p->dw == 1 && p->c == p->ctotal && p->s * p->c >= 64 && p->r * p->s > 1 &&
	       p->step_h <= p->r * p->dh && p->step_w <= p->s && (p->cols >= 3 * full || (p->cols > 0 && p->cols % full == 0));
}

/* Rows and columns of the padded copy that so many rows and columns of the grid need. */
static long copy_h(const struct gan_patch *p, long rows)
{
	return (rows - 1) * p->step_h + (p->r - 1) * p->dh + 1;
}

static long copy_w(const struct gan_patch *p, long cols)
{
	return (cols - 1) * p->step_w + p->s;
}

static long copy_size(const struct gan_products *s)
{
	return s->pics * copy_h(&s->most, s->rows) * copy_w(&s->most, s->cols) * s->most.c;
}

static void cut(struct gan_products *s, long m)
{
	const struct gan_patch *p = &s->most;

	s->cols = gan_least(p->cols, m);
	s->rows = s->cols < p->cols ? 1 : gan_least(p->rows, m / p->cols);
	s->pics = s->rows < p->rows || s->cols < p->cols ? 1 : m / (p->rows * p->cols);
	if (s->pics > p->n)
		s->pics = p->n;
}

static long units(const struct gan_products *s)
{
	const struct gan_patch *p = &s->most;

	return s->count * gan_ceil_div(p->n, s->pics) * gan_ceil_div(p->rows, s->rows) * gan_ceil_div(p->cols, s->cols) *
	       gan_ceil_div(s->n, s->nc);
}

void gan_products_plan(struct gan_products *s)
{
	struct gan_patch *p = &s->most;
	const long k = gan_patch_len(p), thin = s->n < GAN_PRODUCT_THIN, most = thin ? LINES / (k + PAD) : MC;
	long m = MC;

	p->n = p->n > 0 ? p->n : 1;
	p->rows = p->rows > 0 ? p->rows : 1;
	p->cols = p->cols > 0 ? p->cols : 1;
	s->lda = (thin ? k : k < KC ? gan_round_up(k, 16) : KC) + PAD;
	s->nc = gan_round_up(s->n, GAN_MICRO_NR_MAX);
	while (m > 16 && m > most)
		m /= 2;
	cut(s, m);
	while (m > 16 && by_lines(p, s->n, s->mk) && copy_size(s) > LINES)
		cut(s, m /= 2);
	while (units(s) < UNITS && (m > 16 || s->nc > 128)) {
		if (m > 64 || (s->nc <= 128 && m > 16))
			cut(s, m /= 2);
		else
			s->nc = gan_round_up(s->nc / 2, GAN_MICRO_NR_MAX);
	}
	m = s->pics * s->rows * s->cols;
	s->per_thread = (size_t)(m * s->lda);
	if (p->dw == 1 && p->c == p->ctotal && (size_t)copy_size(s) > s->per_thread)
		s->per_thread = (size_t)copy_size(s);
	s->per_thread = (size_t)gan_round_up((long)s->per_thread + m * GAN_PTR_SLOTS, 16);
}

/* ---- running ---- */

/* Patches that are the picture's own rows: lda of the picture, else 0. */
static long direct(const struct gan_patch *p)
{
	const long len = gan_patch_len(p);
	long whole = p->off_h == 0 && p->off_w == 0 && p->c == p->ctotal;

	if (p->r == 1 && p->s == 1)
		whole = whole && p->rows == p->h && p->cols == p->w && p->step_h == 1 && p->step_w == 1;
	else
		whole = whole && p->rows == 1 && p->cols == 1 && p->r == p->h && p->s == p->w && p->dh == 1 &&
			p->dw == 1;
	return whole && len * (long)sizeof(gan_real) % 4096 != 0 ? len : 0;
}

static long part_rows(const struct part *t)
{
	return (t->i1 - t->i0) * (t->a1 - t->a0) * (t->b1 - t->b0);
}

static void row_pointers(struct part *t)
{
	const struct gan_product *p = t->p;
	gan_real **row = t->row;

	for (long i = t->i0; i < t->i1; i++)
		for (long a = t->a0; a < t->a1; a++)
			for (long b = t->b0; b < t->b1; b++)
				*row++ = p->out + i * p->out_pic + a * p->out_row + b * p->out_col + t->j0;
}

static void gather(const struct gan_micro *mk, const struct part *t, long ld)
{
	const struct gan_patch *p = &t->p->patch;
	const long k = gan_patch_len(p), kc = strip(k), lda = direct(p), m = part_rows(t);
	const long m0 = (t->i0 * p->rows + t->a0) * p->cols + t->b0;

	for (long k0 = 0; k0 < k; k0 += kc) {
		const long kn = gan_least(k - k0, kc);
		const gan_real *b = t->p->b + t->j0 * k + k0 * mk->nr;

		if (!lda)
			gan_patch_rows(p, t->p->src, m0, m0 + m, k0, k0 + kn, t->mem, ld);
		gan_micro_block(mk, m, t->j1 - t->j0, kn, lda ? t->p->src + m0 * lda + k0 : t->mem, lda ? lda : ld, 0,
		                b, k * mk->nr, t->row, k0 > 0);
	}
}

static void thin(const struct gan_micro *mk, const struct part *t, long ld)
{
	const struct gan_patch *p = &t->p->patch;
	const long k = gan_patch_len(p), lda = direct(p), m = part_rows(t);
	const long m0 = (t->i0 * p->rows + t->a0) * p->cols + t->b0;

	if (!lda)
		gan_patch_rows(p, t->p->src, m0, m0 + m, 0, k, t->mem, ld);
	mk->dots(m, (int)t->p->n, k, lda ? t->p->src + m0 * lda : t->mem, lda ? lda : ld, t->p->b, k, t->row, 0);
}

/* The pictures' parts that the unit needs, with zeros around, to mem[pics][copy_h][copy_w][c]. */
static void copy_lines(const struct part *t)
{
	const struct gan_patch *p = &t->p->patch;
	const long hh = copy_h(p, t->a1 - t->a0), ww = copy_w(p, t->b1 - t->b0), x0 = t->b0 * p->step_w + p->off_w;
	const long lo = gan_least(x0 < 0 ? -x0 : 0, ww), hi = p->w - x0 < lo ? lo : gan_least(p->w - x0, ww);
	gan_real *d = t->mem;

	for (long i = t->i0; i < t->i1; i++)
		for (long h = 0; h < hh; h++, d += ww * p->c) {
			const long y = t->a0 * p->step_h + p->off_h + h;

			if (y < 0 || y >= p->h) {
				memset(d, 0, (size_t)(ww * p->c) * sizeof(*d));
				continue;
			}
			memset(d, 0, (size_t)(lo * p->c) * sizeof(*d));
			memcpy(d + lo * p->c, t->p->src + ((i * p->h + y) * p->w + x0 + lo) * p->c,
			       (size_t)((hi - lo) * p->c) * sizeof(*d));
			memset(d + hi * p->c, 0, (size_t)((ww - hi) * p->c) * sizeof(*d));
		}
}

/* One strip of a filter row: elements k0..k0+kn of (s,c) of row r, for all the unit's rows and one panel of B. */
static void line_strip(const struct gan_micro *mk, const struct part *t, long r, long k0, long kn, long j,
                       const gan_real *b)
{
	const struct gan_patch *p = &t->p->patch;
	const long cols = t->b1 - t->b0, hh = copy_h(p, t->a1 - t->a0), ww = copy_w(p, cols), lda = p->step_w * p->c;
	const int n = (int)gan_least(t->j1 - t->j0 - j, mk->nr), acc = r > 0 || k0 > 0;
	gan_real *const *row = t->row;

	for (long i = 0; i < t->i1 - t->i0; i++)
		for (long a = 0; a < t->a1 - t->a0; a++, row += cols) {
			const gan_real *src = t->mem + (i * hh + a * p->step_h + r * p->dh) * ww * p->c + k0;

			for (long c = 0; c < cols; c += mk->mr)
				mk->tile(kn, src + c * lda, lda, b, row + c, j, (int)gan_least(cols - c, mk->mr), n, acc);
		}
}

static void lines(const struct gan_micro *mk, const struct part *t)
{
	const struct gan_patch *p = &t->p->patch;
	const long sc = p->s * p->c, k = p->r * sc, kc = strip(sc);

	copy_lines(t);
	for (long r = 0; r < p->r; r++)
		for (long k0 = 0; k0 < sc; k0 += kc)
			for (long j = 0; j < t->j1 - t->j0; j += mk->nr)
				line_strip(mk, t, r, k0, gan_least(sc - k0, kc), j,
				           t->p->b + (t->j0 + j) * k + (r * sc + k0) * mk->nr);
}

static void run_part(const struct gan_products *s, const struct gan_micro *mk, struct part *t)
{
	const struct gan_product *p = t->p;
	const long m = part_rows(t);

	row_pointers(t);
	if (gan_patch_len(&p->patch) == 0)
		for (long i = 0; i < m; i++)
			memset(t->row[i], 0, (size_t)(t->j1 - t->j0) * sizeof(gan_real));
	else if (p->n < GAN_PRODUCT_THIN)
		thin(mk, t, s->lda);
	else if (by_lines(&p->patch, p->n, mk))
		lines(mk, t);
	else
		gather(mk, t, s->lda);
}

static void unit(void *ctx, long u, int thread)
{
	const struct job *j = ctx;
	const struct gan_products *s = j->s;
	const long nb = u % j->nb, v = u / j->nb, places = j->pb * j->rb * j->cb;
	const long place = j->mixed ? v / s->count : v % places, t = j->mixed ? v % s->count : v / places;
	const long cb = place % j->cb, rb = place / j->cb % j->rb, pb = place / j->cb / j->rb;
	gan_real *mem = j->mem + s->per_thread * (size_t)thread;
	struct gan_product p;
	struct part w = { .p = &p, .i0 = pb * s->pics, .a0 = rb * s->rows, .b0 = cb * s->cols, .j0 = nb * s->nc };

	s->get(s->ctx, t, &p);
	w.i1 = gan_least(p.patch.n, w.i0 + s->pics);
	w.a1 = gan_least(p.patch.rows, w.a0 + s->rows);
	w.b1 = gan_least(p.patch.cols, w.b0 + s->cols);
	w.j1 = gan_least(p.n, w.j0 + s->nc);
	w.row = (gan_real **)mem;
	w.mem = mem + s->pics * s->rows * s->cols * GAN_PTR_SLOTS;
	if (w.i0 < w.i1 && w.a0 < w.a1 && w.b0 < w.b1 && w.j0 < w.j1)
		run_part(s, j->mk, &w);
}

void gan_products_run(const struct gan_products *s, gan_real *mem)
{
	const struct gan_patch *p = &s->most;
	struct job j = { .s = s, .mk = s->mk, .mem = mem, .pb = gan_ceil_div(p->n, s->pics),
		.rb = gan_ceil_div(p->rows, s->rows), .cb = gan_ceil_div(p->cols, s->cols), .nb = gan_ceil_div(s->n, s->nc) };

	j.mixed = s->count * s->n * gan_patch_len(p) <= MIXED;
	gan_pool_run(s->count * j.pb * j.rb * j.cb * j.nb, unit, &j);
}
