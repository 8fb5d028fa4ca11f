/* The saliency map's attack (Papernot et al. 2016a, alg. 2 and 3): two numbers at a time, those by which the target gains and all
   other classes lose most together, until the target is reached. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "attack/logit.h"
#include "attack/attack.h"
#include "base/mem.h"

#define SOME (GAN_VICTIM_BATCH / 2) /* rows at a time: two gradients of each */

/* A number that may change: what the target gains by it, and what the others lose. */
struct number {
	double gain, loss;
	int64_t j;
};

struct work {
	const struct gan_assault *a;
	int64_t k;
	double theta;
	int probs;
	int64_t n, *going, *aim;        /* rows that go, their numbers and targets (of all rows) */
	gan_real *rows, *logit;         /* [n,d], [n,K] */
	gan_real *copy, *weight, *grad; /* [2 SOME, d or K] */
	struct number *number;          /* [d] */
};

static void work_free(struct work *w)
{
	gan_free(w->going);
	gan_free(w->aim);
	gan_free(w->rows);
	gan_free(w->logit);
	gan_free(w->copy);
	gan_free(w->weight);
	gan_free(w->grad);
	gan_free(w->number);
}

static int work_alloc(struct work *w, struct gan_err *e)
{
	size_t n = (size_t)w->a->n, d = (size_t)w->a->d, k = (size_t)w->k, real = sizeof(gan_real);

	w->going = gan_alloc(n, sizeof *w->going, e);
	w->aim = gan_alloc(n, sizeof *w->aim, e);
	w->rows = gan_alloc(n * d, real, e);
	w->logit = gan_alloc(n * k, real, e);
	w->copy = gan_alloc(2 * SOME * d, real, e);
	w->weight = gan_alloc(2 * SOME * k, real, e);
	w->grad = gan_alloc(2 * SOME * d, real, e);
	w->number = gan_alloc(d, sizeof *w->number, e);
	return w->going && w->aim && w->rows && w->logit && w->copy && w->weight && w->grad && w->number ? 0 : -1;
}

/* ---- one row ---- */

static int by_gain(const void *a, const void *b)
{
	const struct number *x = a, *y = b;

	if (x->gain != y->gain)
		return x->gain > y->gain ? -1 : 1;
	if (x->loss != y->loss)
		return x->loss > y->loss ? -1 : 1;
	return (x->j > y->j) - (x->j < y->j);
}

/* Numbers that two others beat in both respects are in no best pair, since one of the two could stand in their place. The return is
   how many are left, a few dozen of thousands. */
static int64_t thin(struct number *p, int64_t n)
{
	double first = -INFINITY, second = -INFINITY;
	int64_t left = 0;

	qsort(p, (size_t)n, sizeof *p, by_gain);
	for (int64_t i = 0; i < n; i++) {
		double loss = p[i].loss;

		if (loss <= second)
			continue;
		second = loss > first ? first : loss;
		first = loss > first ? loss : first;
		p[left++] = p[i];
	}
	return left;
}

/* The pair with the greatest gain times loss, both sums above 0; 0 where there is none. */
static int best_pair(const struct number *p, int64_t n, int64_t pair[2])
{
	double best = 0;

	for (int64_t i = 0; i < n; i++)
		for (int64_t k = i + 1; k < n; k++) {
			double gain = p[i].gain + p[k].gain, loss = p[i].loss + p[k].loss;

			if (gain > 0 && loss > 0 && gain * loss > best) {
				best = gain * loss;
				pair[0] = p[i].j;
				pair[1] = p[k].j;
			}
		}
	return best > 0;
}

/* Changes two numbers of row i, given the gradients of the target's part and of the others'; 0 where no pair helps. */
static int change(struct work *w, int64_t i, const gan_real *target, const gan_real *others)
{
	const struct gan_assault *a = w->a;
	gan_real *x = a->x + i * a->d;
	double sign = w->theta < 0 ? -1 : 1;
	int64_t n = 0, pair[2];

	for (int64_t j = 0; j < a->d; j++)
		if ((!a->mask || a->mask[j] != 0) && (w->theta < 0 ? x[j] > a->lo : x[j] < a->hi))
			w->number[n++] = (struct number) { sign * target[j], -sign * others[j], j };
	if (!best_pair(w->number, thin(w->number, n), pair))
		return 0;
	for (int k = 0; k < 2; k++) {
		double to = x[pair[k]] + w->theta;

		x[pair[k]] = (gan_real)(to < a->lo ? a->lo : to > a->hi ? a->hi : to);
	}
	return 1;
}

/* ---- all rows ---- */

