#include "attack/rows.h"

#include <string.h>
#include "base/mem.h"
#include "base/pool.h"

#define CHUNK 16384 /* numbers that one call works on at least, where there are as many */

struct each {
	int64_t n, rows;
	void (*fn)(void *ctx, int64_t row);
	void *ctx;
};

static void some(void *ctx, long chunk, int thread)
{
	const struct each *c = ctx;

	(void)thread;
	for (int64_t i = chunk * c->rows; i < c->n && i < (chunk + 1) * c->rows; i++)
		c->fn(c->ctx, i);
}

void gan_rows_each(const struct gan_assault *a, void (*fn)(void *ctx, int64_t row), void *ctx)
{
	struct each c = { a->n, 1 + CHUNK / (a->d + 1), fn, ctx };

	gan_pool_run((long)((c.n + c.rows - 1) / c.rows), some, &c);
}

/* ---- some rows ---- */

int gan_rows_open(struct gan_rows *r, const struct gan_assault *of, struct gan_err *e)
{
	size_t n = (size_t)of->n, all = n * (size_t)of->d;

	r->of = of;
	r->a = *of;
	r->at = gan_alloc(n, sizeof *r->at, e);
	r->from = gan_alloc(n, sizeof *r->from, e);
	r->label = gan_alloc(n, sizeof *r->label, e);
	r->target = gan_alloc(n, sizeof *r->target, e);
	r->index = gan_alloc(n, sizeof *r->index, e);
	r->x0 = gan_alloc(all, sizeof *r->x0, e);
	r->a.x = gan_alloc(all, sizeof *r->a.x, e);
	if (!r->at || !r->from || !r->label || !r->target || !r->index || !r->x0 || !r->a.x) {
		r->a.n = 0; /* nothing to give back */
		return -1;
	}
	for (int64_t i = 0; i < of->n; i++)
		r->at[i] = r->from[i] = i;
	memcpy(r->label, of->label, n * sizeof *r->label);
	memcpy(r->index, of->index, n * sizeof *r->index);
	if (of->target)
		memcpy(r->target, of->target, n * sizeof *r->target);
	memcpy(r->x0, of->x0, all * sizeof *r->x0);
	memcpy(r->a.x, of->x, all * sizeof *r->x0);
	r->a.label = r->label;
	r->a.index = r->index;
	r->a.target = of->target ? r->target : NULL;
	r->a.x0 = r->x0;
	return 0;
}

static void give_back(const struct gan_rows *r, int64_t row)
{
	int64_t d = r->a.d;

	memcpy(r->of->x + r->at[row] * d, r->a.x + row * d, (size_t)d * sizeof *r->a.x);
}

void gan_rows_follow(const struct gan_rows *r, void *array, size_t width)
{
	char *p = array;

	for (int64_t i = 0; i < r->a.n; i++)
		if (r->from[i] != i)
			memcpy(p + (size_t)i * width, p + (size_t)r->from[i] * width, width);
}

void gan_rows_keep(struct gan_rows *r, const uint8_t *keep)
{
	size_t row = (size_t)r->a.d * sizeof *r->x0;
	int64_t n = 0;

	for (int64_t i = 0; i < r->a.n; i++) {
		if (keep[i])
			r->from[n++] = i;
		else
			give_back(r, i);
	}
	r->a.n = n;
	gan_rows_follow(r, r->at, sizeof *r->at);
	gan_rows_follow(r, r->label, sizeof *r->label);
	gan_rows_follow(r, r->target, sizeof *r->target);
	gan_rows_follow(r, r->index, sizeof *r->index);
	gan_rows_follow(r, r->x0, row);
	gan_rows_follow(r, r->a.x, row);
}

void gan_rows_close(struct gan_rows *r)
{
	for (int64_t i = 0; i < r->a.n && r->of; i++)
		give_back(r, i);
	gan_free(r->at);
	gan_free(r->from);
	gan_free(r->label);
	gan_free(r->target);
	gan_free(r->index);
	gan_free(r->x0);
	if (r->of)
		gan_free(r->a.x);
	memset(r, 0, sizeof *r);
}
