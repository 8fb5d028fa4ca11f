#include "attack/decide.h"

#include <math.h>
#include <string.h>
#include "attack/ball.h"
#include "attack/logit.h"
#include "base/mem.h"
#include "base/rng.h"

#define OTHERS 5  /* other elements, of which the nearest is taken */
#define NOISES 50 /* noise that is tried */

int gan_decide_ask(const struct gan_assault *a, const gan_real *x, const int64_t *row, int64_t n, gan_real *logit, uint8_t *yes,
                   struct gan_err *e)
{
	int64_t k = gan_victim_classes(a->v);

	if (gan_victim_logits(a->v, x, n, logit, e))
		return -1;
	for (int64_t r = 0; r < n; r++)
		yes[r] = (uint8_t)gan_assault_fooled(a, logit + r * k, row ? row[r] : r);
	return 0;
}

static int ask_all(struct gan_decide *w, struct gan_err *e)
{
	return gan_decide_ask(&w->r.a, w->try, NULL, w->r.a.n, w->logit, w->yes, e);
}

/* ---- where to begin ---- */

/* An element that the victim has where row i is to go, the first one from a random place on; -1: there is none. */
static int64_t find_other(const struct gan_assault *a, int64_t i, int which)
{
	int64_t k = gan_victim_classes(a->v), from;

	gan_rng_int(gan_rng_make(a->seed, "attack.other"), (uint64_t)a->restart, (uint64_t)a->index[i], (uint64_t)which,
	            (uint64_t)a->nset, &from, 1);
	for (int64_t q = 0; q < a->nset; q++) {
		int64_t j = (from + q) % a->nset;

		if (gan_assault_fooled(a, a->clean + j * k, i))
			return j;
	}
	return -1;
}

/* Of some such elements the nearest, in try; x0 where there is none. */
static void put_other(struct gan_decide *w, int64_t i)
{
	const struct gan_assault *a = &w->r.a;
	const gan_real *x0 = a->x0 + i * a->d;
	gan_real *x = a->x + i * a->d, *best = w->try + i * a->d;
	double nearest = INFINITY;

	memcpy(best, x0, (size_t)a->d * sizeof *best);
	for (int c = 0; c < OTHERS && a->element; c++) {
		int64_t j = find_other(a, i, c);
		double length;

		if (j < 0)
			break;
		a->element(a->ctx, j, x);
		length = gan_ball_length(a->norm, x, x0, a->d);
		if (!(length < nearest))
			continue;
		nearest = length;
		memcpy(best, x, (size_t)a->d * sizeof *x);
	}
	for (int64_t j = 0; j < a->d && a->mask; j++)
		best[j] = a->mask[j] != 0 ? best[j] : x0[j];
	memcpy(x, x0, (size_t)a->d * sizeof *x);
}

/* Uniform noise in lo..hi; without bounds normal noise around x0, wider each time. */
static void put_noise(struct gan_decide *w, int64_t i, int64_t t)
{
	const struct gan_assault *a = &w->r.a;
	struct gan_rng r = gan_rng_make(a->seed, "attack.begin");
	const gan_real *x0 = a->x0 + i * a->d;
	gan_real *x = w->try + i * a->d;
	int bounded = isfinite(a->lo) && isfinite(a->hi);
	double size = 1, u;

	for (int64_t j = 0; j < a->d && !bounded; j++)
		size += fabs((double)x0[j]) / (double)a->d;
	for (int64_t j = 0; j < a->d; j++) {
		uint64_t at = (uint64_t)(t * a->d + j);

		if (bounded)
			gan_rng_uniform_f64(r, (uint64_t)a->restart, (uint64_t)a->index[i], at, &u, 1);
		else
			gan_rng_normal_f64(r, (uint64_t)a->restart, (uint64_t)a->index[i], at, &u, 1);
		u = bounded ? a->lo + u * (a->hi - a->lo) : x0[j] + size * exp2((double)t / 4) * u;
		x[j] = a->mask && a->mask[j] == 0 ? x0[j] : (gan_real)u;
	}
}

/* x becomes try where that fools, and was nothing yet. */
static int take(struct gan_decide *w, uint8_t *has, struct gan_err *e)
{
	const struct gan_assault *a = &w->r.a;

	if (ask_all(w, e))
		return -1;
	for (int64_t i = 0; i < a->n; i++) {
		if (has[i] || !w->yes[i])
			continue;
		has[i] = 1;
		memcpy(a->x + i * a->d, w->try + i * a->d, (size_t)a->d * sizeof *a->x);
	}
	return 0;
}

