#include "kernel/reduce.h"

#include <math.h>
#include <string.h>

#include "base/pool.h"
#include "base/simd.h"
#include "kernel/colsum.h"
#include "kernel/round.h"

enum {
	LANES = 16,         /* of sums whose rows are narrow */
	TURNS = 8,          /* short rows that are taken side by side */
	NARROW = 32,        /* fewer columns than this make a row narrow */
	BLOCK = 512,        /* columns that a task adds at once: accumulators of 4 KiB */
	TASK = 32768,       /* elements worth a task */
	MAX_SLICES = 64,
	ENOUGH_TASKS = 32   /* with as many outputs' tasks, no sum is cut */
};

/* acc[c] = acc[c] op x[r*stride + c] for rows of n columns, in the order of rows. */
typedef void (*cols_fn)(double *acc, const void *x, long rows, long stride, long n);

#define SUM(a, b) ((a) + (b))
#define MAX(a, b) ((b) > (a) || (b) != (b) ? (b) : (a))
#define COLS(name, type, op) \
	GAN_SIMD static void name(double *restrict acc, const void *xv, long rows, long stride, long n) \
	{ \
		const type *restrict x = xv; \
		for (long r = 0; r < rows; r++, x += stride) \
			for (long c = 0; c < n; c++) \
				acc[c] = op(acc[c], (double)x[c]); \
	}
COLS(sum_real, gan_real, SUM)
COLS(sum_double, double, SUM)
COLS(max_real, gan_real, MAX)
COLS(max_double, double, MAX)

/* y[i] = start op x[i][0] op ... op x[i][r-1] for k short rows that lie one after another. */
typedef void (*rows_fn)(double *y, const void *x, long k, long r, double start);

/* Rows take turns, so that none waits for its own last result. NaN compares as neither more nor less, so what `bad` finds is kept
   beside the result: that takes no branch. */
#define ROWS(name, type, op, bad) \
	GAN_SIMD static void name(double *restrict y, const void *xv, long k, long r, double start) \
	{ \
		const type *restrict x = xv; \
		for (long i = 0, n; i < k; i += n, x += n * r) { \
			double acc[TURNS], lost[TURNS]; \
			n = k - i < TURNS ? 1 : TURNS; \
			for (int t = 0; t < TURNS; t++) { \
				acc[t] = start; \
				lost[t] = 0; \
			} \
			for (long j = 0; j < r; j++) \
				for (int t = 0; t < n; t++) { \
					double v = (double)x[t * r + j]; \
					acc[t] = op(acc[t], v); \
					lost[t] = bad(lost[t], v); \
				} \
			for (int t = 0; t < n; t++) \
				y[i + t] = lost[t] == 0 ? acc[t] : lost[t]; \
		} \
	}
#define MORE(a, b) ((b) > (a) ? (b) : (a))
#define NONE(a, b) (a)
#define LOST(a, b) ((b) == (b) ? (a) : (b))
ROWS(sum_short_real, gan_real, SUM, NONE)
ROWS(sum_short_double, double, SUM, NONE)
ROWS(max_short_real, gan_real, MORE, LOST)
ROWS(max_short_double, double, MORE, LOST)

/* What a reduction does: to columns, to short rows, and where it starts. */
struct reducer {
	cols_fn cols_real, cols_double;
	rows_fn rows_real, rows_double;
	double start; /* neutral element */
};
static const struct reducer summing = { sum_real, sum_double, sum_short_real, sum_short_double, 0 };
static const struct reducer greatest = { max_real, max_double, max_short_real, max_short_double, -(double)INFINITY };

struct pass {
	long k, r, m;       /* [k,r,m] -> [k,m] */
	long slices, rows;  /* each of `rows` rows */
	long blocks, group; /* blocks of columns; outer indices a task takes at once */
	const void *x;
	size_t xsize;       /* of an element: gan_real or, after the first pass, double */
	cols_fn cols, fold; /* fold is that of doubles */
	rows_fn rows_short; /* where m is 1, r small and nothing cut */
	double start;
	gan_real *y;        /* result of the last pass, else NULL */
	double *t;          /* result of others */
	double *part;       /* [k, slices, m] where slices > 1 */
};

