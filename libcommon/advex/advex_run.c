/* One radius: the elements that are attacked are gathered, some at a time, changed, rounded to what will be written, and looked at
   again as they will be read. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "advex/advex_priv.h"
#include "attack/ball.h"
#include "attack/quantise.h"
#include "base/mem.h"

#define PART_ROWS 256
#define PART_NUMBERS 4194304

/* Elements under attack: their numbers in the set, and arrays of as many rows. */
struct part {
	int64_t most, n;
	int64_t *index, *label, *target;
	gan_real *x0, *x, *seen, *logit; /* seen: x as it will be read */
	int64_t *row;                    /* those that are looked at, */
	gan_real *ask;                   /* and what is seen of them */
	struct gan_outcome *was;         /* what became of them before */
};

static void part_free(struct part *p)
{
	gan_free(p->index);
	gan_free(p->label);
	gan_free(p->target);
	gan_free(p->x0);
	gan_free(p->x);
	gan_free(p->seen);
	gan_free(p->logit);
	gan_free(p->row);
	gan_free(p->ask);
	gan_free(p->was);
}

/* Several batches, so that where some elements are done with the others fill the gap; of big pictures fewer. */
static int64_t some_rows(const struct gan_advex *a)
{
	int64_t most = PART_NUMBERS / a->set.d / GAN_VICTIM_BATCH * GAN_VICTIM_BATCH;

	return most < GAN_VICTIM_BATCH ? GAN_VICTIM_BATCH : most > PART_ROWS ? PART_ROWS : most;
}

static int part_alloc(struct part *p, const struct gan_advex *a, struct gan_err *e)
{
	size_t most, real = sizeof(gan_real), bytes;

	p->most = a->attack->flags & GAN_ATTACK_SET ? a->set.n : some_rows(a);
	most = (size_t)p->most;
	if (!gan_mul_ok(most, (size_t)a->set.d, &bytes))
		return gan_fail_nomem(e, UINT64_MAX);
	p->index = gan_alloc(most, sizeof *p->index, e);
	p->label = gan_alloc(most, sizeof *p->label, e);
	p->target = gan_alloc(most, sizeof *p->target, e);
	p->x0 = gan_alloc(bytes, real, e);
	p->x = gan_alloc(bytes, real, e);
	p->seen = gan_alloc(bytes, real, e);
	p->logit = gan_alloc(most * (size_t)a->k, real, e);
	p->row = gan_alloc(most, sizeof *p->row, e);
	p->ask = gan_alloc(bytes, real, e);
	p->was = gan_alloc(most, sizeof *p->was, e);
	return p->index && p->label && p->target && p->x0 && p->x && p->seen && p->logit && p->row && p->ask && p->was ? 0 : -1;
}

/* The next elements that are attacked, from *at on; 0 where there are no more. */
static int gather(struct part *p, const struct gan_advex *a, int64_t *at)
{
	for (p->n = 0; *at < a->set.n && p->n < p->most; (*at)++) {
		if (!a->outcome[*at].attacked)
			continue;
		p->index[p->n] = *at;
		p->label[p->n] = a->label[*at];
		p->target[p->n] = a->target ? a->target[*at] : 0;
		gan_advex_element(a, *at, p->x0 + p->n * a->set.d);
		p->n++;
	}
	return p->n > 0;
}

/* What will be written of row i, and how it will be read. */
static void write_back(struct gan_advex *a, struct part *p, int64_t i, enum gan_rounding how)
{
	int64_t d = a->set.d, at = p->index[i] * d;
	const gan_real *x = p->x + i * d;
	gan_real *seen = p->seen + i * d;

	if (a->x8)
		gan_quantise(a->x8 + at, x, a->set.x8 + at, d, how);
	for (int64_t j = 0; j < d && a->xf; j++)
		a->xf[at + j] = (float)x[j];
	for (int64_t j = 0; j < d; j++)
		seen[j] = a->x8 ? (gan_real)(a->x8[at + j] / 255.) : (gan_real)a->xf[at + j];
}

/* Asks v about n rows, p->row. */
static int look(struct gan_advex *a, const struct gan_assault *s, struct part *p, struct gan_victim *v, int64_t n,
                struct gan_err *e)
{
	int64_t d = a->set.d;

