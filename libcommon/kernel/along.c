#include "kernel/along.h"

#include <string.h>

#include "base/pool.h"

enum {
	TASK = 32768, /* elements worth a task */
	BLOCK = 256   /* columns that a sum takes at once */
};

struct job {
	void *y;
	const gan_real *x;
	long outer, n, inner;
	int flag;
	char *scratch;
	long units, group; /* units of work, of which a task takes group */
};

static void run_units(struct job *j, long units, long each, void (*task)(void *, long, int))
{
	j->units = units;
	j->group = each < TASK ? TASK / (each > 0 ? each : 1) : 1;
	if (units > 0)
		gan_pool_run((units + j->group - 1) / j->group, task, j);
}

static long unit_end(const struct job *j, long chunk)
{
	long end = (chunk + 1) * j->group;

	return end < j->units ? end : j->units;
}

/* The first element of line u, a line being what goes along the axis. */
static long line_start(const struct job *j, long u)
{
	return u / j->inner * j->n * j->inner + u % j->inner;
}

static int less(gan_real a, gan_real b)
{
	return a < b || (b != b && a == a);
}

static void argmax_task(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;

	(void)thread;
	for (long u = chunk * j->group; u < unit_end(j, chunk); u++) {
		const gan_real *x = j->x + line_start(j, u);
		long best = 0;

		for (long k = 1; k < j->n; k++)
			if (less(x[best * j->inner], x[k * j->inner]))
				best = k;
		((int64_t *)j->y)[u] = best;
	}
}

void gan_along_argmax(int64_t *y, const gan_real *x, long outer, long n, long inner)
{
	struct job j = { .y = y, .x = x, .outer = outer, .n = n, .inner = inner };

	run_units(&j, outer * inner, n, argmax_task);
}

/* Merges from[a..b) and from[b..c) into to[a..c); the left one first among equals. */
static void merge(int64_t *to, const int64_t *from, const gan_real *key, long a, long b, long c, int descending)
{
	long l = a, r = b;

	for (long k = a; k < c; k++) {
		int right = l == b;

		if (!right && r < c) {
			gan_real u = key[from[l]], v = key[from[r]];

			right = descending ? less(u, v) : less(v, u);
		}
		to[k] = right ? from[r++] : from[l++];
	}
}

/* Sorts the indices 0..n-1 by key; the result is in a or in b. */
static const int64_t *merge_sort(int64_t *a, int64_t *b, const gan_real *key, long n, int descending)
{
	for (long i = 0; i < n; i++)
		a[i] = i;
	for (long w = 1; w < n; w *= 2) {
		int64_t *t = a;

		for (long i = 0; i < n; i += 2 * w)
			merge(b, a, key, i, i + w < n ? i + w : n, i + 2 * w < n ? i + 2 * w : n, descending);
		a = b;
		b = t;
	}
	return a;
}

size_t gan_along_argsort_scratch(long n)
{
	size_t bytes = (size_t)n * (2 * sizeof(int64_t) + sizeof(gan_real));

	return (bytes + 63) & ~(size_t)63;
}

static void argsort_task(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	int64_t *a = (int64_t *)(j->scratch + (size_t)thread * gan_along_argsort_scratch(j->n)), *b = a + j->n;
	gan_real *key = (gan_real *)(b + j->n);

	for (long u = chunk * j->group; u < unit_end(j, chunk); u++) {
		long at = line_start(j, u);
		const int64_t *s;

		for (long k = 0; k < j->n; k++)
			key[k] = j->x[at + k * j->inner];
		s = merge_sort(a, b, key, j->n, j->flag);
		for (long k = 0; k < j->n; k++)
			((int64_t *)j->y)[at + k * j->inner] = s[k];
	}
}

void gan_along_argsort(int64_t *y, const gan_real *x, long outer, long n, long inner, int descending, void *scratch)
{
	struct job j = { .y = y, .x = x, .outer = outer, .n = n, .inner = inner, .flag = descending, .scratch = scratch };

	run_units(&j, outer * inner, 8 * n, argsort_task);
}

/* A unit is a block of columns of one outer index. */
static void cumsum_task(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	long blocks = (j->inner + BLOCK - 1) / BLOCK;
	double acc[BLOCK];

	(void)thread;
	for (long u = chunk * j->group; u < unit_end(j, chunk); u++) {
		long c = u % blocks * BLOCK, w = j->inner - c < BLOCK ? j->inner - c : BLOCK;
		long at = u / blocks * j->n * j->inner + c;

		memset(acc, 0, sizeof(acc));
		for (long k = 0; k < j->n; k++) {
			long row = at + (j->flag ? j->n - 1 - k : k) * j->inner;

			for (long i = 0; i < w; i++) {
				acc[i] += (double)j->x[row + i];
				((gan_real *)j->y)[row + i] = (gan_real)acc[i];
			}
		}
	}
}

void gan_along_cumsum(gan_real *y, const gan_real *x, long outer, long n, long inner, int reverse)
{
	struct job j = { .y = y, .x = x, .outer = outer, .n = n, .inner = inner, .flag = reverse };

	run_units(&j, outer * ((inner + BLOCK - 1) / BLOCK), n * (inner < BLOCK ? inner : BLOCK), cumsum_task);
}