/* weight[2,K]: of the target's logit and of the others' sum, or of their probabilities', F_t (e_t - F) and its negative. */
static void weigh(const struct work *w, const gan_real *z, int64_t aim, gan_real *weight)
{
	int64_t most = gan_logit_best(z, w->k, -1);
	double sum = 0, target;

	for (int64_t k = 0; k < w->k; k++)
		sum += exp((double)z[k] - z[most]);
	target = exp((double)z[aim] - z[most]) / sum;
	for (int64_t k = 0; k < w->k; k++) {
		double p = target * ((k == aim) - exp((double)z[k] - z[most]) / sum);

		weight[k] = (gan_real)(w->probs ? p : k == aim);
		weight[w->k + k] = (gan_real)(w->probs ? -p : k != aim);
	}
}

/* Rows at..at+n of those that go; those that no pair helps get going = -1. */
static int change_some(struct work *w, int64_t at, int64_t n, struct gan_err *e)
{
	int64_t d = w->a->d;

	for (int64_t r = 0; r < n; r++) {
		int64_t i = w->going[at + r];

		for (int c = 0; c < 2; c++)
			memcpy(w->copy + (2 * r + c) * d, w->a->x + i * d, (size_t)d * sizeof *w->copy);
		weigh(w, w->logit + (at + r) * w->k, w->aim[i], w->weight + 2 * r * w->k);
	}
	if (gan_victim_pull(w->a->v, w->copy, 2 * n, w->weight, w->grad, NULL, e))
		return -1;
	for (int64_t r = 0; r < n; r++)
		if (!change(w, w->going[at + r], w->grad + 2 * r * d, w->grad + (2 * r + 1) * d))
			w->going[at + r] = -1 - w->going[at + r];
	return 0;
}

static void give_up(const struct gan_assault *a, int64_t i)
{
	memcpy(a->x + i * a->d, a->x0 + i * a->d, (size_t)a->d * sizeof *a->x);
}

/* Drops rows that have arrived, and those that cannot go on; w->logit becomes that of the rest. */
static int look(struct work *w, struct gan_err *e)
{
	int64_t d = w->a->d, left = 0;

	for (int64_t r = 0; r < w->n; r++)
		if (w->going[r] >= 0)
			w->going[left++] = w->going[r];
		else
			give_up(w->a, -1 - w->going[r]);
	for (int64_t r = 0; r < left; r++)
		memcpy(w->rows + r * d, w->a->x + w->going[r] * d, (size_t)d * sizeof *w->rows);
	w->n = left;
	if (gan_victim_logits(w->a->v, w->rows, w->n, w->logit, e))
		return -1;
	left = 0;
	for (int64_t r = 0; r < w->n; r++) {
		if (gan_assault_fooled(w->a, w->logit + r * w->k, w->going[r]))
			continue;
		memmove(w->logit + left * w->k, w->logit + r * w->k, (size_t)w->k * sizeof *w->logit);
		w->going[left++] = w->going[r];
	}
	w->n = left;
	return 0;
}

static int go(struct work *w, int64_t iters, struct gan_err *e)
{
	const struct gan_assault *a = w->a;

	w->n = a->n;
	for (int64_t i = 0; i < a->n; i++)
		w->going[i] = i;
	for (int64_t t = 0; t <= iters && w->n; t++) {
		if (look(w, e))
			return -1;
		for (int64_t r = 0; r < w->n && !t; r++) {
			int64_t i = w->going[r];

			w->aim[i] = a->target ? a->target[i] : gan_logit_best(w->logit + r * w->k, w->k, a->label[i]);
		}
		for (int64_t at = 0; at < w->n && t < iters; at += SOME)
			if (change_some(w, at, w->n - at < SOME ? w->n - at : SOME, e))
				return -1;
	}
	for (int64_t r = 0; r < w->n; r++)
		give_up(a, w->going[r]);
	return 0;
}

static int run(const struct gan_assault *a, struct gan_err *e)
{
	struct work w = {
		.a = a, .k = gan_victim_classes(a->v), .theta = gan_assault_real(a, "theta"),
		.probs = !strcmp(gan_assault_text(a, "map"), "probs"),
	};
	int64_t iters = (int64_t)(gan_assault_real(a, "gamma") * (double)a->d / 2);
	int rc;

	if (w.theta == 0)
		return gan_fail(e, GAN_USAGE, "theta=0: expected how much a number is to change, above or below 0");
	rc = work_alloc(&w, e) || go(&w, iters < 1 ? 1 : iters, e) ? -1 : 0;
	work_free(&w);
	return rc;
}

static const struct gan_setting settings[] = {
	{ "theta", GAN_SET_REAL, "1", -1e6, 1e6, NULL, "", "how much a number changes at a time; below 0: down" },
	{ "gamma", GAN_SET_REAL, "0.145", 0, 1, NULL, "", "at most that share of the numbers changes" },
	{ "map", GAN_SET_ENUM, "logits", 0, 0, "logits|probs", "", "whose gradients count: of the logits, or of their probabilities" },
};

const struct gan_attack gan_attack_jsma = {
	.name = "jsma",
	.help = "the two most salient numbers at a time (Papernot et al. 2016)",
	.flags = GAN_ATTACK_MINIMAL | GAN_ATTACK_TARGETS,
	.norms = 1 << GAN_NORM_0,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.run = run,
};
