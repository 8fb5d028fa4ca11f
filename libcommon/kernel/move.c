#include "kernel/move.h"

#include <string.h>

#include "base/pool.h"

enum {
	TASK = 32768, /* elements worth a task */
	TILE = 32     /* of transposes */
};

struct walk {
	int rank;
	long dim[GAN_MAX_RANK], stride[GAN_MAX_RANK]; /* of the strided side */
	long dense[GAN_MAX_RANK];                     /* strides of the dense side */
};

/* Drops axes of one element, joins axes that are one in both arrays. */
static struct walk make_walk(const struct gan_shape *shape, const int64_t *stride)
{
	struct walk w = { 0 };
	long n = 1;

	for (int k = 0; k < shape->rank; k++) {
		long d = (long)shape->dim[k], s = (long)stride[k];

		if (d == 1)
			continue;
		if (w.rank && w.stride[w.rank - 1] == s * d) {
			w.dim[w.rank - 1] *= d;
			w.stride[w.rank - 1] = s;
		} else {
			w.dim[w.rank] = d;
			w.stride[w.rank++] = s;
		}
	}
	if (w.rank == 0) {
		w.dim[0] = w.stride[0] = 1;
		w.rank = 1;
	}
	for (int k = w.rank - 1; k >= 0; k--) {
		w.dense[k] = n;
		n *= w.dim[k];
	}
	return w;
}

/* Offsets of the i-th index of all axes but the last and (where >= 0) skip. */
static void offsets(const struct walk *w, int skip, long i, long *dense, long *strided)
{
	long d = 0, s = 0;

	for (int k = w->rank - 2; k >= 0; k--) {
		if (k == skip)
			continue;
		d += i % w->dim[k] * w->dense[k];
		s += i % w->dim[k] * w->stride[k];
		i /= w->dim[k];
	}
	*dense = d;
	*strided = s;
}

static long count_outer(const struct walk *w, int skip)
{
	long n = 1;

	for (int k = 0; k < w->rank - 1; k++)
		n *= k == skip ? 1 : w->dim[k];
	return n;
}

struct job {
	struct walk w;
	char *y;
	const char *x;
	size_t size;
	int axis;         /* of the strided side's neighbours, where it is not the last; else -1 */
	long units, group; /* units of work, of which a task takes group */
	long tiles;       /* along axis */
};

#define ROW(type) \
	do { \
		type *t = (type *)y; \
		const type *f = (const type *)x; \
		for (long i = 0; i < n; i++) \
			t[i] = f[i * stride]; \
	} while (0)

static void copy_row(char *y, const char *x, long n, long stride, size_t size)
{
	if (stride == 1)
		memcpy(y, x, (size_t)n * size);
	else if (size == 4)
		ROW(uint32_t);
	else if (size == 8)
		ROW(uint64_t);
	else
		ROW(uint8_t);
}

static void rows_task(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	long end = (chunk + 1) * j->group < j->units ? (chunk + 1) * j->group : j->units;
	int last = j->w.rank - 1;

	(void)thread;
	for (long i = chunk * j->group; i < end; i++) {
		long d, s;

		offsets(&j->w, -1, i, &d, &s);
		copy_row(j->y + (size_t)d * j->size, j->x + s * (long)j->size, j->w.dim[last], j->w.stride[last], j->size);
	}
}

/* y[a*ys + b] = x[a + b*xs] for a < na, b < nb, by square tiles. */
#define TURN(type) \
	do { \
		type *t = (type *)y; \
		const type *f = (const type *)x; \
		for (long b0 = 0; b0 < nb; b0 += TILE) { \
			long b1 = b0 + TILE < nb ? b0 + TILE : nb; \
			for (long a = 0; a < na; a++) \
				for (long b = b0; b < b1; b++) \
					t[a * ys + b] = f[a + b * xs]; \
		} \
	} while (0)

static void turn(char *y, const char *x, long na, long nb, long ys, long xs, size_t size)
{
	if (size == 4)
		TURN(uint32_t);
	else if (size == 8)
		TURN(uint64_t);
	else
		TURN(uint8_t);
}

