#include "kernel/index.h"

#include <math.h>
#include <string.h>

#include "base/pool.h"

enum { TASK = 32768 }; /* elements worth a task */

struct job {
	char *y;
	const char *x;
	const int64_t *index;
	long outer, n, m, inner;
	size_t size;
	long units, group; /* units of work, of which a task takes group */
	long block;        /* inner elements of a unit */
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

static void gather_task(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	size_t row = (size_t)j->inner * j->size;

	(void)thread;
	for (long i = chunk * j->group; i < unit_end(j, chunk); i++) {
		int64_t k = j->index[i % j->m];

		if (k >= 0 && k < j->n)
			memcpy(j->y + (size_t)i * row, j->x + (size_t)(i / j->m * j->n + k) * row, row);
		else
			memset(j->y + (size_t)i * row, 0, row);
	}
}

void gan_index_gather(void *y, const void *x, const int64_t *index, long outer, long n, long m, long inner,
                      size_t size)
{
	struct job j = { .y = y, .x = x, .index = index, .outer = outer, .n = n, .m = m, .inner = inner, .size = size };

	run_units(&j, outer * m, inner, gather_task);
}

/* A unit is some columns of one outer index: no two meet. */
static void scatter_task(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	long blocks = (j->inner + j->block - 1) / j->block;

	(void)thread;
	for (long u = chunk * j->group; u < unit_end(j, chunk); u++) {
		long o = u / blocks, c = u % blocks * j->block, w = j->inner - c < j->block ? j->inner - c : j->block;
		gan_real *y = (gan_real *)j->y + o * j->n * j->inner + c;
		const gan_real *v = (const gan_real *)j->x + o * j->m * j->inner + c;

		for (long k = 0; k < j->n; k++)
			memset(y + k * j->inner, 0, (size_t)w * sizeof(*y));
		for (long k = 0; k < j->m; k++, v += j->inner) {
			int64_t at = j->index[k];

			for (long i = 0; at >= 0 && at < j->n && i < w; i++)
				y[at * j->inner + i] += v[i];
		}
	}
}

void gan_index_scatter_add(gan_real *y, const gan_real *v, const int64_t *index, long outer, long n, long m,
                           long inner)
{
	struct job j = { .y = (char *)y, .x = (const char *)v, .index = index, .n = n, .m = m, .inner = inner };

	j.block = 64;
	run_units(&j, outer * ((inner + 63) / 64), (n + m) * (inner < 64 ? inner : 64), scatter_task);
}

#define TAKE(type) \
	do { \
		type *y = (type *)j->y + o * j->m * j->inner; \
		const type *x = (const type *)j->x + o * j->n * j->inner; \
		for (long k = a; k < b; k++) \
			y[k] = ix[k] >= 0 && ix[k] < j->n ? x[ix[k] * j->inner + k % j->inner] : 0; \
	} while (0)

/* A unit is one row, of inner elements. */
static void take_task(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;

	(void)thread;
	for (long u = chunk * j->group; u < unit_end(j, chunk); u++) {
		long o = u / j->m, a = u % j->m * j->inner, b = a + j->inner;
		const int64_t *ix = j->index + o * j->m * j->inner;

		if (j->size == 4)
			TAKE(uint32_t);
		else if (j->size == 8)
			TAKE(uint64_t);
		else
			TAKE(uint8_t);
	}
}

void gan_index_take(void *y, const void *x, const int64_t *index, long outer, long n, long m, long inner, size_t size)
{
	struct job j = { .y = y, .x = x, .index = index, .outer = outer, .n = n, .m = m, .inner = inner, .size = size };

	run_units(&j, outer * m, inner, take_task);
}

static void put_task(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	long blocks = (j->inner + j->block - 1) / j->block;

	(void)thread;
	for (long u = chunk * j->group; u < unit_end(j, chunk); u++) {
		long o = u / blocks, c = u % blocks * j->block, w = j->inner - c < j->block ? j->inner - c : j->block;
		gan_real *y = (gan_real *)j->y + o * j->n * j->inner + c;
		const gan_real *v = (const gan_real *)j->x + o * j->m * j->inner + c;
		const int64_t *ix = j->index + o * j->m * j->inner + c;

		for (long k = 0; k < j->n; k++)
			memset(y + k * j->inner, 0, (size_t)w * sizeof(*y));
		for (long k = 0; k < j->m; k++, v += j->inner, ix += j->inner)
			for (long i = 0; i < w; i++)
				if (ix[i] >= 0 && ix[i] < j->n)
					y[ix[i] * j->inner + i] += v[i];
	}
}

void gan_index_put(gan_real *y, const gan_real *v, const int64_t *index, long outer, long n, long m, long inner)
{
	struct job j = { .y = (char *)y, .x = (const char *)v, .index = index, .n = n, .m = m, .inner = inner };

	j.block = 64;
	run_units(&j, outer * ((inner + 63) / 64), (n + m) * (inner < 64 ? inner : 64), put_task);
}

static void onehot_task(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;

	(void)thread;
	for (long i = chunk * j->group; i < unit_end(j, chunk); i++) {
		gan_real *y = (gan_real *)j->y + i * j->n;

		memset(y, 0, (size_t)j->n * sizeof(*y));
		if (j->index[i] >= 0 && j->index[i] < j->n)
			y[j->index[i]] = 1;
	}
}

void gan_index_onehot(gan_real *y, const int64_t *index, long count, long n)
{
	struct job j = { .y = (char *)y, .index = index, .n = n };

	run_units(&j, count, n, onehot_task);
}

static uint8_t real_to_u8(gan_real v)
{
	gan_real r = (gan_real)rint((double)v);

	return r >= 255 ? 255 : r > 0 ? (uint8_t)r : 0;
}

static int64_t real_to_i64(gan_real v)
{
	if (v != v)
		return 0;
	if ((double)v >= 0x1p63)
		return INT64_MAX;
	return (double)v < -0x1p63 ? INT64_MIN : (int64_t)v;
}

static uint8_t i64_to_u8(int64_t v)
{
	return v < 0 ? 0 : v > 255 ? 255 : (uint8_t)v;
}

#define CAST(name, to, from, f) \
	static void name(void *ctx, long chunk, int thread) \
	{ \
		const struct job *j = ctx; \
		to *y = (to *)j->y; \
		const from *x = (const from *)j->x; \
		long end = unit_end(j, chunk); \
		(void)thread; \
		for (long i = chunk * j->group; i < end; i++) \
			y[i] = f(x[i]); \
	}
CAST(cast_real_u8, uint8_t, gan_real, real_to_u8)
CAST(cast_real_i64, int64_t, gan_real, real_to_i64)
CAST(cast_i64_u8, uint8_t, int64_t, i64_to_u8)
CAST(cast_u8_real, gan_real, uint8_t, (gan_real))
CAST(cast_i64_real, gan_real, int64_t, (gan_real))
CAST(cast_u8_i64, int64_t, uint8_t, (int64_t))

void gan_index_cast(void *y, enum gan_dtype to, const void *x, enum gan_dtype from, long n)
{
	struct job j = { .y = y, .x = x };

	if (to == from) {
		memcpy(y, x, (size_t)n * (gan_dtype_bits(to) / 8));
		return;
	}
	if (from == GAN_REAL)
		run_units(&j, n, 1, to == GAN_U8 ? cast_real_u8 : cast_real_i64);
	else if (from == GAN_I64)
		run_units(&j, n, 1, to == GAN_U8 ? cast_i64_u8 : cast_i64_real);
	else
		run_units(&j, n, 1, to == GAN_I64 ? cast_u8_i64 : cast_u8_real);
}
