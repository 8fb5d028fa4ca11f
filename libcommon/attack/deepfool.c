#include "attack/deepfool.h"

#include <math.h>
#include <string.h>
#include "attack/logit.h"
#include "base/mem.h"

/* Rows that still go are asked together; their gradients, `others` copies of a row each, some rows at a time. */
struct work {
	const struct gan_assault *a;
	const struct gan_deepfool *s;
	const int64_t *from;
	gan_real *x;           /* [n,d] the caller's */
	int64_t k, d, others, some; /* others: classes looked at but from's; some: rows at a time */
	gan_real *start, *total; /* [n,d] */
	gan_real *rows, *logit;  /* [n,d], [n,K]: of rows that still go */
	int64_t *going, *rival;  /* [n], [n,others] */
	gan_real *copy, *weight, *grad; /* [some * others, d or K] */
};

static void work_free(struct work *w)
{
	gan_free(w->start);
	gan_free(w->total);
	gan_free(w->rows);
	gan_free(w->logit);
	gan_free(w->going);
	gan_free(w->rival);
	gan_free(w->copy);
	gan_free(w->weight);
	gan_free(w->grad);
}

static int work_alloc(struct work *w, int64_t rows, struct gan_err *e)
{
	size_t n = (size_t)rows, d = (size_t)w->d, k = (size_t)w->k, real = sizeof(gan_real), copies, bytes;

	if (!gan_mul_ok((size_t)w->some, (size_t)w->others, &copies) || !gan_mul_ok(copies, d, &bytes))
		return gan_fail_nomem(e, UINT64_MAX);
	w->start = gan_alloc(n * d, real, e);
	w->total = gan_alloc(n * d, real, e);
	w->rows = gan_alloc(n * d, real, e);
	w->logit = gan_alloc(n * k, real, e);
	w->going = gan_alloc(n, sizeof *w->going, e);
	w->rival = gan_alloc(n * (size_t)w->others, sizeof *w->rival, e);
	w->copy = gan_alloc(bytes, real, e);
	w->weight = gan_alloc(copies * k, real, e);
	w->grad = gan_alloc(bytes, real, e);
	return w->start && w->total && w->rows && w->logit && w->going && w->rival && w->copy && w->weight && w->grad ? 0 : -1;
}

/* The greatest logits but from's, greatest first. */
static void choose_rivals(struct work *w, const gan_real *z, int64_t from, int64_t *rival)
{
	for (int64_t m = 0; m < w->others; m++) {
		int64_t best = -1;

		for (int64_t i = 0; i < w->k; i++) {
			int taken = i == from;

			for (int64_t j = 0; j < m && !taken; j++)
				taken = rival[j] == i;
			if (!taken && (best < 0 || z[i] > z[best]))
				best = i;
		}
		rival[m] = best;
	}
}

/* Where number j may go along g: not at all where it is masked, or stands at the bound that g points to. */
static double free_part(const struct work *w, const gan_real *x, int64_t j, double g)
{
	const struct gan_assault *a = w->a;

	if ((a->mask && a->mask[j] == 0) || (g < 0 && x[j] <= a->lo) || (g > 0 && x[j] >= a->hi))
		return 0;
	return g;
}

/* The length of w in the norm that distances to the edge are measured with; squared for 2. */
static double edge_norm(const struct work *w, const gan_real *x, const gan_real *grad)
{
	double sum = 0;

	for (int64_t j = 0; j < w->d; j++) {
		double g = free_part(w, x, j, grad[j]);

		sum += w->s->norm == GAN_NORM_2 ? g * g : fabs(g);
	}
	return sum;
}

