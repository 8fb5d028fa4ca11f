/* B is packed once, by all threads. Then C is cut into blocks; whoever takes a block multiplies strip by strip of k, and copies
   those strips of A whose rows would fall on the same cache lines. Block sizes follow from the shape. They
   do not even matter for the result, but for the strips of k (KC) and, in long thin weight gradients, the slices of
   k. */
#include <string.h>
#include "base/mem.h"
#include "base/pool.h"
#include "kernel/copy.h"
#include "kernel/gemm.h"
#include "kernel/micro.h"
#include "kernel/pairs.h"
#include "kernel/round.h"

enum {
	KC = 256,    /* strip of k: a packed panel of B stays in L1 */
	MC = 256,    /* most rows of a block: the strip of A and the block of C stay in L2 */
	NC = 256,    /* most columns of a block */
	PACK = 8,    /* panels of B that are packed at a time */
	LDA = KC + 16,
	ALIAS = 1024, /* bytes: rows a multiple of this apart fall on few sets of a cache */
	NEAR = 65536, /* elements that a turned strip may span and be read where it is */
	UNITS = 32,  /* blocks wanted, so that many threads have work */
	THIN = 8,    /* fewer columns than this: dot products */
	SLICES = 16, /* most slices of k */
	SLICE_K = 512
};

struct cut { /* how a product is divided */
	long mc, nc, mb, nb, slices, batch;
	int thin;
};

struct job {
	const struct gan_gemm *g;
	struct cut cut;
	const struct gan_micro *mk;
	gan_real *c, *part, *packed, *thread_mem;
	const gan_real *a, *b;
	size_t per_thread; /* elements */
	long panels;       /* of one B */
};

static long units(const struct cut *c)
{
	return c->batch * c->mb * c->nb * c->slices;
}

static void recount(const struct gan_gemm *g, struct cut *c)
{
	c->mb = gan_ceil_div(g->m, c->mc);
	c->nb = gan_ceil_div(g->n, c->nc);
}

/* sliced: k may be cut in slices, for a row's bytes may depend on the number of rows. */
static struct cut cut_of(const struct gan_gemm *g, int sliced)
{
	struct cut c = { .mc = MC, .nc = NC, .slices = 1, .batch = g->batch ? g->batch : 1 };

	c.thin = g->n < THIN && !g->ta;
	recount(g, &c);
	while (units(&c) < UNITS && (c.mc > 64 || c.nc > 64)) {
		if (c.nc > 64 && (g->n > g->m || c.mc <= 64))
			c.nc /= 2;
		else
			c.mc /= 2;
		recount(g, &c);
	}
	for (; c.thin && units(&c) < UNITS && c.mc > 8; recount(g, &c))
		c.mc /= 2;
	if (sliced && units(&c) < UNITS / 2 && g->k >= 4 * SLICE_K)
		c.slices = g->k / SLICE_K < SLICES ? g->k / SLICE_K : SLICES;
	return c;
}

/* Elements a thread needs: pointers to rows of C and a strip of A. */
static size_t per_thread(const struct cut *c)
{
	return (size_t)(c->mc * (LDA + GAN_PTR_SLOTS));
}

static long count_b(const struct gan_gemm *g, const struct cut *c)
{
	return g->sb ? c->batch : 1;
}

static size_t packed_elements(const struct gan_gemm *g, const struct cut *c)
{
	if (c->thin)
		return g->tb ? 0 : (size_t)(g->n * g->k * count_b(g, c));
	return (size_t)(gan_ceil_div(g->n, GAN_MICRO_NR_MAX) * GAN_MICRO_NR_MAX * g->k * count_b(g, c));
}

static size_t part_elements(const struct gan_gemm *g, const struct cut *c)
{
	return c->slices > 1 ? (size_t)(g->m * g->n * c->slices * c->batch) : 0;
}

static size_t round16(size_t n)
{
	return (n + 15) & ~(size_t)15;
}

static size_t product_scratch(const struct gan_gemm *g, int sliced)
{
	const struct cut c = cut_of(g, sliced);

	return (round16(packed_elements(g, &c)) + round16(part_elements(g, &c)) +
	        round16(per_thread(&c)) * (size_t)gan_pool_threads()) * sizeof(gan_real);
}

struct strip { /* of A: element (i,p) at a[i*ld + p], or, where A is stored turned, at a[p*ld + i] */
	const gan_real *a;
	long ld;
};

