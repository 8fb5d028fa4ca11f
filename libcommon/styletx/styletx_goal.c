#include "styletx/styletx_goal.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "styletx/styletx_sight.h"
#include "styletx/styletx_tiles.h"
#include "base/mem.h"

#define PARTS GAN_STYLE_MAX_PARTS

struct gan_styletx_goal {
	struct gan_styletx_goal_spec s;
	struct gan_styletx_target target[PARTS];
	double reference[PARTS];
	struct gan_styletx_tiles *tiles; /* instead of what follows, where it is by windows; else NULL */
	struct gan_styletx_sight sight;
	struct gan_plan *plan;
	struct gan_node *raw[PARTS];   /* the terms */
	struct gan_node *empty[PARTS]; /* STATISTIC: the term of moments that are 0; else NULL */
	struct gan_node *grad;
};

static const int64_t rng[3] = { 0, 0, 0 };

/* ---- the graph ---- */

/* Inputs "target.K.I" of part K. */
static void target_inputs(struct gan_styletx_goal *t, int k, struct gan_node **in)
{
	char name[32];

	for (int i = 0; i < t->target[k].n; i++) {
		snprintf(name, sizeof name, "target.%d.%d", k, i);
		in[i] = gan_input(t->sight.g, name, GAN_REAL, &t->target[k].shape[i]);
	}
}

static void build_part(struct gan_styletx_goal *t, int k)
{
	struct gan_node *target[GAN_STYLE_MAX_SUMS] = { NULL }, *none[GAN_STYLE_MAX_SUMS] = { NULL };
	const struct gan_style_term *term = t->s.recipe->part[k].term;
	struct gan_style_at at = gan_styletx_sight_at(&t->sight, t->s.recipe, k);
	struct gan_graph *g = t->sight.g;

	target_inputs(t, k, target);
	if (term->kind == GAN_STYLE_CONTENT)
		at.goal = target[0];
	t->raw[k] = gan_style_term_value(g, term, &at, target);
	if (term->kind != GAN_STYLE_STATISTIC)
		return;
	for (int i = 0; i < term->nsum; i++)
		none[i] = target[i] ? gan_zeros(g, &target[i]->shape) : NULL;
	t->empty[k] = term->value(g, none, target);
}

/* The sum of the terms by the scalars "weight.K", which hold weight over reference. */
static struct gan_node *total(struct gan_styletx_goal *t)
{
	struct gan_graph *g = t->sight.g;
	struct gan_node *sum = NULL;
	char name[32];

	for (int k = 0; k < t->s.recipe->npart; k++) {
		struct gan_node *one;

		snprintf(name, sizeof name, "weight.%d", k);
		one = gan_mul(g, gan_scalar(g, name), t->raw[k]);
		sum = k ? gan_add(g, sum, one) : one;
	}
	return sum;
}

static int build(struct gan_styletx_goal *t, struct gan_err *e)
{
	struct gan_node *out[2 * PARTS + 1];
	int n = 0;

	if (gan_styletx_sight_open(&t->sight, &t->s, GAN_STYLETX_RESULT, t->s.h, t->s.w, e))
		return -1;
	for (int k = 0; k < t->s.recipe->npart; k++)
		build_part(t, k);
	if (gan_grad(t->sight.g, total(t), &t->sight.x, 1, &t->grad) || gan_graph_ok(t->sight.g, e))
		return gan_graph_ok(t->sight.g, e);
	if (!t->grad)
		return gan_fail(e, GAN_DATA, "%s: what the net sees does not depend on the picture", t->s.look->name);
	for (int k = 0; k < t->s.recipe->npart; k++) {
		out[n++] = t->raw[k];
		if (t->empty[k])
			out[n++] = t->empty[k];
	}
	out[n++] = t->grad;
	t->plan = gan_plan_new(t->sight.g, &t->s.look->m.store, out, n, 0, e);
	return t->plan ? 0 : -1;
}

static void bind_targets(struct gan_styletx_goal *t)
{
	char name[32];

	gan_plan_bind(t->plan, "rng", rng);
	gan_styletx_sight_bind(&t->sight, t->plan);
	for (int k = 0; k < t->s.recipe->npart; k++) {
		for (int i = 0; i < t->target[k].n; i++) {
			snprintf(name, sizeof name, "target.%d.%d", k, i);
			gan_plan_bind(t->plan, name, t->target[k].data[i]);
		}
	}
}

/* Are there pictures beyond one window? */
static int is_tiled(const struct gan_styletx_goal_spec *s)
{
	int64_t most = s->h > s->w ? s->h : s->w;

	for (int k = 0; k < s->nstyle; k++) {
		most = most > s->style[k].h ? most : s->style[k].h;
		most = most > s->style[k].w ? most : s->style[k].w;
	}
	return s->tile && most > s->tile;
}

