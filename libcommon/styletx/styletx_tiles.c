#include "styletx/styletx_tiles.h"

#include <stdio.h>
#include <string.h>
#include "styletx/styletx_window.h"
#include "base/mem.h"

#define PARTS GAN_STYLE_MAX_PARTS
#define SUMS GAN_STYLE_MAX_SUMS

struct gan_styletx_tiles {
	struct gan_styletx_goal_spec s;
	struct gan_styletx_windows *windows;
	gan_real *content;            /* [h,w,c] of 0..1, where parts compare it; else NULL */
	struct gan_styletx_sums sum;
	/* moments to terms */
	struct gan_graph *g;
	struct gan_plan *plan;
	struct gan_node *in[PARTS][SUMS], *grad[PARTS][SUMS], *raw[PARTS];
	gan_real *moment[PARTS][SUMS], *pull[PARTS][SUMS];
	double empty[PARTS];
};

/* ---- moments ---- */

static double over(const struct gan_styletx_sums *sum, int k)
{
	return sum->count[k] > 1e-30 ? 1 / sum->count[k] : 0;
}

static int64_t length(const struct gan_styletx_sums *sum, int k, int i)
{
	return sum->v[k][i] ? gan_shape_count(&sum->shape[k][i]) : 0;
}

/* ---- targets ---- */

/* The mean over channels of the variance, from w2's sums. */
static double variance(const struct gan_styletx_sums *sum, int k)
{
	int64_t n = length(sum, k, 0);
	double all = 0, f = over(sum, k);

	for (int64_t m = 0; m < n; m++) {
		double mean = sum->v[k][0][m] * f;

		all += sum->v[k][1][m] * f - mean * mean;
	}
	return all > 0 ? all / (double)n : 0;
}

static int take(struct gan_styletx_target *t, const struct gan_style_part *p, const struct gan_styletx_sums *sum, int k,
                double weight, struct gan_err *e)
{
	if (p->term->kind == GAN_STYLE_CONTENT)
		t->own = variance(sum, k);
	if (p->term->kind == GAN_STYLE_SMOOTHNESS)
		t->own += weight * sum->v[k][0][0] * over(sum, k);
	if (p->term->kind != GAN_STYLE_STATISTIC)
		return 0;
	t->n = p->term->nsum;
	for (int i = 0; i < t->n; i++) {
		int64_t n = length(sum, k, i);

		t->shape[i] = sum->shape[k][i];
		if (!t->data[i] && !(t->data[i] = gan_alloc((size_t)n, sizeof *t->data[i], e)))
			return -1;
		for (int64_t m = 0; m < n; m++)
			t->data[i][m] = (gan_real)(t->data[i][m] + weight * sum->v[k][i][m] * over(sum, k));
	}
	return 0;
}

/* Of the content (GAN_STYLETX_RESULT) or a style. */
static int look_at(const struct gan_styletx_goal_spec *s, struct gan_styletx_target *target, const struct gan_image *im, int which,
                   struct gan_err *e)
{
	struct gan_styletx_windows *v = gan_styletx_windows_new(s, which, im->h, im->w, s->tile, which == GAN_STYLETX_RESULT, 0, e);
	gan_real *x = v ? gan_styletx_numbers(im, e) : NULL;
	struct gan_styletx_sums sum = { 0 };
	int rc = x ? gan_styletx_windows_sum(v, x, x, &sum, e) : -1;

	for (int k = 0; k < s->recipe->npart && !rc; k++)
		if (gan_styletx_windows_term(v, k))
			rc = take(&target[k], &s->recipe->part[k], &sum, k, gan_styletx_part_in(s, k, which), e);
	gan_styletx_sums_free(&sum);
	gan_free(x);
	gan_styletx_windows_free(v);
	return rc;
}

static int targets(const struct gan_styletx_goal_spec *s, struct gan_styletx_target *target, struct gan_err *e)
{
	for (int k = 0; k < s->nstyle; k++)
		if (look_at(s, target, &s->style[k], k, e))
			return -1;
	return s->content ? look_at(s, target, s->content, GAN_STYLETX_RESULT, e) : 0;
}

