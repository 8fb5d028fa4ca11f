#include <string.h>

#include "base/pool.h"
#include "kernel/move.h"

#define TASK_BYTES 131072

/* A padding with its unpadded first axes joined into `batch` and its unpadded last ones into `inner` elements. */
struct pad {
	long batch, inner;
	int rank, mode;
	long dim[GAN_MAX_RANK], lo[GAN_MAX_RANK], out[GAN_MAX_RANK]; /* sizes before, padding before, sizes after */
	long rows;                                                 /* of the padded array, a batch index; a row is its last axis */
	char *y;
	const char *x;
	size_t size;  /* of `inner` elements */
	long group;
};

static struct pad make_pad(const struct gan_shape *xs, int mode, const int *lo, const int *hi, size_t size)
{
	struct pad p = { .batch = 1, .inner = 1, .mode = mode, .rows = 1, .group = 1 };
	int a = 0, b = xs->rank;

	while (a < b && !lo[a] && !hi[a])
		p.batch *= (long)xs->dim[a++];
	while (b > a && !lo[b - 1] && !hi[b - 1])
		p.inner *= (long)xs->dim[--b];
	for (int k = a; k < b; k++) {
		p.dim[p.rank] = (long)xs->dim[k];
		p.lo[p.rank] = lo[k];
		p.out[p.rank++] = (long)xs->dim[k] + lo[k] + hi[k];
	}
	if (p.rank == 0) {
		p.rank = 1;
		p.dim[0] = p.out[0] = 1;
	}
	for (int k = 0; k < p.rank - 1; k++)
		p.rows *= p.out[k];
	p.size = (size_t)p.inner * size;
	return p;
}

/* Where element i of a padded axis comes from, -1 for nowhere. */
static long source(int mode, long i, long lo, long n)
{
	long j = i - lo;

	if (j >= 0 && j < n)
		return j;
	if (mode == GAN_BORDER_REFLECT)
		return j < 0 ? -j : 2 * (n - 1) - j;
	if (mode == GAN_BORDER_CIRCULAR)
		return (j % n + n) % n;
	if (mode == GAN_BORDER_REPLICATE)
		return j < 0 ? 0 : n - 1;
	return -1;
}

/* The row of x that padded row r (within its batch index) comes from, or -1. */
static long source_row(const struct pad *p, long r)
{
	long at = 0, scale = 1;

	for (int k = p->rank - 2; k >= 0; k--) {
		long j = source(p->mode, r % p->out[k], p->lo[k], p->dim[k]);

		if (j < 0)
			return -1;
		r /= p->out[k];
		at += j * scale;
		scale *= p->dim[k];
	}
	return at;
}

static void pad_row(const struct pad *p, char *y, const char *x)
{
	int last = p->rank - 1;
	long n = p->dim[last], lo = p->lo[last], out = p->out[last];

	for (long i = 0; i < out; i++) {
		long j = source(p->mode, i, lo, n);

		if (i == lo && n > 0) {
			memcpy(y + (size_t)i * p->size, x, (size_t)n * p->size);
			i += n - 1;
		} else if (j < 0) {
			memset(y + (size_t)i * p->size, 0, p->size);
		} else {
			memcpy(y + (size_t)i * p->size, x + (size_t)j * p->size, p->size);
		}
	}
}

static long x_rows(const struct pad *p)
{
	long n = 1;

	for (int k = 0; k < p->rank - 1; k++)
		n *= p->dim[k];
	return n;
}

static void pad_task(void *ctx, long chunk, int thread)
{
	const struct pad *p = ctx;
	int last = p->rank - 1;
	size_t ybytes = (size_t)p->out[last] * p->size, xbytes = (size_t)p->dim[last] * p->size;
	long total = p->batch * p->rows, end = (chunk + 1) * p->group < total ? (chunk + 1) * p->group : total;

	(void)thread;
	for (long i = chunk * p->group; i < end; i++) {
		long r = source_row(p, i % p->rows);
		char *y = p->y + (size_t)i * ybytes;

		if (r < 0)
			memset(y, 0, ybytes);
		else
			pad_row(p, y, p->x + (size_t)(i / p->rows * x_rows(p) + r) * xbytes);
	}
}

void gan_move_pad(void *y, const void *x, const struct gan_shape *xs, int mode, const int *lo, const int *hi,
                  size_t size)
{
	struct pad p = make_pad(xs, mode, lo, hi, size);
	size_t row = (size_t)p.out[p.rank - 1] * p.size;

	if (row == 0 || p.batch * p.rows == 0)
		return;
	p.y = y;
	p.x = x;
	p.group = row < TASK_BYTES ? (long)(TASK_BYTES / row) : 1;
	gan_pool_run((p.batch * p.rows + p.group - 1) / p.group, pad_task, &p);
}

static void add_row(const struct pad *p, gan_real *gx, const gan_real *gy)
{
	int last = p->rank - 1;

	for (long i = 0; i < p->out[last]; i++) {
		long j = source(p->mode, i, p->lo[last], p->dim[last]);

		for (long c = 0; j >= 0 && c < p->inner; c++)
			gx[j * p->inner + c] += gy[i * p->inner + c];
	}
}

/* One batch index: what meets in an element of gx is added in the order of gy. */
static void adj_task(void *ctx, long chunk, int thread)
{
	const struct pad *p = ctx;
	int last = p->rank - 1;
	long n = x_rows(p) * p->dim[last] * p->inner;
	gan_real *gx = (gan_real *)p->y + chunk * n;
	const gan_real *gy = (const gan_real *)p->x + chunk * p->rows * p->out[last] * p->inner;

	(void)thread;
	memset(gx, 0, (size_t)n * sizeof(*gx));
	for (long i = 0; i < p->rows; i++) {
		long r = source_row(p, i);

		if (r >= 0)
			add_row(p, gx + r * p->dim[last] * p->inner, gy + i * p->out[last] * p->inner);
	}
}

void gan_move_pad_adj(gan_real *gx, const gan_real *gy, const struct gan_shape *xs, int mode, const int *lo,
                      const int *hi)
{
	struct pad p = make_pad(xs, mode, lo, hi, sizeof(*gx));

	p.y = (char *)gx;
	p.x = (const char *)gy;
	if (gan_shape_count(xs) > 0)
		gan_pool_run(p.batch, adj_task, &p);
}