/* A[i0.., p0..] (rows x kn), where it is or, where its rows would fall on the same cache lines, as a copy in t. */
static struct strip strip_of(const struct gan_gemm *g, const gan_real *a, long i0, long rows, long p0, long kn, long mc,
                             gan_real *t)
{
	const long ld = g->ta ? g->m : g->k, copied = g->ta ? mc : LDA, n = g->ta ? kn : rows;
	const long len = g->ta ? rows : kn;

	a += g->ta ? p0 * ld + i0 : i0 * ld + p0;
	if (ld * (long)sizeof(*t) % ALIAS != 0 && (!g->ta || kn * ld <= NEAR))
		return (struct strip){ a, ld };
	for (long r = 0; r < n; r++)
		gan_copy(t + r * copied, a + r * ld, len);
	return (struct strip){ t, copied };
}

static void block(const struct job *j, long bi, long i0, long j0, long k0, long k1, gan_real *c, gan_real *mem)
{
	const struct gan_gemm *g = j->g;
	const struct gan_micro *mk = j->mk;
	const long rows = g->m - i0 < j->cut.mc ? g->m - i0 : j->cut.mc;
	const long cols = g->n - j0 < j->cut.nc ? g->n - j0 : j->cut.nc;
	const gan_real *a = j->a + bi * g->sa;
	const gan_real *b = j->packed + ((g->sb ? bi : 0) * j->panels + j0 / mk->nr) * g->k * mk->nr;
	gan_real **row = (gan_real **)mem, *ta = mem + j->cut.mc * GAN_PTR_SLOTS;

	for (long i = 0; i < rows; i++)
		row[i] = c + (i0 + i) * g->n + j0;
	for (long p = k0; p < k1; p += KC) {
		const long kn = k1 - p < KC ? k1 - p : KC;
		const struct strip s = strip_of(g, a, i0, rows, p, kn, j->cut.mc, ta);

		gan_micro_block(mk, rows, cols, kn, s.a, s.ld, g->ta, b + p * mk->nr, g->k * mk->nr, row, p > k0);
	}
}

static void run_pack(void *ctx, long unit, int thread)
{
	const struct job *j = ctx;
	const struct gan_gemm *g = j->g;
	const long groups = gan_ceil_div(j->panels, PACK), bi = unit / groups, j0 = unit % groups * PACK;
	const long j1 = j0 + PACK < j->panels ? j0 + PACK : j->panels, size = g->k * j->mk->nr;

	(void)thread;
	gan_micro_pack(j->mk, g->n, g->k, j->b + bi * g->sb, g->tb ? g->k : g->n, g->tb, j0, j1,
	               j->packed + (bi * j->panels + j0) * size, size);
}

static void run_block(void *ctx, long unit, int thread)
{
	const struct job *j = ctx;
	const struct gan_gemm *g = j->g;
	const struct cut *c = &j->cut;
	const long nb = unit % c->nb, mb = unit / c->nb % c->mb, s = unit / c->nb / c->mb % c->slices,
	           bi = unit / c->nb / c->mb / c->slices;
	const long step = gan_ceil_div(g->k, c->slices), k0 = s * step, k1 = k0 + step < g->k ? k0 + step : g->k;
	gan_real *out = c->slices > 1 ? j->part + (bi * c->slices + s) * g->m * g->n : j->c + bi * g->m * g->n;

	block(j, bi, mb * c->mc, nb * c->nc, k0, k1, out, j->thread_mem + (size_t)thread * j->per_thread);
}

static void run_thin(void *ctx, long unit, int thread)
{
	const struct job *j = ctx;
	const struct gan_gemm *g = j->g;
	const long mb = unit % j->cut.mb, bi = unit / j->cut.mb, i0 = mb * j->cut.mc;
	const long rows = g->m - i0 < j->cut.mc ? g->m - i0 : j->cut.mc;
	gan_real **row = (gan_real **)(j->thread_mem + (size_t)thread * j->per_thread);
	const gan_real *b = g->tb ? j->b + bi * g->sb : j->packed + (g->sb ? bi * g->n * g->k : 0);

	for (long i = 0; i < rows; i++)
		row[i] = j->c + (bi * g->m + i0 + i) * g->n;
	j->mk->dots(rows, (int)g->n, g->k, j->a + bi * g->sa + i0 * g->k, g->k, b, g->k, row, 0);
}

/* B[k,n] to [n,k]. */
static void run_turn(void *ctx, long bi, int thread)
{
	const struct job *j = ctx;
	const struct gan_gemm *g = j->g;

	(void)thread;
	for (long p = 0; p < g->k; p++)
		for (long q = 0; q < g->n; q++)
			j->packed[(bi * g->n + q) * g->k + p] = j->b[bi * g->sb + p * g->n + q];
}