	for (int64_t r = 0; r < n; r++)
		memcpy(p->ask + r * d, p->seen + p->row[r] * d, (size_t)d * sizeof *p->ask);
	if (gan_victim_logits(v, p->ask, n, p->logit, e))
		return -1;
	for (int64_t r = 0; r < n; r++) {
		int64_t i = p->row[r];
		struct gan_outcome *o = &a->outcome[p->index[i]];

		gan_outcome_see(o, p->logit + r * a->k, a->k, p->label[i], 1);
		gan_outcome_measure(o, p->seen + i * d, p->x0 + i * d, d);
		o->fooled = gan_assault_fooled(s, p->logit + r * a->k, i);
	}
	return 0;
}

static int look_all(struct gan_advex *a, const struct gan_assault *s, struct part *p, struct gan_victim *v, struct gan_err *e)
{
	for (int64_t i = 0; i < p->n; i++)
		p->row[i] = i;
	return look(a, s, p, v, p->n, e);
}

/* Rows that do not fool are rounded so, as long as that stays inside the radius; where it does not help it is undone. */
static int round_again(struct gan_advex *a, const struct gan_assault *s, struct part *p, struct gan_victim *v,
                       enum gan_rounding how, struct gan_err *e)
{
	int64_t d = a->set.d, n = 0;

	for (int64_t i = 0; i < p->n; i++) {
		if (a->outcome[p->index[i]].fooled)
			continue;
		write_back(a, p, i, how);
		if (gan_ball_length(s->norm, p->seen + i * d, p->x0 + i * d, d) > s->eps * (1 + 1e-6)) {
			write_back(a, p, i, GAN_ROUND_TOWARD);
			continue;
		}
		p->was[n] = a->outcome[p->index[i]];
		p->row[n++] = i;
	}
	if (!n)
		return 0;
	if (look(a, s, p, v, n, e))
		return -1;
	for (int64_t r = 0; r < n; r++) {
		struct gan_outcome *o = &a->outcome[p->index[p->row[r]]];

		if (o->fooled)
			continue;
		*o = p->was[r];
		write_back(a, p, p->row[r], GAN_ROUND_TOWARD);
	}
	return 0;
}

/* Changes are rounded toward the original. Attacks that end as soon as they succeed leave elements so near the edge that this can
   undo it: what does not fool is rounded to the nearest byte, then away. Who is attacked says what fools, and the judge what came
   of it; they are one and the same where the attack sees the plain net. One change for all stays one. */
static int settle(struct gan_advex *a, const struct gan_assault *s, struct part *p, struct gan_err *e)
{
	int bytes = a->x8 && s->eps != 0 && !(a->attack->flags & GAN_ATTACK_SET), same = !a->eot.n && !a->o->adaptive;
	struct gan_victim *v = bytes && !same ? a->v : a->judge;

	for (int64_t i = 0; i < p->n; i++)
		write_back(a, p, i, GAN_ROUND_TOWARD);
	if (look_all(a, s, p, v, e))
		return -1;
	for (int how = GAN_ROUND_NEAREST; how < GAN_ROUNDINGS && bytes; how++)
		if (round_again(a, s, p, v, (enum gan_rounding)how, e))
			return -1;
	return v != a->judge ? look_all(a, s, p, a->judge, e) : 0;
}

/* What of the radius bytes can use: in norm inf, whole levels. */
static double usable(const struct gan_advex *a)
{
	return a->x8 && a->o->norm == GAN_NORM_INF ? floor(a->eps * 255 + 1e-6) / 255 : a->eps;
}

static void element(void *ctx, int64_t i, gan_real *x)
{
	gan_advex_element(ctx, i, x);
}

