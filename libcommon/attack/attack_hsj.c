/* HopSkipJump (Chen, Jordan and Wainwright 2020, alg. 2): from a point of the edge the gradient there is estimated by decisions
   alone, a step is made along it, and the way back to the edge is halved. */
#include <math.h>
#include <string.h>
#include "attack/ball.h"
#include "attack/decide.h"
#include "base/mem.h"
#include "base/rng.h"

#define B GAN_VICTIM_BATCH
#define MOST 10000   /* probes of an iteration */
#define HALVINGS 30

struct hop {
	struct gan_decide w;
	int64_t t, probes, first; /* the iteration, from 1; its probes; how many there were before */
	int64_t at;               /* the first probe of a batch: row number times probes, plus the probe's number */
	gan_real *ask;            /* [B,d] */
	gan_real *best, *logit;   /* [n,d]; [B,K] */
	double *size;             /* [n] radius of the probes */
	double *all, *signs;      /* [n,d] sums of directions; and of directions by +1 or -1 */
	int64_t *yes, *row;       /* [n] probes that fool; rows that are asked about */
	double *step;             /* [n] */
};

static void hop_free(struct hop *h)
{
	gan_decide_close(&h->w);
	gan_free(h->ask);
	gan_free(h->best);
	gan_free(h->logit);
	gan_free(h->size);
	gan_free(h->all);
	gan_free(h->signs);
	gan_free(h->yes);
	gan_free(h->row);
	gan_free(h->step);
}

static int hop_alloc(struct hop *h, const struct gan_assault *a, struct gan_err *e)
{
	size_t n = (size_t)a->n, d = (size_t)a->d;

	h->ask = gan_alloc(B * d, sizeof *h->ask, e);
	h->best = gan_alloc(n * d, sizeof *h->best, e);
	h->logit = gan_alloc(B * (size_t)gan_victim_classes(a->v), sizeof *h->logit, e);
	h->size = gan_alloc(n, sizeof *h->size, e);
	h->all = gan_alloc(n * d, sizeof *h->all, e);
	h->signs = gan_alloc(n * d, sizeof *h->signs, e);
	h->yes = gan_alloc(n, sizeof *h->yes, e);
	h->row = gan_alloc(B > n ? B : n, sizeof *h->row, e);
	h->step = gan_alloc(n, sizeof *h->step, e);
	return h->ask && h->best && h->logit && h->size && h->all && h->signs && h->yes && h->row && h->step ? 0 : -1;
}

/* ---- the gradient at the edge ---- */

/* Probe b of the batch: x and a random direction of length size, inside lo..hi. */
static void probe(void *ctx, int64_t b)
{
	const struct hop *h = ctx;
	const struct gan_assault *a = &h->w.r.a;
	struct gan_rng r = gan_rng_make(a->seed, "attack.hsj");
	int64_t i = (h->at + b) / h->probes, number = h->first + (h->at + b) % h->probes;
	gan_real *to = h->ask + b * a->d;
	double square = 0, u[64];

	for (int64_t j = 0; j < a->d; j++) {
		size_t some = (size_t)(a->d - j < 64 ? a->d - j : 64);

		if (j % 64 == 0 && a->norm == GAN_NORM_INF)
			gan_rng_uniform_f64(r, (uint64_t)a->restart, (uint64_t)a->index[i], (uint64_t)(number * a->d + j), u, some);
		else if (j % 64 == 0)
			gan_rng_normal_f64(r, (uint64_t)a->restart, (uint64_t)a->index[i], (uint64_t)(number * a->d + j), u, some);
		to[j] = (gan_real)(a->mask && a->mask[j] == 0 ? 0 : a->norm == GAN_NORM_INF ? 2 * u[j % 64] - 1 : u[j % 64]);
		square += (double)to[j] * to[j];
	}
	for (int64_t j = 0; j < a->d; j++) {
		double v = a->x[i * a->d + j] + (square > 0 ? h->size[i] / sqrt(square) * to[j] : 0);

		to[j] = (gan_real)(v < a->lo ? a->lo : v > a->hi ? a->hi : v);
	}
}

/* Probes, a batch at a time, whatever rows they belong to; their directions are added up. */
static int probe_all(struct hop *h, struct gan_err *e)
{
	const struct gan_assault *a = &h->w.r.a;
	struct gan_assault batch = *a;
	gan_real *logit = h->logit;
	uint8_t yes[B];
	int64_t total = a->n * h->probes;

	memset(h->all, 0, (size_t)(a->n * a->d) * sizeof *h->all);
	memset(h->signs, 0, (size_t)(a->n * a->d) * sizeof *h->signs);
	memset(h->yes, 0, (size_t)a->n * sizeof *h->yes);
	for (h->at = 0; h->at < total; h->at += batch.n) {
		batch.n = total - h->at < B ? total - h->at : B;
		gan_rows_each(&batch, probe, h);
		for (int64_t b = 0; b < batch.n; b++)
			h->row[b] = (h->at + b) / h->probes;
		if (gan_decide_ask(a, h->ask, h->row, batch.n, logit, yes, e))
			return -1;
		for (int64_t b = 0; b < batch.n; b++) {
			int64_t i = h->row[b];

			h->yes[i] += yes[b];
			for (int64_t j = 0; j < a->d; j++) {
				double u = (double)h->ask[b * a->d + j] - a->x[i * a->d + j];

				h->all[i * a->d + j] += u;
				h->signs[i * a->d + j] += yes[b] ? u : -u;
			}
		}
	}
	h->first += h->probes;
	return 0;
}

