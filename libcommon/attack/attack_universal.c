/* Universal perturbations (Moosavi-Dezfooli et al. 2017, alg. 1): one change v for all elements. Pass after pass, each element that
   v does not yet fool adds the way from x + v to its nearest edge (DeepFool), and v is brought back into the ball. Fooled is here
   who leaves the class that the victim gives to the clean element, whatever its label. */
#include <math.h>
#include <string.h>
#include "attack/ball.h"
#include "attack/deepfool.h"
#include "attack/logit.h"
#include "base/mem.h"
#include "base/rng.h"

#define B GAN_VICTIM_BATCH

struct universal {
	const struct gan_assault *a;
	struct gan_deepfool way;
	int64_t k, n;          /* elements that v is made from */
	gan_real *v, *best;    /* [d] */
	gan_real *ask, *logit; /* [B,d], [B,K] */
	gan_real *one;         /* [d] where an element's way begins */
	int64_t *from;         /* [n] classes of the clean elements */
	uint32_t *order;       /* [n] */
};

static void universal_free(struct universal *u)
{
	gan_free(u->v);
	gan_free(u->best);
	gan_free(u->ask);
	gan_free(u->logit);
	gan_free(u->one);
	gan_free(u->from);
	gan_free(u->order);
}

static int universal_alloc(struct universal *u, struct gan_err *e)
{
	size_t d = (size_t)u->a->d, n = (size_t)u->n;

	u->v = gan_alloc(d, sizeof *u->v, e);
	u->best = gan_alloc(d, sizeof *u->best, e);
	u->ask = gan_alloc(B * d, sizeof *u->ask, e);
	u->logit = gan_alloc(B * (size_t)u->k, sizeof *u->logit, e);
	u->one = gan_alloc(d, sizeof *u->one, e);
	u->from = gan_alloc(n, sizeof *u->from, e);
	u->order = gan_alloc(n, sizeof *u->order, e);
	return u->v && u->best && u->ask && u->logit && u->one && u->from && u->order ? 0 : -1;
}

/* x = x0 + v, inside lo..hi. */
static void put(const struct universal *u, int64_t i, const gan_real *v, gan_real *x)
{
	const struct gan_assault *a = u->a;

	for (int64_t j = 0; j < a->d; j++) {
		double to = (double)a->x0[i * a->d + j] + v[j];

		x[j] = (gan_real)(to < a->lo ? a->lo : to > a->hi ? a->hi : to);
	}
}

/* u->logit of elements order[at..at+n], n <= B, changed by v (NULL: clean). */
static int ask(struct universal *u, int64_t at, int64_t n, const gan_real *v, struct gan_err *e)
{
	const struct gan_assault *a = u->a;

	for (int64_t r = 0; r < n; r++) {
		int64_t i = u->order[at + r];

		if (v)
			put(u, i, v, u->ask + r * a->d);
		else
			memcpy(u->ask + r * a->d, a->x0 + i * a->d, (size_t)a->d * sizeof *u->ask);
	}
	return gan_victim_logits(a->v, u->ask, n, u->logit, e);
}

static int64_t class_of(const struct universal *u, int64_t r)
{
	return gan_logit_best(u->logit + r * u->k, u->k, -1);
}

static int see_clean(struct universal *u, struct gan_err *e)
{
	for (int64_t i = 0; i < u->n; i++)
		u->order[i] = (uint32_t)i;
	for (int64_t at = 0; at < u->n; at += B) {
		int64_t n = u->n - at < B ? u->n - at : B;

		if (ask(u, at, n, NULL, e))
			return -1;
		for (int64_t r = 0; r < n; r++)
			u->from[at + r] = class_of(u, r);
	}
	return 0;
}

/* v back into the ball. */
static void shorten(struct universal *u)
{
	double length = 0, eps = u->a->eps;

	for (int64_t j = 0; j < u->a->d; j++)
		length += (double)u->v[j] * u->v[j];
	length = sqrt(length);
	for (int64_t j = 0; j < u->a->d; j++) {
		if (u->a->norm == GAN_NORM_INF)
			u->v[j] = (gan_real)(u->v[j] > eps ? eps : u->v[j] < -eps ? -eps : u->v[j]);
		else if (length > eps)
			u->v[j] = (gan_real)(u->v[j] * (eps / length));
	}
}

