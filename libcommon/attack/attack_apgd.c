/* Auto-PGD (Croce and Hein 2020, algorithm 1; in L1: Croce and Hein 2021, algorithm 1): projected gradient ascent
   with momentum, whose step each element halves where a stretch of iterations has not raised its loss often enough, and
   then goes on from its best point. In L1 steps are sparse instead, as sparse as the best change so far, and have no
   momentum. */
#include <math.h>
#include <string.h>
#include "attack/ball.h"
#include "attack/climb.h"
#include "attack/rows.h"
#include "attack/walk.h"
#include "base/mem.h"

#define MOMENTUM .75 /* alpha of the paper: the part of the new step */
#define RISES .75    /* rho: the share of a stretch whose iterations must raise the loss */

/* What an element knows of its climb. */
struct climber {
	double step, loss, best, best_before; /* loss: of the last iterate; best_before: at the last checkpoint */
	double spread, numbers;               /* L1: what share a step moves; how many the best change had last time */
	int64_t rises;
	int halved, fooled;                   /* halved: at the last checkpoint; fooled: `found` is */
	double found;                         /* loss of the row of `found` */
};

struct state {
	struct gan_rows r;
	struct climber *c;                        /* [n] */
	gan_real *grad, *best, *best_grad;        /* [n,d] */
	gan_real *now, *old;                      /* [n,d] the iterate before a step, and the one before that */
	gan_real *found;                          /* [n,d] what is the result: fooled if any was, of the greatest loss */
	gan_real *value, *logit;                  /* [n], [n,K] */
	uint8_t *keep;
	int64_t iter;
	int stop;
};

static void state_free(struct state *s)
{
	gan_rows_close(&s->r);
	gan_free(s->c);
	gan_free(s->grad);
	gan_free(s->now);
	gan_free(s->old);
	gan_free(s->best);
	gan_free(s->best_grad);
	gan_free(s->found);
	gan_free(s->value);
	gan_free(s->logit);
	gan_free(s->keep);
}

static int state_open(struct state *s, const struct gan_assault *a, struct gan_err *e)
{
	size_t n = (size_t)a->n, all = n * (size_t)a->d, real = sizeof(gan_real);

	s->c = gan_alloc(n, sizeof *s->c, e);
	s->grad = gan_alloc(all, real, e);
	s->now = gan_alloc(all, real, e);
	s->old = gan_alloc(all, real, e);
	s->best = gan_alloc(all, real, e);
	s->best_grad = gan_alloc(all, real, e);
	s->found = gan_alloc(all, real, e);
	s->value = gan_alloc(n, real, e);
	s->logit = gan_alloc(n * (size_t)gan_victim_classes(a->v), real, e);
	s->keep = gan_alloc(n, 1, e);
	if (!s->c || !s->grad || !s->now || !s->old || !s->best || !s->best_grad || !s->found || !s->value || !s->logit || !s->keep)
		return -1;
	return gan_rows_open(&s->r, a, e);
}

/* ---- one element ---- */

/* A random point at the edge of the ball. */
static void begin(void *ctx, int64_t row)
{
	struct state *s = ctx;
	const struct gan_assault *a = &s->r.a;
	gan_real *x = a->x + row * a->d;
	const gan_real *x0 = a->x0 + row * a->d;
	double length;

	gan_ball_random(a, row, "attack.start");
	length = gan_ball_length(a->norm, x, x0, a->d);
	for (int64_t j = 0; j < a->d && length > 0; j++)
		x[j] = (gan_real)(x0[j] + ((double)x[j] - x0[j]) * a->eps / length);
	gan_ball_project(a, row);
	s->c[row] = (struct climber){
		.step = a->norm == GAN_NORM_1 ? a->eps : 2 * a->eps, .loss = -INFINITY, .best = -INFINITY, .best_before = -INFINITY,
		.spread = .2, .numbers = (double)a->d, .found = -INFINITY,
	};
}

/* x' = P(z + (1 - alpha)((x - x_old) - (z - x))) for z = P(x + step): what the paper writes as two parts, of the
   step and of the drift. */
static void move(void *ctx, int64_t row)
{
	struct state *s = ctx;
	const struct gan_assault *a = &s->r.a;
	gan_real *x = a->x + row * a->d, *now = s->now + row * a->d, *old = s->old + row * a->d;

	memcpy(now, x, (size_t)a->d * sizeof *x);
	gan_ball_step_spread(a, row, s->grad + row * a->d, s->c[row].step, s->c[row].spread);
	gan_ball_project(a, row);
	if (s->iter && a->norm != GAN_NORM_1) {
		for (int64_t j = 0; j < a->d; j++) {
			double drift = (double)now[j] - old[j], part = (double)x[j] - now[j];

			x[j] = (gan_real)(now[j] + MOMENTUM * part + (1 - MOMENTUM) * drift);
		}
		gan_ball_project(a, row);
	}
	memcpy(old, now, (size_t)a->d * sizeof *x);
}