/* signs becomes the direction to go: the mean of (phi - mean phi) u, phi = +1 where the probe fools, else -1; where all agree, u's
   mean or its negative. In norm 2 of length 1, in norm inf its signs. */
static void direction(struct hop *h, int64_t i)
{
	const struct gan_assault *a = &h->w.r.a;
	double *v = h->signs + i * a->d, *all = h->all + i * a->d, mean = 2 * (double)h->yes[i] / (double)h->probes - 1, square = 0;

	for (int64_t j = 0; j < a->d; j++) {
		if (h->yes[i] && h->yes[i] < h->probes)
			v[j] -= mean * all[j];
		square += v[j] * v[j];
	}
	for (int64_t j = 0; j < a->d && square > 0; j++)
		v[j] = a->norm == GAN_NORM_INF ? (v[j] > 0) - (v[j] < 0) : v[j] / sqrt(square);
}

/* ---- the step ---- */

/* Along the direction, halved until it still fools; rows where it never does stay. */
static int jump(struct hop *h, struct gan_err *e)
{
	struct gan_decide *w = &h->w;
	const struct gan_assault *a = &w->r.a;
	int64_t left = a->n;

	for (int64_t i = 0; i < a->n; i++) {
		h->row[i] = i;
		h->step[i] = gan_ball_length(a->norm, a->x + i * a->d, a->x0 + i * a->d, a->d) / sqrt((double)h->t);
	}
	for (int k = 0; k < HALVINGS && left; k++) {
		int64_t still = 0;

		for (int64_t r = 0; r < left; r++)
			for (int64_t j = 0; j < a->d; j++) {
				double v = a->x[h->row[r] * a->d + j] + h->step[h->row[r]] * h->signs[h->row[r] * a->d + j];

				w->try[r * a->d + j] = (gan_real)(v < a->lo ? a->lo : v > a->hi ? a->hi : v);
			}
		if (gan_decide_ask(a, w->try, h->row, left, w->logit, w->yes, e))
			return -1;
		for (int64_t r = 0; r < left; r++) {
			if (w->yes[r])
				memcpy(a->x + h->row[r] * a->d, w->try + r * a->d, (size_t)a->d * sizeof *a->x);
			else
				h->row[still++] = h->row[r];
		}
		left = still;
		for (int64_t r = 0; r < left; r++)
			h->step[h->row[r]] /= 2;
	}
	return 0;
}

/* The radius of the probes: of the first ones a tenth of the range, then the distance over d (sec. IV, theta = 1/d^1.5, 1/d^2). */
static void choose_size(struct hop *h, int64_t i)
{
	const struct gan_assault *a = &h->w.r.a;
	double length = gan_ball_length(a->norm, a->x + i * a->d, a->x0 + i * a->d, a->d), range = a->hi - a->lo;

	h->size[i] = length / (double)a->d;
	if (h->t == 1)
		h->size[i] = .1 * (isfinite(range) ? range : length);
}

static void keep_best(struct hop *h)
{
	const struct gan_assault *a = &h->w.r.a;

	for (int64_t i = 0; i < a->n; i++) {
		const gan_real *x0 = a->x0 + i * a->d, *x = a->x + i * a->d;

		if (h->t == 0 || gan_ball_length(a->norm, x, x0, a->d) < gan_ball_length(a->norm, h->best + i * a->d, x0, a->d))
			memcpy(h->best + i * a->d, x, (size_t)a->d * sizeof *x);
	}
}

static int go(struct hop *h, int64_t iters, int64_t probes, struct gan_err *e)
{
	const struct gan_assault *a = &h->w.r.a;

	keep_best(h);
	for (h->t = 1; h->t <= iters && a->n; h->t++) {
		h->probes = (int64_t)((double)probes * sqrt((double)h->t));
		h->probes = h->probes < MOST ? h->probes : MOST;
		for (int64_t i = 0; i < a->n; i++)
			choose_size(h, i);
		if (probe_all(h, e))
			return -1;
		for (int64_t i = 0; i < a->n; i++)
			direction(h, i);
		if (jump(h, e) || gan_decide_edge(&h->w, e))
			return -1;
		keep_best(h);
	}
	memcpy(a->x, h->best, (size_t)(a->n * a->d) * sizeof *a->x);
	return 0;
}

static int run(const struct gan_assault *a, struct gan_err *e)
{
	struct hop h = { .t = 0 };
	int rc = hop_alloc(&h, a, e) || gan_decide_open(&h.w, a, e) ||
	         go(&h, gan_assault_int(a, "iters"), gan_assault_int(a, "probes"), e) ? -1 : 0;

	hop_free(&h);
	return rc;
}

static const struct gan_setting settings[] = {
	{ "iters", GAN_SET_INT, "10", 1, 1e6, NULL, "steps", "steps along an estimated gradient" },
	{ "probes", GAN_SET_INT, "100", 1, 10000, NULL, "queries", "of the first estimate; of step t sqrt(t) times as many, <= 10000" },
	GAN_ATTACK_SET_BEGIN,
};

const struct gan_attack gan_attack_hsj = {
	.name = "hsj",
	.help = "HopSkipJump: gradients estimated by decisions alone (Chen et al. 2020)",
	.flags = GAN_ATTACK_MINIMAL | GAN_ATTACK_RANDOM | GAN_ATTACK_TARGETS,
	.norms = 1 << GAN_NORM_INF | 1 << GAN_NORM_2,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.run = run,
};