/* v takes over the way of element i. */
static int learn(struct universal *u, int64_t i, struct gan_err *e)
{
	uint8_t done;

	put(u, i, u->v, u->ask);
	memcpy(u->one, u->ask, (size_t)u->a->d * sizeof *u->one);
	if (gan_deepfool(u->a, &u->way, 1, &u->from[i], u->ask, &done, e))
		return -1;
	for (int64_t j = 0; j < u->a->d; j++)
		u->v[j] = (gan_real)(u->v[j] + ((double)u->ask[j] - u->one[j]));
	shorten(u);
	return 0;
}

/* Looks ahead, more and more elements at a time, for one that v does not fool, and learns from it. */
static int pass(struct universal *u, int64_t number, struct gan_err *e)
{
	int64_t ahead = 1;

	gan_rng_permutation(gan_rng_make(u->a->seed, "attack.universal"), (uint64_t)number, u->order, (size_t)u->n);
	for (int64_t at = 0; at < u->n;) {
		int64_t n = u->n - at < ahead ? u->n - at : ahead, r = 0;

		if (ask(u, at, n, u->v, e))
			return -1;
		while (r < n && class_of(u, r) != u->from[u->order[at + r]])
			r++;
		at += r;
		ahead = r < n ? 1 : ahead < B ? 2 * ahead : B;
		if (r < n && learn(u, u->order[at++], e))
			return -1;
	}
	return 0;
}

/* How many of the elements v fools; -1: failed. */
static int64_t count(struct universal *u, struct gan_err *e)
{
	int64_t fooled = 0;

	for (int64_t at = 0; at < u->n; at += B) {
		int64_t n = u->n - at < B ? u->n - at : B;

		if (ask(u, at, n, u->v, e))
			return -1;
		for (int64_t r = 0; r < n; r++)
			fooled += class_of(u, r) != u->from[u->order[at + r]];
	}
	return fooled;
}

static int go(struct universal *u, struct gan_err *e)
{
	int64_t passes = gan_assault_int(u->a, "passes"), most = -1;
	double enough = gan_assault_real(u->a, "rate") * (double)u->n;

	if (see_clean(u, e))
		return -1;
	for (int64_t t = 0; t < passes && (double)most < enough; t++) {
		int64_t fooled = pass(u, t, e) ? -1 : count(u, e);

		if (fooled < 0)
			return -1;
		if (fooled <= most)
			continue;
		most = fooled;
		memcpy(u->best, u->v, (size_t)u->a->d * sizeof *u->best);
	}
	for (int64_t i = 0; i < u->a->n; i++)
		put(u, i, u->best, u->a->x + i * u->a->d);
	return 0;
}

static int run(const struct gan_assault *a, struct gan_err *e)
{
	int64_t fit = gan_assault_int(a, "fit");
	struct universal u = {
		.a = a, .k = gan_victim_classes(a->v), .n = fit && fit < a->n ? fit : a->n,
		.way = {
			.norm = GAN_NORM_2, .iters = gan_assault_int(a, "iters"), .classes = gan_assault_int(a, "classes"),
			.overshoot = gan_assault_real(a, "overshoot"),
		},
	};
	int rc;

	if (a->n > UINT32_MAX)
		return gan_fail(e, GAN_USAGE, "attack universal: expected at most 4294967295 elements");
	rc = universal_alloc(&u, e) || go(&u, e) ? -1 : 0;
	universal_free(&u);
	return rc;
}

static const struct gan_setting settings[] = {
	{ "passes", GAN_SET_INT, "5", 1, 1e6, NULL, "", "at most so many times through the elements" },
	{ "rate", GAN_SET_REAL, "0.8", 0, 1, NULL, "", "share of the elements that is fooled when it ends" },
	{ "fit", GAN_SET_INT, "0", 0, 1e9, NULL, "elements", "the change is made from the first so many, for all; 0: from all" },
	{ "iters", GAN_SET_INT, "10", 1, 1e6, NULL, "steps", "DeepFool's, at most, for an element" },
	{ "overshoot", GAN_SET_REAL, "0.02", 0, 1e3, NULL, "", "DeepFool's" },
	{ "classes", GAN_SET_INT, "10", 2, 1e6, NULL, "", "DeepFool's" },
};

const struct gan_attack gan_attack_universal = {
	.name = "universal",
	.help = "one change for all elements (Moosavi-Dezfooli et al. 2017)",
	.flags = GAN_ATTACK_SET,
	.norms = 1 << GAN_NORM_INF | 1 << GAN_NORM_2,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.run = run,
};