struct passes {
	int n;
	struct pass p[GAN_MAX_RANK];
};

static void plan_pass(struct pass *p, long k, long r, long m)
{
	long wide = gan_least(m, BLOCK), each = r * wide;

	*p = (struct pass){ .k = k, .r = r, .m = m, .slices = 1, .group = 1 };
	p->blocks = m < NARROW ? 1 : (m + BLOCK - 1) / BLOCK;
	if (k * p->blocks < ENOUGH_TASKS && each >= 2 * TASK)
		p->slices = gan_least(gan_least(each / TASK, MAX_SLICES), r);
	else if (each > 0 && each < TASK)
		p->group = TASK / each;
	p->rows = (r + p->slices - 1) / p->slices;
}

/* The passes of a reduction, innermost reduced axes first. */
static void plan_passes(struct passes *ps, const struct gan_shape *xs, uint32_t axes)
{
	long dim[GAN_MAX_RANK];
	int red[GAN_MAX_RANK], n = 0;

	ps->n = 0;
	for (int k = 0; k < xs->rank; k++) {
		int r = axes >> k & 1;

		if (xs->dim[k] == 1)
			continue;
		if (n && red[n - 1] == r) {
			dim[n - 1] *= (long)xs->dim[k];
		} else {
			red[n] = r;
			dim[n++] = (long)xs->dim[k];
		}
	}
	for (int i = n - 1; i >= 0; i--) {
		long outer = 1, inner = 1;

		if (!red[i])
			continue;
		for (int k = 0; k < i; k++)
			outer *= dim[k];
		for (int k = i + 1; k < n; k++)
			inner *= red[k] ? 1 : dim[k];
		plan_pass(&ps->p[ps->n++], outer, dim[i], inner);
	}
}

static size_t pass_bytes(const struct passes *ps, int i)
{
	const struct pass *p = &ps->p[i];
	size_t n = p->slices > 1 ? (size_t)(p->k * p->slices * p->m) : 0;

	if (i + 1 < ps->n)
		n += (size_t)(p->k * p->m);
	return n * sizeof(double);
}

size_t gan_reduce_scratch(const struct gan_shape *x, uint32_t axes)
{
	struct passes ps;
	size_t n = 0, passes = 0;

	if (gan_colsum_cols(x, axes))
		n = gan_colsum_scratch(gan_shape_count(x), gan_colsum_cols(x, axes));
	plan_passes(&ps, x, axes);
	for (int i = 0; i < ps.n; i++)
		passes += pass_bytes(&ps, i);
	return n > passes ? n : passes;
}

/* to[n] = the columns of rows rows, reduced. Narrow rows are taken LANES at a time, as one wide row. */
static void reduce_rows(const struct pass *p, double *to, const void *x, size_t size, cols_fn cols, long rows,
                        long stride, long n)
{
	double lane[LANES * NARROW];
	long whole = rows / LANES, rest = rows % LANES;

	for (long c = 0; c < n; c++)
		to[c] = p->start;
	if (stride >= NARROW || whole == 0) {
		cols(to, x, rows, stride, n);
		return;
	}
	for (long c = 0; c < LANES * n; c++)
		lane[c] = p->start;
	cols(lane, x, whole, LANES * n, LANES * n);
	cols(lane, (const char *)x + (size_t)(whole * LANES * n) * size, 1, rest * n, rest * n);
	p->fold(to, lane, LANES, n, n);
}

static void store(const struct pass *p, const double *v, long at, long n)
{
	if (p->y)
		for (long c = 0; c < n; c++)
			p->y[at + c] = (gan_real)v[c];
	else
		memcpy(p->t + at, v, (size_t)n * sizeof(*v));
}

