#include <stdint.h>
#include <string.h>
#include "base/pool.h"
#include "base/simd.h"
#include "kernel/micro.h"
#include "kernel/pairs.h"
#include "kernel/round.h"

enum {
	CHUNK = 1 << 14, /* elements that a thread converts at a time */
	ROWS = 64,       /* the same, rows to be turned */
	BLOCK = 64,      /* columns turned at a time, so that they stay in L1 */
	STRIP = 16       /* rows turned at a time: a cache line of the result */
};

struct job {
	gan_real *dst;
	const gan_real *src;
	long m, n, q, step, ld, rows;
};

/* The upper half of f32 bits, rounded. */
GAN_INLINE uint32_t upper(uint32_t u)
{
	const uint32_t near = (u + 0x7fff + (u >> 16 & 1)) >> 16, nan = u >> 16 | 0x40;

	return (u & 0x7fffffff) > 0x7f800000 ? nan : near;
}

GAN_INLINE uint32_t bits(const gan_real *p)
{
	uint32_t u;

	memcpy(&u, p, sizeof(u));
	return u;
}

GAN_INLINE void put(gan_real *p, uint32_t lo, uint32_t hi)
{
	const uint32_t u = lo | hi << 16;

	memcpy(p, &u, sizeof(u));
}

GAN_SIMD static void zip(gan_real *restrict d, const gan_real *restrict a, const gan_real *restrict b, long n)
{
	for (long i = 0; i < n; i++)
		put(d + i, upper(bits(a + i)), upper(bits(b + i)));
}

GAN_SIMD static void zip_zero(gan_real *restrict d, const gan_real *restrict a, long n)
{
	for (long i = 0; i < n; i++)
		put(d + i, upper(bits(a + i)), 0);
}

/* Rows of n numbers, which may be as few as one. */
GAN_SIMD static void fold(gan_real *restrict d, const gan_real *restrict s, long rows, long n)
{
	for (long r = 0; r < rows; r++, s += n) {
		for (long i = 0; i < n / 2; i++)
			put(d + i, upper(bits(s + 2 * i)), upper(bits(s + 2 * i + 1)));
		d += n / 2;
		if (n % 2)
			put(d++, upper(bits(s + n - 1)), 0);
	}
}

/* ---- along ---- */

static void run_along(void *ctx, long unit, int thread)
{
	const struct job *j = ctx;
	const long per = j->m, r0 = unit * per, r1 = gan_least(r0 + per, j->rows);

	(void)thread;
	fold(j->dst + r0 * gan_pairs(j->n), j->src + r0 * j->n, r1 - r0, j->n);
}

void gan_pairs_along(gan_real *dst, const gan_real *src, long rows, long n)
{
	struct job j = { .dst = dst, .src = src, .n = n, .rows = rows };

	if (n <= 0 || rows <= 0)
		return;
	if (n % 2 == 0) { /* one long row, cut anew */
		const long all = rows * n;

		j.n = all % CHUNK == 0 ? CHUNK : n;
		j.rows = all / j.n;
	}
	j.m = j.n < CHUNK ? CHUNK / j.n : 1;
	gan_pool_run(gan_ceil_div(j.rows, j.m), run_along, &j);
}

/* ---- across ---- */

static void run_across(void *ctx, long unit, int thread)
{
	const struct job *j = ctx;
	const long parts = gan_ceil_div(j->n, CHUNK), row = unit / parts, c0 = unit % parts * CHUNK, c = gan_least(j->n - c0, CHUNK);
	const long half = gan_pairs(j->m), i = row % half;
	const gan_real *a = j->src + (row / half * j->m + 2 * i) * j->n + c0;

	(void)thread;
	if (2 * i + 1 < j->m)
		zip(j->dst + row * j->n + c0, a, a + j->n, c);
	else
		zip_zero(j->dst + row * j->n + c0, a, c);
}

void gan_pairs_across(gan_real *dst, const gan_real *src, long count, long m, long n)
{
	struct job j = { .dst = dst, .src = src, .m = m, .n = n };

	gan_pool_run(count * gan_pairs(m) * gan_ceil_div(n, CHUNK), run_across, &j);
}

/* ---- turned ---- */

static void turn_block(const struct job *j, long r0, long rows, long k0, long n)
{
	gan_real t[STRIP * BLOCK];
	gan_real *dst = j->dst + r0 / j->step * j->n * j->ld + k0 * j->ld + r0 % j->step;

	for (long r = 0; r < rows; r++) {
		const long i = (r0 + r) / j->q, at = (r0 + r) % j->q;
		const gan_real *a = j->src + (2 * i * j->q + at) * j->n + k0;

		if (2 * i + 1 < j->m)
			zip(t + r * BLOCK, a, a + j->q * j->n, n);
		else
			zip_zero(t + r * BLOCK, a, n);
	}
	gan_micro_turn(n, (int)rows, j->ld, t, BLOCK, dst);
}

static void run_turned(void *ctx, long unit, int thread)
{
	const struct job *j = ctx;
	const long r1 = gan_least((unit + 1) * ROWS, j->rows);

	(void)thread;
	for (long k = 0; k < j->n; k += BLOCK)
		for (long r = unit * ROWS; r < r1; r += STRIP)
			turn_block(j, r, gan_least(r1 - r, STRIP), k, gan_least(j->n - k, BLOCK));
}

void gan_pairs_turned(gan_real *dst, const gan_real *src, long m, long q, long n, long step, long ld)
{
	struct job j = { .dst = dst, .src = src, .m = m, .n = n, .q = q, .step = step, .ld = ld, .rows = gan_pairs(m) * q };

	gan_pool_run(gan_ceil_div(j.rows, ROWS), run_turned, &j);
}