static int attack_part(struct gan_advex *a, struct part *p, struct gan_err *e)
{
	int minimal = a->attack->flags & GAN_ATTACK_MINIMAL, bounded = a->set.h || a->o->range[0] < a->o->range[1];
	struct gan_assault s = {
		.v = a->v, .attack = a->attack, .set = a->o->set, .norm = a->o->norm, .eps = minimal ? INFINITY : usable(a),
		.lo = a->set.h ? 0 : bounded ? a->o->range[0] : -INFINITY, .hi = a->set.h ? 1 : bounded ? a->o->range[1] : INFINITY,
		.n = p->n, .d = a->set.d, .h = a->set.h, .w = a->set.w, .c = a->set.c, .x0 = p->x0, .label = p->label,
		.target = a->target ? p->target : NULL, .index = p->index,
		.mask = a->mask, .seed = a->seed, .x = p->x, .nset = a->set.n, .clean = a->clean, .element = element, .ctx = a,
	};

	if (s.eps == 0)
		memcpy(p->x, p->x0, (size_t)(p->n * a->set.d) * sizeof *p->x);
	else if (gan_victim_restart(a->v), gan_assault_run(&s, e))
		return -1;
	return settle(a, &s, p, e);
}

void gan_advex_restore(struct gan_advex *a, int64_t i)
{
	int64_t d = a->set.d;
	struct gan_outcome *o = &a->outcome[i];

	gan_outcome_see(o, a->clean + i * a->k, a->k, a->label[i], 1);
	memset(o->norm, 0, sizeof o->norm);
	o->fooled = 0;
	if (a->x8)
		memcpy(a->x8 + i * d, a->set.x8 + i * d, (size_t)d);
	for (int64_t j = i * d; j < (i + 1) * d && a->xf; j++)
		a->xf[j] = a->set.xf ? a->set.xf[j] : (float)(a->set.x8[j] / 255.);
}

/* All elements as they were. */
static int begin(struct gan_advex *a, struct gan_err *e)
{
	size_t all = (size_t)(a->set.n * a->set.d);

	if (!a->x8 && !a->xf) {
		if (!a->set.xf && a->o->quantise)
			a->x8 = gan_alloc(all, 1, e);
		else
			a->xf = gan_alloc(all, sizeof *a->xf, e);
		if (!a->x8 && !a->xf)
			return -1;
	}
	for (int64_t i = 0; i < a->set.n; i++)
		gan_advex_restore(a, i);
	return 0;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void tell(const struct gan_advex *a, int64_t at)
{
	char line[96];

	snprintf(line, sizeof line, "%s: %" PRId64 " of %" PRId64, a->attack->name, at, a->set.n);
	if (a->o->progress)
		a->o->progress(a->o->ctx, line);
}

/* Where a net is flat, its gradient leads nowhere: robust against such an attack is not robust. */
static void tell_flat(struct gan_advex *a)
{
	char line[256];

	snprintf(line, sizeof line, "%" PRId64 " of %" PRId64 " gradients were zero everywhere%s", a->flat, a->gradients,
	         a->flat == a->gradients ? ": such an attack says nothing of this model (-a square and boundary need none)" :
	         ": where the loss's was, the margin's was taken");
	if (a->flat && !a->told_flat && a->o->warn)
		a->o->warn(a->o->ctx, line);
	a->told_flat |= a->flat > 0;
}

static int run(struct gan_advex *a, double eps, struct gan_err *e)
{
	struct part p = { 0 };
	int64_t at = 0, queries, gradients, flat = gan_victim_flat(a->v);
	double start = now();
	int rc = part_alloc(&p, a, e);

	a->eps = eps;
	gan_victim_asked(a->v, &queries, &gradients);
	if (!rc)
		rc = begin(a, e);
	while (!rc && gather(&p, a, &at)) {
		rc = attack_part(a, &p, e);
		tell(a, at);
	}
	part_free(&p);
	gan_victim_asked(a->v, &a->queries, &a->gradients);
	a->queries -= queries;
	a->gradients -= gradients;
	a->flat = gan_victim_flat(a->v) - flat;
	a->seconds = now() - start;
	tell_flat(a);
	return rc;
}

int gan_advex_run(struct gan_advex *a, double eps, struct gan_err *e)
{
	if (a->attack->flags & GAN_ATTACK_MINIMAL) {
		if (!a->least && (run(a, INFINITY, e) || gan_advex_keep_least(a, e)))
			return -1;
		gan_advex_take_least(a, eps);
		return 0;
	}
	return run(a, eps, e);
}