/* Short rows, as many at a time as acc holds. */
static void short_rows(const struct pass *p, long k, long end)
{
	double acc[BLOCK];

	for (long n; k < end; k += n) {
		n = gan_least(end - k, BLOCK);
		p->rows_short(acc, (const char *)p->x + (size_t)(k * p->r) * p->xsize, n, p->r, p->start);
		store(p, acc, k, n);
	}
}

/* One slice of one block of columns of one or more outer indices. */
static void pass_task(void *ctx, long chunk, int thread)
{
	const struct pass *p = ctx;
	long s = chunk % p->slices, b = chunk / p->slices % p->blocks, k = chunk / p->slices / p->blocks * p->group;
	long end = gan_least(k + p->group, p->k), c = b * BLOCK, n = gan_least(p->m - c, BLOCK);
	long row = s * p->rows, rows = gan_least(p->rows, p->r - row);
	double acc[BLOCK];

	(void)thread;
	if (p->m == 1 && p->r < LANES && p->slices == 1) {
		short_rows(p, k, end);
		return;
	}
	if (rows < 0)
		rows = row = 0;
	for (; k < end; k++) {
		const char *x = (const char *)p->x + (size_t)((k * p->r + row) * p->m + c) * p->xsize;

		reduce_rows(p, acc, x, p->xsize, p->cols, rows, p->m, n);
		if (p->slices > 1)
			memcpy(p->part + (k * p->slices + s) * p->m + c, acc, (size_t)n * sizeof(*acc));
		else
			store(p, acc, k * p->m + c, n);
	}
}

/* Adds the slices of one block of columns. */
static void slices_task(void *ctx, long chunk, int thread)
{
	const struct pass *p = ctx;
	long k = chunk / p->blocks, c = chunk % p->blocks * BLOCK, n = gan_least(p->m - c, BLOCK);
	double acc[BLOCK];

	(void)thread;
	reduce_rows(p, acc, p->part + k * p->slices * p->m + c, sizeof(double), p->fold, p->slices, p->m, n);
	store(p, acc, k * p->m + c, n);
}

static void run_pass(struct pass *p)
{
	long groups = (p->k + p->group - 1) / p->group;

	if (p->k * p->m == 0)
		return;
	gan_pool_run(groups * p->blocks * p->slices, pass_task, p);
	if (p->slices > 1)
		gan_pool_run(p->k * p->blocks, slices_task, p);
}

static void reduce(gan_real *y, const gan_real *x, const struct gan_shape *xs, uint32_t axes, void *scratch,
                   const struct reducer *by)
{
	struct passes ps;
	double *mem = scratch;

	plan_passes(&ps, xs, axes);
	if (ps.n == 0)
		memcpy(y, x, (size_t)gan_shape_count(xs) * sizeof(*y));
	for (int i = 0; i < ps.n; i++) {
		struct pass *p = &ps.p[i];

		p->x = i ? (const void *)ps.p[i - 1].t : x;
		p->xsize = i ? sizeof(double) : sizeof(*x);
		p->cols = i ? by->cols_double : by->cols_real;
		p->fold = by->cols_double;
		p->rows_short = i ? by->rows_double : by->rows_real;
		p->start = by->start;
		p->y = i + 1 < ps.n ? NULL : y;
		p->t = p->y ? NULL : mem;
		mem += p->y ? 0 : p->k * p->m;
		p->part = mem;
		mem += p->slices > 1 ? p->k * p->slices * p->m : 0;
		run_pass(p);
	}
}

void gan_reduce_sum(gan_real *y, const gan_real *x, const struct gan_shape *xs, uint32_t axes, void *scratch)
{
	int64_t cols = gan_colsum_cols(xs, axes);

	if (cols)
		gan_colsum(y, x, gan_shape_count(xs), cols, scratch);
	else
		reduce(y, x, xs, axes, scratch, &summing);
}

void gan_reduce_max(gan_real *y, const gan_real *x, const struct gan_shape *xs, uint32_t axes, void *scratch)
{
	reduce(y, x, xs, axes, scratch, &greatest);
}
