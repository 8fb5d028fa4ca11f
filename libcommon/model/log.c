#include "model/log.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"

void gan_log_free(struct gan_log *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < l->ncol; i++) {
		gan_free(l->col[i].name);
		gan_free(l->col[i].v);
	}
	gan_free(l->col);
	gan_free(l->step);
	memset(l, 0, sizeof *l);
}

int gan_log_column(struct gan_log *l, const char *name, struct gan_err *e)
{
	struct gan_log_col *c;

	for (size_t i = 0; i < l->ncol; i++)
		if (!strcmp(l->col[i].name, name))
			return (int)i;
	if (!l->step && !(l->step = gan_alloc(GAN_LOG_ROWS, sizeof *l->step, e)))
		return -1;
	if (gan_grow((void **)&l->col, &l->cap, l->ncol + 1, sizeof *l->col, e))
		return -1;
	c = &l->col[l->ncol];
	c->name = gan_strdup(name, e);
	c->v = gan_alloc(GAN_LOG_ROWS, sizeof *c->v, e);
	if (!c->name || !c->v) {
		gan_free(c->name);
		gan_free(c->v);
		return -1;
	}
	for (int64_t i = 0; i < l->n; i++)
		c->v[i] = NAN;
	return (int)l->ncol++;
}

/* Rows stand at multiples of this when `step` is the last. */
static int64_t stride(int64_t step)
{
	int64_t s = 1;

	while (step / s > GAN_LOG_ROWS)
		s *= 2;
	return s;
}

static void thin(struct gan_log *l, int64_t s)
{
	int64_t n = 0;

	for (int64_t i = 0; i < l->n; i++) {
		if (l->step[i] % s)
			continue;
		l->step[n] = l->step[i];
		for (size_t k = 0; k < l->ncol; k++)
			l->col[k].v[n] = l->col[k].v[i];
		n++;
	}
	l->n = n;
}

void gan_log_add(struct gan_log *l, int64_t step, const int *col, const float *v, int n)
{
	int64_t s = stride(step);

	if (l->n && l->step[l->n - 1] >= step)
		l->n = 0; /* counted from 0 again: the old rows are of another run */
	if (l->n && stride(l->step[l->n - 1]) != s)
		thin(l, s);
	if (step % s || l->n == GAN_LOG_ROWS)
		return;
	l->step[l->n] = step;
	for (size_t k = 0; k < l->ncol; k++)
		l->col[k].v[l->n] = NAN;
	for (int k = 0; k < n; k++)
		l->col[col[k]].v[l->n] = v[k];
	l->n++;
}

int gan_log_to_doc(const struct gan_log *l, struct gan_doc *d, struct gan_err *e)
{
	struct gan_shape s = gan_shape_of(1, l->n);
	struct gan_doc_tensor *t;
	char name[1100];

	if (!l->n)
		return 0;
	t = gan_doc_add(d, "log.step", GAN_I64, &s, e);
	if (!t)
		return -1;
	memcpy(t->t.data, l->step, (size_t)l->n * sizeof *l->step);
	for (size_t k = 0; k < l->ncol; k++) {
		snprintf(name, sizeof name, "log.%s", l->col[k].name);
		t = gan_doc_add(d, name, GAN_F32, &s, e);
		if (!t)
			return -1;
		memcpy(t->t.data, l->col[k].v, (size_t)l->n * sizeof(float));
	}
	return 0;
}

static int read_steps(struct gan_log *l, const struct gan_doc_tensor *t, struct gan_err *e)
{
	int64_t n = t->t.shape.dim[0];
	const int64_t *step = t->t.data;

	if (t->t.dtype != GAN_I64 || t->t.shape.rank != 1 || n > GAN_LOG_ROWS)
		return gan_fail(e, GAN_DATA, "tensor 'log.step': expected I64 of at most %d rows", GAN_LOG_ROWS);
	for (int64_t i = 0; i < n; i++)
		if (step[i] < 0 || (i && step[i] <= step[i - 1]))
			return gan_fail(e, GAN_DATA, "tensor 'log.step': row %" PRId64 ": expected rising steps", i);
	l->step = gan_alloc(GAN_LOG_ROWS, sizeof *l->step, e);
	if (!l->step)
		return -1;
	memcpy(l->step, step, (size_t)n * sizeof *step);
	l->n = n;
	return 0;
}

int gan_log_from_doc(struct gan_log *l, struct gan_doc *d, struct gan_err *e)
{
	const struct gan_doc_tensor *steps = gan_doc_find(d, "log.step");

	if (!steps)
		return 0;
	if (read_steps(l, steps, e))
		return -1;
	for (size_t i = 0; i < d->n; i++) {
		const struct gan_doc_tensor *t = &d->tensor[i];
		int k;

		if (strncmp(t->name, "log.", 4) || t == steps)
			continue;
		if (t->t.dtype != GAN_F32 || t->t.shape.rank != 1 || t->t.shape.dim[0] != l->n)
			return gan_fail(e, GAN_DATA, "tensor '%s': expected F32 of %" PRId64 " rows", t->name, l->n);
		k = gan_log_column(l, t->name + 4, e);
		if (k < 0)
			return -1;
		memcpy(l->col[k].v, t->t.data, (size_t)l->n * sizeof(float));
	}
	return 0;
}