/* ---- from moments to terms ---- */

static struct gan_node *input(struct gan_graph *g, const char *what, int k, int i, const struct gan_shape *shape)
{
	char name[32];

	snprintf(name, sizeof name, "%s.%d.%d", what, k, i);
	return gan_input(g, name, GAN_REAL, shape);
}

/* The total, of parts by the scalars "weight.K". */
static struct gan_node *total(struct gan_styletx_tiles *t, const struct gan_styletx_target *target)
{
	struct gan_node *sum = NULL;
	char name[32];

	for (int k = 0; k < t->s.recipe->npart; k++) {
		const struct gan_style_term *term = t->s.recipe->part[k].term;
		struct gan_node *want[SUMS] = { NULL }, *one;

		for (int i = 0; i < term->nsum; i++)
			t->in[k][i] = input(t->g, "moment", k, i, &t->sum.shape[k][i]);
		for (int i = 0; i < target[k].n; i++)
			want[i] = input(t->g, "target", k, i, &target[k].shape[i]);
		t->raw[k] = term->value(t->g, t->in[k], want);
		snprintf(name, sizeof name, "weight.%d", k);
		one = gan_mul(t->g, gan_scalar(t->g, name), t->raw[k]);
		sum = sum ? gan_add(t->g, sum, one) : one;
	}
	return sum;
}

static int build(struct gan_styletx_tiles *t, const struct gan_styletx_target *target, struct gan_err *e)
{
	struct gan_node *out[PARTS * (1 + SUMS)], *sum = total(t, target);
	int n = 0;

	for (int k = 0; k < t->s.recipe->npart; k++)
		if (gan_grad(t->g, sum, t->in[k], t->s.recipe->part[k].term->nsum, t->grad[k]))
			return gan_graph_ok(t->g, e);
	for (int k = 0; k < t->s.recipe->npart; k++) {
		out[n++] = t->raw[k];
		for (int i = 0; i < t->s.recipe->part[k].term->nsum; i++)
			if (t->grad[k][i])
				out[n++] = t->grad[k][i];
	}
	t->plan = gan_graph_ok(t->g, e) ? NULL : gan_plan_new(t->g, NULL, out, n, 0, e);
	return t->plan ? 0 : -1;
}

static int buffers(struct gan_styletx_tiles *t, const struct gan_styletx_target *target, struct gan_err *e)
{
	char name[32];

	for (int k = 0; k < t->s.recipe->npart; k++) {
		for (int i = 0; i < t->s.recipe->part[k].term->nsum; i++) {
			size_t n = (size_t)length(&t->sum, k, i);

			t->moment[k][i] = gan_alloc(n, sizeof(gan_real), e);
			t->pull[k][i] = gan_alloc(n, sizeof(gan_real), e);
			if (!t->moment[k][i] || !t->pull[k][i])
				return -1;
			snprintf(name, sizeof name, "moment.%d.%d", k, i);
			gan_plan_bind(t->plan, name, t->moment[k][i]);
		}
		for (int i = 0; i < target[k].n; i++) {
			snprintf(name, sizeof name, "target.%d.%d", k, i);
			gan_plan_bind(t->plan, name, target[k].data[i]);
		}
	}
	return 0;
}

static int judge(struct gan_styletx_tiles *t, const double *weight, double *raw, struct gan_err *e)
{
	char name[32];

	for (int k = 0; k < t->s.recipe->npart; k++) {
		snprintf(name, sizeof name, "weight.%d", k);
		gan_plan_bind_scalar(t->plan, name, weight ? weight[k] : 0);
	}
	if (gan_plan_run(t->plan, e))
		return -1;
	for (int k = 0; k < t->s.recipe->npart; k++)
		raw[k] = gan_plan_scalar(t->plan, t->raw[k]);
	return 0;
}

/* ---- the goal ---- */