static void tiles_task(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	const struct walk *w = &j->w;
	long end = (chunk + 1) * j->group < j->units ? (chunk + 1) * j->group : j->units;
	int last = w->rank - 1;

	(void)thread;
	for (long i = chunk * j->group; i < end; i++) {
		long d, s, a = i % j->tiles * TILE, left = w->dim[j->axis] - a;

		offsets(w, j->axis, i / j->tiles, &d, &s);
		turn(j->y + (size_t)(d + a * w->dense[j->axis]) * j->size, j->x + (s + a) * (long)j->size,
		     left < TILE ? left : TILE, w->dim[last], w->dense[j->axis], w->stride[last], j->size);
	}
}

static void run_job(struct job *j, long each, void (*task)(void *, long, int))
{
	if (each <= 0 || j->units <= 0)
		return;
	j->group = each < TASK ? TASK / each : 1;
	gan_pool_run((j->units + j->group - 1) / j->group, task, j);
}

void gan_move_strided(void *y, const void *x, const struct gan_shape *shape, const int64_t *stride, size_t size)
{
	struct job j = { .w = make_walk(shape, stride), .y = y, .x = x, .size = size, .axis = -1 };
	int last = j.w.rank - 1;

	if (gan_shape_count(shape) == 0)
		return;
	for (int k = 0; k < last && j.w.stride[last] != 1; k++)
		if (j.w.stride[k] == 1)
			j.axis = k;
	if (j.axis < 0) {
		j.units = count_outer(&j.w, -1);
		run_job(&j, j.w.dim[last], rows_task);
	} else {
		j.tiles = (j.w.dim[j.axis] + TILE - 1) / TILE;
		j.units = count_outer(&j.w, j.axis) * j.tiles;
		run_job(&j, j.w.dim[last] * TILE, tiles_task);
	}
}

static void zero_task(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	long n = j->units - chunk * TASK;

	(void)thread;
	memset(j->y + (size_t)chunk * TASK * j->size, 0, (size_t)(n < TASK ? n : TASK) * j->size);
}

static void spread_task(void *ctx, long chunk, int thread)
{
	const struct job *j = ctx;
	long end = (chunk + 1) * j->group < j->units ? (chunk + 1) * j->group : j->units;
	int last = j->w.rank - 1;
	long n = j->w.dim[last], stride = j->w.stride[last];

	(void)thread;
	for (long i = chunk * j->group; i < end; i++) {
		const gan_real *x;
		gan_real *y;
		long d, s;

		offsets(&j->w, -1, i, &d, &s);
		x = (const gan_real *)j->x + d;
		y = (gan_real *)j->y + s;
		for (long k = 0; k < n; k++)
			y[k * stride] = x[k];
	}
}

void gan_move_spread(gan_real *y, int64_t ny, int64_t start, const gan_real *x, const struct gan_shape *shape,
                     const int64_t *stride)
{
	struct job j = { .y = (char *)y, .size = sizeof(*y), .units = (long)ny };

	if (ny > 0)
		gan_pool_run((long)((ny + TASK - 1) / TASK), zero_task, &j);
	if (gan_shape_count(shape) == 0)
		return;
	j = (struct job){ .w = make_walk(shape, stride), .y = (char *)(y + start), .x = (const char *)x };
	j.units = count_outer(&j.w, -1);
	run_job(&j, j.w.dim[j.w.rank - 1], spread_task);
}

struct rows {
	char *y;
	const char *x;
	size_t ystride, n;
	long rows, group;
};

static void concat_task(void *ctx, long chunk, int thread)
{
	const struct rows *r = ctx;
	long end = (chunk + 1) * r->group < r->rows ? (chunk + 1) * r->group : r->rows;

	(void)thread;
	for (long i = chunk * r->group; i < end; i++)
		memcpy(r->y + (size_t)i * r->ystride, r->x + (size_t)i * r->n, r->n);
}

void gan_move_rows(void *y, size_t ystride, size_t at, const void *x, size_t n, long rows)
{
	struct rows r = { (char *)y + at, x, ystride, n, rows, 1 };

	if (n == 0 || rows <= 0)
		return;
	r.group = n < 4 * TASK ? (long)(4 * TASK / n) : 1;
	gan_pool_run((rows + r.group - 1) / r.group, concat_task, &r);
}