/* One step of row i, whose logits are z and whose gradients of z_rival - z_from are grad[others,d]. */
static void step(struct work *w, int64_t i, const gan_real *z, const gan_real *grad)
{
	const int64_t *rival = w->rival + i * w->others;
	gan_real *x = w->x + i * w->d, *total = w->total + i * w->d;
	const gan_real *start = w->start + i * w->d;
	double nearest = INFINITY, scale = 0;
	int64_t at = -1;

	for (int64_t m = 0; m < w->others; m++) {
		double norm = edge_norm(w, x, grad + m * w->d), f = (double)z[w->from[i]] - z[rival[m]];
		double distance = f / (w->s->norm == GAN_NORM_2 ? sqrt(norm) : norm);

		if (!(norm > 0) || !(distance < nearest))
			continue;
		nearest = distance;
		scale = f / norm;
		at = m;
	}
	for (int64_t j = 0; j < w->d && at >= 0; j++) {
		double g = free_part(w, x, j, grad[at * w->d + j]), to;

		total[j] = (gan_real)(total[j] + scale * (w->s->norm == GAN_NORM_2 ? g : (g > 0) - (g < 0)));
		to = start[j] + (1 + w->s->overshoot) * total[j];
		x[j] = (gan_real)(to < w->a->lo ? w->a->lo : to > w->a->hi ? w->a->hi : to);
	}
}

/* Rows at..at+n of those that go. */
static int step_some(struct work *w, int64_t at, int64_t n, struct gan_err *e)
{
	size_t row = (size_t)w->d * sizeof *w->copy;

	memset(w->weight, 0, (size_t)(n * w->others * w->k) * sizeof *w->weight);
	for (int64_t r = 0; r < n; r++)
		for (int64_t m = 0; m < w->others; m++) {
			int64_t i = w->going[at + r], c = r * w->others + m;

			memcpy(w->copy + c * w->d, w->x + i * w->d, row);
			w->weight[c * w->k + w->rival[i * w->others + m]] = 1;
			w->weight[c * w->k + w->from[i]] = -1;
		}
	if (gan_victim_pull(w->a->v, w->copy, n * w->others, w->weight, w->grad, NULL, e))
		return -1;
	for (int64_t r = 0; r < n; r++)
		step(w, w->going[at + r], w->logit + (at + r) * w->k, w->grad + r * w->others * w->d);
	return 0;
}

/* Asks about the rows that go; those that have arrived drop out. The return is how many are left, -1 on failure. */
static int64_t look(struct work *w, int64_t n, uint8_t *done, struct gan_err *e)
{
	int64_t left = 0;

	for (int64_t r = 0; r < n; r++)
		memcpy(w->rows + r * w->d, w->x + w->going[r] * w->d, (size_t)w->d * sizeof *w->rows);
	if (gan_victim_logits(w->a->v, w->rows, n, w->logit, e))
		return -1;
	for (int64_t r = 0; r < n; r++) {
		int64_t i = w->going[r];

		done[i] = gan_logit_best(w->logit + r * w->k, w->k, -1) != w->from[i];
		if (done[i])
			continue;
		memmove(w->logit + left * w->k, w->logit + r * w->k, (size_t)w->k * sizeof *w->logit);
		w->going[left++] = i;
	}
	return left;
}

static int descend(struct work *w, int64_t n, uint8_t *done, struct gan_err *e)
{
	for (int64_t i = 0; i < n; i++)
		w->going[i] = i;
	memcpy(w->start, w->x, (size_t)(n * w->d) * sizeof *w->x);
	for (int64_t t = 0; t <= w->s->iters && n; t++) {
		n = look(w, n, done, e);
		if (n < 0)
			return -1;
		for (int64_t r = 0; r < n && !t; r++)
			choose_rivals(w, w->logit + r * w->k, w->from[w->going[r]], w->rival + w->going[r] * w->others);
		for (int64_t at = 0; at < n && t < w->s->iters; at += w->some)
			if (step_some(w, at, n - at < w->some ? n - at : w->some, e))
				return -1;
	}
	return 0;
}

int gan_deepfool(const struct gan_assault *a, const struct gan_deepfool *s, int64_t n, const int64_t *from, gan_real *x,
                 uint8_t *done, struct gan_err *e)
{
	int64_t k = gan_victim_classes(a->v), others = (s->classes < k ? s->classes : k) - 1;
	struct work w = {
		.a = a, .s = s, .from = from, .x = x, .k = k, .d = a->d, .others = others,
		.some = others < GAN_VICTIM_BATCH ? GAN_VICTIM_BATCH / others : 1,
	};
	int rc = work_alloc(&w, n, e) || descend(&w, n, done, e) ? -1 : 0;

	work_free(&w);
	return rc;
}