static int make(struct gan_styletx_goal *t, struct gan_err *e)
{
	if (is_tiled(&t->s)) {
		t->tiles = gan_styletx_tiles_new(&t->s, t->target, e);
		return t->tiles ? 0 : -1;
	}
	if (gan_styletx_targets(t->target, &t->s, e) || build(t, e))
		return -1;
	bind_targets(t);
	return 0;
}

/* Which tile would fit. */
static void advise(const struct gan_styletx_goal_spec *s, struct gan_err *e)
{
	int64_t tile = e && e->code == GAN_NOMEM ? gan_styletx_tiles_fit(s) : 0;
	char was[sizeof e->msg];

	if (!tile)
		return;
	snprintf(was, sizeof was, "%s", e->msg);
	gan_fail(e, GAN_NOMEM, "%" PRId64 "x%" PRId64 ": --tile %" PRId64 " would fit (%s)", s->w, s->h, tile, was);
}

struct gan_styletx_goal *gan_styletx_goal_new(const struct gan_styletx_goal_spec *s, struct gan_err *e)
{
	struct gan_styletx_goal *t = gan_alloc(1, sizeof *t, e);

	if (!t)
		return NULL;
	t->s = *s;
	for (int k = 0; k < PARTS; k++)
		t->reference[k] = 1;
	if (make(t, e)) {
		advise(s, e);
		gan_styletx_goal_free(t);
		return NULL;
	}
	return t;
}

void gan_styletx_goal_free(struct gan_styletx_goal *t)
{
	if (!t)
		return;
	gan_styletx_tiles_free(t->tiles);
	gan_plan_free(t->plan);
	gan_styletx_sight_close(&t->sight);
	gan_styletx_targets_free(t->target, t->s.recipe->npart);
	gan_free(t);
}

size_t gan_styletx_goal_bytes(const struct gan_styletx_goal *t)
{
	struct gan_plan_stats s;

	if (t->tiles)
		return gan_styletx_tiles_bytes(t->tiles);
	gan_plan_stats(t->plan, &s);
	return s.arena_bytes + s.scratch_bytes;
}

double *gan_styletx_goal_reference(struct gan_styletx_goal *t)
{
	return t->reference;
}

/* ---- use ---- */

static int eval_whole(struct gan_styletx_goal *t, const gan_real *x, const double *weight, double *raw, gan_real *grad,
                      struct gan_err *e)
{
	char name[32];

	gan_plan_bind(t->plan, "x", x);
	for (int k = 0; k < t->s.recipe->npart; k++) {
		snprintf(name, sizeof name, "weight.%d", k);
		gan_plan_bind_scalar(t->plan, name, weight[k]);
	}
	if (gan_plan_run(t->plan, e))
		return -1;
	for (int k = 0; k < t->s.recipe->npart; k++)
		raw[k] = gan_plan_scalar(t->plan, t->raw[k]);
	if (grad)
		memcpy(grad, gan_plan_value(t->plan, t->grad), (size_t)(t->s.h * t->s.w * t->s.c) * sizeof *grad);
	return 0;
}

int gan_styletx_goal_eval(struct gan_styletx_goal *t, const gan_real *x, gan_real *grad, double *sum, double *raw,
                          struct gan_err *e)
{
	const struct gan_style_recipe *r = t->s.recipe;
	double weight[PARTS], v[PARTS];

	for (int k = 0; k < r->npart; k++)
		weight[k] = r->part[k].weight / t->reference[k];
	if (t->tiles ? gan_styletx_tiles_eval(t->tiles, x, weight, v, grad, e) : eval_whole(t, x, weight, v, grad, e))
		return -1;
	*sum = 0;
	for (int k = 0; k < r->npart; k++)
		*sum += weight[k] * v[k];
	if (raw)
		memcpy(raw, v, (size_t)r->npart * sizeof *raw);
	return 0;
}

int gan_styletx_goal_balance(struct gan_styletx_goal *t, const gan_real *x, struct gan_err *e)
{
	const struct gan_style_recipe *r = t->s.recipe;
	double raw[PARTS], sum;

	if (!r->balance)
		return 0;
	if (gan_styletx_goal_eval(t, x, NULL, &sum, raw, e))
		return -1;
	for (int k = 0; k < r->npart; k++) {
		double v = t->target[k].own, least = 1e-6;

		if (r->part[k].term->kind == GAN_STYLE_STATISTIC) {
			v = raw[k];
			least = 1e-6 * (t->tiles ? gan_styletx_tiles_empty(t->tiles, k) : gan_plan_scalar(t->plan, t->empty[k]));
		}
		v = v > least ? v : least;
		t->reference[k] = isfinite(v) && v > 0 ? v : 1;
	}
	return 0;
}