/* The slices' partial results, added in order. */
static void run_add(void *ctx, long unit, int thread)
{
	const struct job *j = ctx;
	const long mn = j->g->m * j->g->n, n = mn * j->cut.batch, e0 = unit * 4096, e1 = e0 + 4096 < n ? e0 + 4096 : n;

	(void)thread;
	for (long e = e0; e < e1; e++) {
		const gan_real *p = j->part + e / mn * j->cut.slices * mn + e % mn;
		gan_real v = p[0];

		for (long s = 1; s < j->cut.slices; s++)
			v += p[s * mn];
		j->c[e] = v;
	}
}

static void run(struct job *j)
{
	const long nb = count_b(j->g, &j->cut), mn = j->g->m * j->g->n;

	if (j->cut.thin) {
		if (!j->g->tb)
			gan_pool_run(nb, run_turn, j);
		gan_pool_run(j->cut.batch * j->cut.mb, run_thin, j);
		return;
	}
	gan_pool_run(nb * gan_ceil_div(j->panels, PACK), run_pack, j);
	gan_pool_run(units(&j->cut), run_block, j);
	if (j->cut.slices > 1)
		gan_pool_run(gan_ceil_div(mn * j->cut.batch, 4096), run_add, j);
}

static void product(const struct gan_gemm *g, int sliced, gan_real *c, const gan_real *a, const gan_real *b, void *scratch)
{
	struct job j = { .g = g, .cut = cut_of(g, sliced), .mk = gan_micro_for(g->bf16), .c = c, .packed = scratch, .a = a,
		.b = b };

	j.panels = gan_micro_panels(j.mk, g->n);
	j.part = j.packed + round16(packed_elements(g, &j.cut));
	j.thread_mem = j.part + round16(part_elements(g, &j.cut));
	j.per_thread = round16(per_thread(&j.cut));
	run(&j);
}

/* ---- bf16: pairs along k, A stored straight ---- */

struct operands {
	struct gan_gemm g;
	long na, nb; /* how many there are of A and B */
	size_t a, b; /* elements of all */
};

static struct operands in_pairs(const struct gan_gemm *g)
{
	struct operands o = { .g = *g, .na = g->sa && g->batch ? g->batch : 1, .nb = g->sb && g->batch ? g->batch : 1 };

	o.g.ta = 0;
	o.g.k = gan_pairs(g->k);
	o.g.sa = g->sa ? g->m * o.g.k : 0;
	o.g.sb = g->sb ? g->n * o.g.k : 0;
	o.a = round16((size_t)(o.na * g->m * o.g.k));
	o.b = round16((size_t)(o.nb * g->n * o.g.k));
	return o;
}

static void convert(const struct gan_gemm *g, const struct operands *o, gan_real *pa, gan_real *pb, const gan_real *a,
                    const gan_real *b)
{
	for (long i = 0; i < o->na; i++)
		if (g->ta)
			gan_pairs_turned(pa + i * o->g.sa, a + i * g->sa, g->k, 1, g->m, o->g.k, o->g.k);
		else
			gan_pairs_along(pa + i * o->g.sa, a + i * g->sa, g->m, g->k);
	for (long i = 0; i < o->nb; i++)
		if (g->tb)
			gan_pairs_along(pb + i * o->g.sb, b + i * g->sb, g->n, g->k);
		else
			gan_pairs_across(pb + i * o->g.sb, b + i * g->sb, 1, g->k, g->n);
}

size_t gan_gemm_scratch(const struct gan_gemm *g)
{
	struct operands o;

	if (!g->bf16)
		return product_scratch(g, g->ta);
	o = in_pairs(g);
	return (o.a + o.b) * sizeof(gan_real) + product_scratch(&o.g, g->ta);
}

void gan_gemm(const struct gan_gemm *g, gan_real *c, const gan_real *a, const gan_real *b, void *scratch)
{
	const long batch = g->batch ? g->batch : 1;
	gan_real *mem = scratch;
	struct operands o;

	if (g->m <= 0 || g->n <= 0 || batch <= 0)
		return;
	if (g->k <= 0) {
		memset(c, 0, (size_t)(batch * g->m * g->n) * sizeof(*c));
	} else if (!g->bf16) {
		product(g, g->ta, c, a, b, scratch);
	} else {
		o = in_pairs(g);
		convert(g, &o, mem, mem + o.a, a, b);
		product(&o.g, g->ta, c, mem, mem + o.a, mem + o.a + o.b);
	}
}