static int begin(struct gan_decide *w, uint8_t *has, struct gan_err *e)
{
	const struct gan_assault *a = &w->r.a;
	int left = 1;

	memset(has, 0, (size_t)a->n);
	if (!strcmp(gan_assault_text(a, "begin"), "other")) {
		for (int64_t i = 0; i < a->n; i++)
			put_other(w, i);
		if (take(w, has, e))
			return -1;
	}
	for (int64_t t = 0; t < NOISES && left; t++) {
		left = 0;
		for (int64_t i = 0; i < a->n; i++) {
			if (has[i])
				continue;
			put_noise(w, i, t);
			left = 1;
		}
		if (left && take(w, has, e))
			return -1;
	}
	return 0;
}

/* ---- the edge ---- */

/* try = the point of row i at a share of the way from x0 to x. */
static void put_between(const struct gan_decide *w, int64_t i, double share, double length)
{
	const struct gan_assault *a = &w->r.a;
	const gan_real *x0 = a->x0 + i * a->d, *x = a->x + i * a->d;

	for (int64_t j = 0; j < a->d; j++) {
		double v = (double)x[j] - x0[j];

		v = a->norm != GAN_NORM_INF ? share * v : fabs(v) > share * length ? copysign(share * length, v) : v;
		w->try[i * a->d + j] = (gan_real)(x0[j] + v);
	}
}

static int halve(struct gan_decide *w, double *low, double *high, double *length, struct gan_err *e)
{
	const struct gan_assault *a = &w->r.a;
	int steps = (int)ceil((a->norm == GAN_NORM_INF ? 2 : 1.5) * log2((double)a->d));

	for (int64_t i = 0; i < a->n; i++) {
		low[i] = 0;
		high[i] = 1;
		length[i] = gan_ball_length(a->norm, a->x + i * a->d, a->x0 + i * a->d, a->d);
	}
	for (int s = 0; s < (steps < 10 ? 10 : steps); s++) {
		for (int64_t i = 0; i < a->n; i++)
			put_between(w, i, (low[i] + high[i]) / 2, length[i]);
		if (ask_all(w, e))
			return -1;
		for (int64_t i = 0; i < a->n; i++)
			*(w->yes[i] ? &high[i] : &low[i]) = (low[i] + high[i]) / 2;
	}
	for (int64_t i = 0; i < a->n; i++) {
		if (high[i] == 1)
			continue;
		put_between(w, i, high[i], length[i]);
		memcpy(a->x + i * a->d, w->try + i * a->d, (size_t)a->d * sizeof *a->x);
	}
	return 0;
}

int gan_decide_edge(struct gan_decide *w, struct gan_err *e)
{
	size_t n = (size_t)w->r.a.n;
	double *v = gan_alloc(3 * n, sizeof *v, e);
	int rc = v ? halve(w, v, v + n, v + 2 * n, e) : -1;

	gan_free(v);
	return rc;
}

/* ---- life ---- */

int gan_decide_open(struct gan_decide *w, const struct gan_assault *a, struct gan_err *e)
{
	size_t n = (size_t)a->n;
	uint8_t *keep = gan_alloc(n, 1, e);
	int rc = keep ? gan_rows_open(&w->r, a, e) : -1;

	w->k = gan_victim_classes(a->v);
	w->try = gan_alloc(n * (size_t)a->d, sizeof *w->try, e);
	w->logit = gan_alloc(n * (size_t)w->k, sizeof *w->logit, e);
	w->yes = gan_alloc(n, 1, e);
	if (!rc)
		rc = w->try && w->logit && w->yes ? gan_decide_ask(&w->r.a, w->r.a.x0, NULL, w->r.a.n, w->logit, w->yes, e) : -1;
	for (int64_t i = 0; i < a->n && !rc; i++)
		keep[i] = !w->yes[i];
	if (!rc) {
		gan_rows_keep(&w->r, keep);
		rc = begin(w, keep, e);
	}
	if (!rc) {
		gan_rows_keep(&w->r, keep);
		rc = gan_decide_edge(w, e);
	}
	gan_free(keep);
	return rc;
}

void gan_decide_close(struct gan_decide *w)
{
	gan_rows_close(&w->r);
	gan_free(w->try);
	gan_free(w->logit);
	gan_free(w->yes);
}
