#include "attack/walk.h"

#include <math.h>
#include "attack/ball.h"
#include "attack/rows.h"
#include "base/mem.h"

struct state {
	const struct gan_walk *w;
	struct gan_rows r;
	gan_real *grad, *momentum, *logit; /* [n,d], [n,d] or NULL, [n,K] or NULL */
	uint8_t *keep;                     /* [n] */
};

static void begin(void *ctx, int64_t row)
{
	const struct state *s = ctx;

	gan_ball_random(&s->r.a, row, "attack.start");
}

/* grad <- m <- momentum m + grad / |grad|_1. What is masked has no part in it. */
static void gather(const struct state *s, int64_t row)
{
	const struct gan_assault *a = &s->r.a;
	gan_real *g = s->grad + row * a->d, *m = s->momentum + row * a->d;
	double length = 0;

	for (int64_t j = 0; j < a->d; j++) {
		if (a->mask && a->mask[j] == 0)
			g[j] = 0;
		length += fabs((double)g[j]);
	}
	for (int64_t j = 0; j < a->d; j++)
		g[j] = m[j] = (gan_real)(s->w->momentum * m[j] + (length > 0 ? g[j] / length : 0));
}

static void step(void *ctx, int64_t row)
{
	const struct state *s = ctx;
	const struct gan_assault *a = &s->r.a;

	if (s->momentum)
		gather(s, row);
	gan_ball_step_spread(a, row, s->grad + row * a->d, s->w->step, s->w->spread);
	gan_ball_project(a, row);
}

/* Rows that are fooled leave. */
static void part(struct state *s)
{
	int64_t k = gan_victim_classes(s->r.a.v), d = s->r.a.d, left = 0;

	for (int64_t i = 0; i < s->r.a.n; i++)
		left += s->keep[i] = !gan_assault_fooled(&s->r.a, s->logit + i * k, i);
	if (left == s->r.a.n)
		return;
	gan_rows_keep(&s->r, s->keep);
	gan_rows_follow(&s->r, s->grad, (size_t)d * sizeof *s->grad);
	if (s->momentum)
		gan_rows_follow(&s->r, s->momentum, (size_t)d * sizeof *s->momentum);
}

static int open_state(struct state *s, const struct gan_assault *a, struct gan_err *e)
{
	size_t n = (size_t)a->n, d = (size_t)a->d;

	s->grad = gan_alloc(n * d, sizeof *s->grad, e);
	s->keep = gan_alloc(n, 1, e);
	if (!s->grad || !s->keep || gan_rows_open(&s->r, a, e))
		return -1;
	if (s->w->momentum >= 0 && !(s->momentum = gan_alloc(n * d, sizeof *s->momentum, e)))
		return -1;
	if (s->w->stop && !(s->logit = gan_alloc(n * (size_t)gan_victim_classes(a->v), sizeof *s->logit, e)))
		return -1;
	return 0;
}

int gan_walk(const struct gan_assault *a, const struct gan_walk *w, struct gan_err *e)
{
	struct state s = { .w = w };
	int rc = open_state(&s, a, e);

	if (!rc && w->start)
		gan_rows_each(&s.r.a, begin, &s);
	for (int64_t t = 0; t < w->iters && !rc && s.r.a.n; t++) {
		rc = gan_climb_grad(&s.r.a, NULL, s.grad, s.logit, e);
		if (!rc && w->stop)
			part(&s);
		if (!rc)
			gan_rows_each(&s.r.a, step, &s);
	}
	gan_rows_close(&s.r);
	gan_free(s.grad);
	gan_free(s.momentum);
	gan_free(s.logit);
	gan_free(s.keep);
	return rc;
}
