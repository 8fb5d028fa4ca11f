/* A unit of work is a block of rows and columns of one product. Its size follows from the shape; results do not depend on it,
   only on the strips of k. */
#include <string.h>
#include "base/pool.h"
#include "kernel/product.h"

enum {
	KC = 288,   /* most elements of a strip of k */
	MC = 256,   /* most rows of a unit: MC * KC floats are a third of an L2 cache */
	UNITS = 32, /* units wanted */
	PAD = 16    /* between rows, so that they do not fall on the same cache lines */
};

struct job {
	const struct gan_products *s;
	const struct gan_micro *mk;
	gan_real *mem;
	long mb, nb;
};

static long ceil_div(long a, long b)
{
	return (a + b - 1) / b;
}

static long round_up(long n, long to)
{
	return ceil_div(n, to) * to;
}

static long strip(long k)
{
	return k ? round_up(ceil_div(k, ceil_div(k, KC)), 16) : 16;
}

size_t gan_product_b(long n, long k)
{
	return (size_t)(n < GAN_PRODUCT_THIN ? n : round_up(n, GAN_MICRO_NR_MAX)) * (size_t)k;
}

static long units(const struct gan_products *s)
{
	return s->count * ceil_div(s->rows, s->mc) * ceil_div(s->n, s->nc);
}

void gan_products_plan(struct gan_products *s)
{
	long ld = (s->k < KC ? round_up(s->k, 16) : KC) + PAD;

	if (s->n < GAN_PRODUCT_THIN)
		ld = s->k + PAD;
	s->mc = MC;
	while (s->n < GAN_PRODUCT_THIN && s->mc > 16 && s->mc * ld > MC * KC)
		s->mc /= 2;
	s->nc = round_up(s->n, GAN_MICRO_NR_MAX);
	while (units(s) < UNITS && (s->mc > 16 || s->nc > 128)) {
		if (s->mc > 64 || (s->nc <= 128 && s->mc > 16))
			s->mc /= 2;
		else
			s->nc = round_up(s->nc / 2, GAN_MICRO_NR_MAX);
	}
	s->per_thread = (size_t)round_up(s->mc * ld + s->mc * GAN_PTR_SLOTS, 16);
}

/* Patches that are the picture's own rows: lda of the picture, else 0. */
static long direct(const struct gan_patch *p)
{
	const long len = gan_patch_len(p);
	long whole = p->off_h == 0 && p->off_w == 0 && p->c == p->ctotal;

	if (p->r == 1 && p->s == 1)
		whole = whole && p->rows == p->h && p->cols == p->w && p->step_h == 1 && p->step_w == 1;
	else
		whole = whole && p->rows == 1 && p->cols == 1 && p->r == p->h && p->s == p->w && p->dh == 1 && p->dw == 1;
	return whole && len * (long)sizeof(gan_real) % 4096 != 0 ? len : 0;
}

static void row_pointers(const struct gan_product *p, long m0, long m1, long col, gan_real **row)
{
	const long cells = p->patch.rows * p->patch.cols;

	for (long m = m0; m < m1; m++)
		row[m - m0] = p->out + m / cells * p->out_pic + m % cells / p->patch.cols * p->out_row +
		              m % p->patch.cols * p->out_col + col;
}

static void block(const struct gan_micro *mk, const struct gan_product *p, long m0, long m1, long j0, long j1,
                  gan_real *a, gan_real **row)
{
	const long k = gan_patch_len(&p->patch), kc = strip(k), lda = direct(&p->patch);

	for (long k0 = 0; k0 < k; k0 += kc) {
		const long kn = k - k0 < kc ? k - k0 : kc;
		const gan_real *b = p->b + j0 * k + k0 * mk->nr;

		if (lda) {
			gan_micro_block(mk, m1 - m0, j1 - j0, kn, p->src + m0 * lda + k0, lda, 0, b, k * mk->nr, row, k0 > 0);
			continue;
		}
		gan_patch_rows(&p->patch, p->src, m0, m1, k0, k0 + kn, a, kc + PAD);
		gan_micro_block(mk, m1 - m0, j1 - j0, kn, a, kc + PAD, 0, b, k * mk->nr, row, k0 > 0);
	}
}

static void thin(const struct gan_micro *mk, const struct gan_product *p, long m0, long m1, gan_real *a, gan_real **row)
{
	const long k = gan_patch_len(&p->patch), lda = direct(&p->patch);

	if (lda) {
		mk->dots(m1 - m0, (int)p->n, k, p->src + m0 * lda, lda, p->b, k, row, 0);
		return;
	}
	gan_patch_rows(&p->patch, p->src, m0, m1, 0, k, a, k + PAD);
	mk->dots(m1 - m0, (int)p->n, k, a, k + PAD, p->b, k, row, 0);
}

static void unit(void *ctx, long u, int thread)
{
	const struct job *j = ctx;
	const struct gan_products *s = j->s;
	const long nb = u % j->nb, mb = u / j->nb % j->mb;
	gan_real *mem = j->mem + s->per_thread * (size_t)thread;
	gan_real **row = (gan_real **)mem, *a = mem + s->mc * GAN_PTR_SLOTS;
	struct gan_product p;
	long m0 = mb * s->mc, m1, j0 = nb * s->nc, j1;

	s->get(s->ctx, u / j->nb / j->mb, &p);
	m1 = gan_patch_count(&p.patch) < m0 + s->mc ? gan_patch_count(&p.patch) : m0 + s->mc;
	j1 = p.n < j0 + s->nc ? p.n : j0 + s->nc;
	if (m0 >= m1 || j0 >= j1)
		return;
	row_pointers(&p, m0, m1, j0, row);
	if (gan_patch_len(&p.patch) == 0)
		for (long m = m0; m < m1; m++)
			memset(row[m - m0], 0, (size_t)(j1 - j0) * sizeof(gan_real));
	else if (p.n < GAN_PRODUCT_THIN)
		thin(j->mk, &p, m0, m1, a, row);
	else
		block(j->mk, &p, m0, m1, j0, j1, a, row);
}

void gan_products_run(const struct gan_products *s, gan_real *mem)
{
	struct job j = { .s = s, .mk = gan_micro(), .mem = mem, .mb = ceil_div(s->rows, s->mc), .nb = ceil_div(s->n, s->nc) };

	gan_pool_run(s->count * j.mb * j.nb, unit, &j);
}