static int make(struct gan_styletx_tiles *t, struct gan_styletx_target *target, struct gan_err *e)
{
	const struct gan_styletx_goal_spec *s = &t->s;

	if (targets(s, target, e))
		return -1;
	t->windows = gan_styletx_windows_new(s, GAN_STYLETX_RESULT, s->h, s->w, s->tile, 0, 1, e);
	if (!t->windows || gan_styletx_windows_clear(t->windows, &t->sum, e))
		return -1;
	if (s->content && !(t->content = gan_styletx_numbers(s->content, e)))
		return -1;
	t->g = gan_graph_new(e);
	if (!t->g || build(t, target, e) || buffers(t, target, e))
		return -1;
	return judge(t, NULL, t->empty, e); /* moments are 0 as yet */
}

struct gan_styletx_tiles *gan_styletx_tiles_new(const struct gan_styletx_goal_spec *s, struct gan_styletx_target *target,
                                                struct gan_err *e)
{
	struct gan_styletx_tiles *t = gan_alloc(1, sizeof *t, e);

	if (!t)
		return NULL;
	t->s = *s;
	if (make(t, target, e)) {
		gan_styletx_tiles_free(t);
		return NULL;
	}
	return t;
}

void gan_styletx_tiles_free(struct gan_styletx_tiles *t)
{
	if (!t)
		return;
	gan_plan_free(t->plan);
	gan_graph_free(t->g);
	for (int k = 0; k < PARTS; k++)
		for (int i = 0; i < SUMS; i++) {
			gan_free(t->moment[k][i]);
			gan_free(t->pull[k][i]);
		}
	gan_styletx_sums_free(&t->sum);
	gan_styletx_windows_free(t->windows);
	gan_free(t->content);
	gan_free(t);
}

int gan_styletx_tiles_eval(struct gan_styletx_tiles *t, const gan_real *x, const double *weight, double *raw, gan_real *grad,
                           struct gan_err *e)
{
	if (gan_styletx_windows_sum(t->windows, x, t->content, &t->sum, e))
		return -1;
	for (int k = 0; k < t->s.recipe->npart; k++)
		for (int i = 0; i < t->s.recipe->part[k].term->nsum; i++)
			for (int64_t m = 0; m < length(&t->sum, k, i); m++)
				t->moment[k][i][m] = (gan_real)(t->sum.v[k][i][m] * over(&t->sum, k));
	if (judge(t, weight, raw, e))
		return -1;
	if (!grad)
		return 0;
	for (int k = 0; k < t->s.recipe->npart; k++)
		for (int i = 0; i < t->s.recipe->part[k].term->nsum; i++) {
			const gan_real *g = t->grad[k][i] ? gan_plan_value(t->plan, t->grad[k][i]) : NULL;

			for (int64_t m = 0; m < length(&t->sum, k, i); m++)
				t->pull[k][i][m] = g ? (gan_real)(g[m] * over(&t->sum, k)) : 0;
		}
	return gan_styletx_windows_pull(t->windows, x, t->content, t->pull, grad, e);
}

double gan_styletx_tiles_empty(const struct gan_styletx_tiles *t, int k)
{
	return t->empty[k];
}

size_t gan_styletx_tiles_bytes(const struct gan_styletx_tiles *t)
{
	struct gan_plan_stats s;

	gan_plan_stats(t->plan, &s);
	return s.arena_bytes + s.scratch_bytes + gan_styletx_windows_bytes(t->windows);
}

int64_t gan_styletx_tiles_fit(const struct gan_styletx_goal_spec *s)
{
	for (int64_t tile = 4096; tile >= 32; tile /= 2) {
		struct gan_styletx_windows *v;

		if ((tile >= s->h && tile >= s->w) || (s->tile && tile >= s->tile))
			continue;
		v = gan_styletx_windows_new(s, GAN_STYLETX_RESULT, s->h, s->w, tile, 0, 1, NULL);
		gan_styletx_windows_free(v);
		if (v)
			return tile;
	}
	return 0;
}