/* The iterate's loss is known: is it the best, and the result? */
static void look(void *ctx, int64_t row)
{
	struct state *s = ctx;
	const struct gan_assault *a = &s->r.a;
	struct climber *c = &s->c[row];
	double loss = s->value[row];
	int fooled = gan_assault_fooled(a, s->logit + row * gan_victim_classes(a->v), row);
	size_t bytes = (size_t)a->d * sizeof *a->x;

	c->rises += loss > c->loss;
	c->loss = loss;
	if (loss > c->best) {
		c->best = loss;
		memcpy(s->best + row * a->d, a->x + row * a->d, bytes);
		memcpy(s->best_grad + row * a->d, s->grad + row * a->d, bytes);
	}
	if (fooled > c->fooled || (fooled == c->fooled && loss > c->found)) {
		c->fooled = fooled;
		c->found = loss;
		memcpy(s->found + row * a->d, a->x + row * a->d, bytes);
	}
	s->keep[row] = (uint8_t)!(s->stop && fooled);
}

static void go_back(const struct state *s, int64_t row)
{
	const struct gan_assault *a = &s->r.a;
	size_t bytes = (size_t)a->d * sizeof *a->x;

	memcpy(a->x + row * a->d, s->best + row * a->d, bytes);
	memcpy(s->grad + row * a->d, s->best_grad + row * a->d, bytes);
}

static void check(struct state *s, int64_t row, int64_t stretch)
{
	struct climber *c = &s->c[row];
	int seldom = (double)c->rises <= RISES * (double)stretch, stuck = !c->halved && !(c->best > c->best_before);

	c->halved = seldom || stuck;
	c->best_before = c->best;
	c->rises = 0;
	if (!c->halved)
		return;
	c->step /= 2;
	go_back(s, row);
}

/* L1: while the best change grows sparser, steps stay long and start from it. */
static void check_sparse(struct state *s, int64_t row)
{
	const struct gan_assault *a = &s->r.a;
	struct climber *c = &s->c[row];
	double numbers = gan_ball_length(GAN_NORM_0, s->best + row * a->d, a->x0 + row * a->d, a->d);
	int sparser = numbers < .95 * c->numbers;

	c->step = sparser ? a->eps : fmax(c->step / 1.5, a->eps / 10);
	c->spread = numbers / (double)a->d / 1.5;
	c->numbers = numbers;
	if (sparser)
		go_back(s, row);
}

/* ---- all of them ---- */

static int ask(struct state *s, struct gan_err *e)
{
	const struct gan_assault *a = &s->r.a;
	size_t row = (size_t)a->d * sizeof *a->x;

	if (gan_climb_grad(a, s->value, s->grad, s->logit, e))
		return -1;
	gan_rows_each(a, look, s);
	if (!s->stop)
		return 0;
	gan_rows_keep(&s->r, s->keep);
	gan_rows_follow(&s->r, s->c, sizeof *s->c);
	gan_rows_follow(&s->r, s->grad, row);
	gan_rows_follow(&s->r, s->old, row);
	gan_rows_follow(&s->r, s->best, row);
	gan_rows_follow(&s->r, s->best_grad, row);
	gan_rows_follow(&s->r, s->found, row);
	return 0;
}

/* The lengths of the stretches between checkpoints: .22 of all iterations, then each .03 less, .06 at least; in L1
   always .04. */
static int64_t next_stretch(const struct gan_assault *a, int64_t iters, int64_t last)
{
	int64_t n = a->norm == GAN_NORM_1 ? iters * 4 / 100 : last ? last - iters * 3 / 100 : iters * 22 / 100;
	int64_t least = a->norm == GAN_NORM_1 ? 1 : iters * 6 / 100;

	n = n < least ? least : n;
	return n < 1 ? 1 : n;
}

static int climb(struct state *s, int64_t iters, struct gan_err *e)
{
	const struct gan_assault *a = &s->r.a;
	int64_t stretch = next_stretch(a, iters, 0), since = 0;

	gan_rows_each(a, begin, s);
	if (ask(s, e))
		return -1;
	for (s->iter = 0; s->iter < iters && a->n; s->iter++) {
		gan_rows_each(a, move, s);
		if (ask(s, e))
			return -1;
		if (++since < stretch)
			continue;
		for (int64_t i = 0; i < a->n; i++) {
			if (a->norm == GAN_NORM_1)
				check_sparse(s, i);
			else
				check(s, i, stretch);
		}
		stretch = next_stretch(a, iters, stretch);
		since = 0;
	}
	memcpy(a->x, s->found, (size_t)(a->n * a->d) * sizeof *a->x);
	return 0;
}

static int run(const struct gan_assault *a, struct gan_err *e)
{
	struct state s = { .stop = (int)gan_assault_int(a, "stop") };
	int rc = state_open(&s, a, e) ? -1 : climb(&s, gan_assault_int(a, "iters"), e);

	state_free(&s);
	return rc;
}

static const struct gan_setting settings[] = {
	{ "iters", GAN_SET_INT, "100", 1, 1e6, NULL, "steps", "steps along the gradient" },
	GAN_ATTACK_SET_STOP,
	GAN_ATTACK_SET_LOSS("ce"),
};

const struct gan_attack gan_attack_apgd = {
	.name = "apgd",
	.help = "Auto-PGD: chooses its step lengths itself (Croce and Hein 2020, 2021)",
	.flags = GAN_ATTACK_RANDOM | GAN_ATTACK_TARGETS,
	.norms = 1 << GAN_NORM_INF | 1 << GAN_NORM_2 | 1 << GAN_NORM_1,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.run = run,
};
