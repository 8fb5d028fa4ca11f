#include "styletx/styletx_sight.h"
#include "styletx/styletx_wrap.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"

/* The mask of part k in picture `which`; NULL: none. */
static const struct gan_image *mask_of(const struct gan_styletx_goal_spec *s, int which, int k)
{
	int region = s->recipe->part[k].region;
	const struct gan_image *im = NULL;

	if (region >= 0 && which == GAN_STYLETX_RESULT)
		im = &s->regions->here[region];
	else if (region >= 0 && which == region)
		im = &s->regions->style[region];
	return im && im->px ? im : NULL;
}

static int weigh(struct gan_styletx_sight *v, const struct gan_styletx_goal_spec *s, int k, const struct gan_image *mask,
                 struct gan_err *e)
{
	const struct gan_node *value = gan_styletx_sight_at(v, s->recipe, k).value;
	struct gan_shape shape = value->shape;
	struct gan_style_reach reach;
	char name[32];
	int rc;

	shape.dim[3] = 1;
	snprintf(name, sizeof name, "share.%d", k);
	v->weight[k] = gan_input(v->g, name, GAN_REAL, &shape);
	v->share[k] = gan_alloc((size_t)(shape.dim[1] * shape.dim[2]), sizeof *v->share[k], e);
	if (!v->share[k])
		return -1;
	rc = s->recipe->erode ? gan_style_reach(v->g, v->x, value, &reach, e) : 0;
	if (rc)
		return gan_fail_prefix(e, "mask-erode=1: layer '%s'", s->recipe->part[k].layer);
	return gan_styletx_region_weights(v->share[k], mask, s->recipe->erode ? &reach : NULL, shape.dim[1], shape.dim[2], e);
}

static int weigh_all(struct gan_styletx_sight *v, const struct gan_styletx_goal_spec *s, int which, struct gan_err *e)
{
	for (int k = 0; k < s->recipe->npart; k++) {
		const struct gan_image *mask = mask_of(s, which, k);

		if (mask && weigh(v, s, k, mask, e))
			return -1;
	}
	return gan_graph_ok(v->g, e);
}

void gan_styletx_sight_bind(const struct gan_styletx_sight *v, struct gan_plan *p)
{
	char name[32];

	for (int k = 0; k < GAN_STYLE_MAX_PARTS; k++) {
		if (!v->weight[k])
			continue;
		snprintf(name, sizeof name, "share.%d", k);
		gan_plan_bind(p, name, v->share[k]);
	}
}

static int look_all(struct gan_styletx_sight *v, const struct gan_styletx_goal_spec *s, const struct gan_style_look *look,
                    int which, struct gan_err *e)
{
	const struct gan_style_recipe *r = s->recipe;

	if (r->tileable && which == GAN_STYLETX_RESULT)
		return gan_styletx_wrap(v, s, look, e);
	return gan_style_look(look, v->g, v->scope, gan_muls(v->g, v->x, 255), r->layer, r->nlayer, v->value, e);
}

int gan_styletx_sight_open(struct gan_styletx_sight *v, const struct gan_styletx_goal_spec *s, int which, int64_t h,
                           int64_t w, struct gan_err *e)
{
	struct gan_style_look look = { s->look->net, s->look->ema ? "ema." : "" };
	struct gan_shape shape = gan_shape_of(4, (int64_t)1, h, w, s->c);

	memset(v, 0, sizeof *v);
	if (!(v->g = gan_graph_new(e)) || gan_stream_max_bytes(&v->g->max_bytes, e) ||
	    !(v->scope = gan_scope_new(v->g, &s->look->m.store, e)))
		return -1;
	v->x = gan_input(v->g, "x", GAN_REAL, &shape);
	if (look_all(v, s, &look, which, e))
		return gan_fail_prefix(e, "%s", s->look->name);
	return weigh_all(v, s, which, e);
}

void gan_styletx_sight_close(struct gan_styletx_sight *v)
{
	for (int k = 0; k < GAN_STYLE_MAX_PARTS; k++)
		gan_free(v->share[k]);
	gan_scope_free(v->scope);
	gan_graph_free(v->g);
	memset(v, 0, sizeof *v);
}

struct gan_style_at gan_styletx_sight_at(const struct gan_styletx_sight *v, const struct gan_style_recipe *r, int k)
{
	struct gan_style_at at = { .value = v->x, .weight = v->weight[k], .power = r->tv_power };

	if (!r->part[k].layer && v->edge) {
		at.value = v->edge;
		at.weight = v->inner;
	}
	for (int i = 0; r->part[k].layer && i < r->nlayer; i++)
		if (!strcmp(r->layer[i], r->part[k].layer))
			at.value = v->value[i];
	return at;
}

/* ---- targets ---- */

/* What is wanted of one picture: node[i] belongs to number `sum` of part `part`. */
struct wanted {
	struct gan_node *node[GAN_STYLE_MAX_PARTS * GAN_STYLE_MAX_SUMS];
	int part[GAN_STYLE_MAX_PARTS * GAN_STYLE_MAX_SUMS], sum[GAN_STYLE_MAX_PARTS * GAN_STYLE_MAX_SUMS];
	int n;
};

static void want(struct wanted *w, struct gan_node *node, int part, int sum)
{
	w->node[w->n] = node;
	w->part[w->n] = part;
	w->sum[w->n++] = sum;
}

/* Of the content the values to be like; of a style the moments to reach; of what is to be smooth its variation. */
static void want_all(struct wanted *w, const struct gan_styletx_sight *v, const struct gan_styletx_goal_spec *s, int which)
{
	int content = which == GAN_STYLETX_RESULT;

	w->n = 0;
	for (int k = 0; k < s->recipe->npart; k++) {
		const struct gan_style_term *t = s->recipe->part[k].term;
		struct gan_style_at at = gan_styletx_sight_at(v, s->recipe, k);
		struct gan_node *moment[GAN_STYLE_MAX_SUMS];

		if (t->kind == GAN_STYLE_CONTENT && content)
			want(w, at.value, k, 0);
		if (t->kind == GAN_STYLE_SMOOTHNESS && (content || !s->content))
			want(w, gan_style_term_value(v->g, t, &at, NULL), k, 0);
		if (t->kind == GAN_STYLE_STATISTIC && (s->recipe->part[k].region < 0 ? !content : s->recipe->part[k].region == which)) {
			gan_style_moments(v->g, t, &at, moment);
			for (int i = 0; i < t->nsum; i++)
				want(w, moment[i], k, i);
		}
	}
}

/* The mean over channels of the variance over positions of a value [1,h,w,C]. */
static double variance(const gan_real *f, const struct gan_shape *s)
{
	int64_t m = s->dim[1] * s->dim[2], c = s->dim[3];
	double all = 0;

	for (int64_t k = 0; k < c; k++) {
		double sum = 0, square = 0, mean;

		for (int64_t i = 0; i < m; i++)
			sum += f[i * c + k];
		mean = sum / (double)m;
		for (int64_t i = 0; i < m; i++)
			square += (f[i * c + k] - mean) * (f[i * c + k] - mean);
		all += square / (double)m;
	}
	return all / (double)c;
}

/* Adds a value by weight. */
static int take(struct gan_styletx_target *t, const struct gan_style_term *term, int sum, const struct gan_node *node,
                const gan_real *y, double weight, struct gan_err *e)
{
	int64_t n = gan_shape_count(&node->shape);

	if (term->kind == GAN_STYLE_SMOOTHNESS) {
		t->own += weight * y[0];
		return 0;
	}
	t->n = term->kind == GAN_STYLE_CONTENT ? 1 : term->nsum;
	t->shape[sum] = node->shape;
	if (!t->data[sum] && !(t->data[sum] = gan_alloc((size_t)n, sizeof *y, e)))
		return -1;
	for (int64_t i = 0; i < n; i++)
		t->data[sum][i] = (gan_real)(t->data[sum][i] + weight * y[i]);
	if (term->kind == GAN_STYLE_CONTENT)
		t->own = variance(y, &node->shape);
	return 0;
}

gan_real *gan_styletx_numbers(const struct gan_image *im, struct gan_err *e)
{
	size_t n = (size_t)im->h * (size_t)im->w * (size_t)im->c;
	gan_real *x = gan_alloc(n, sizeof *x, e);

	for (size_t i = 0; x && i < n; i++)
		x[i] = (gan_real)im->px[i] / 255;
	return x;
}

double gan_styletx_part_in(const struct gan_styletx_goal_spec *s, int k, int which)
{
	return which == GAN_STYLETX_RESULT || s->recipe->part[k].region >= 0 ? 1 : s->weight[which];
}

static int run(struct gan_styletx_target *target, const struct gan_styletx_goal_spec *s, const struct wanted *w,
               struct gan_plan *p, const struct gan_image *im, int which, struct gan_err *e)
{
	static const int64_t rng[3] = { 0, 0, 0 };
	gan_real *x = gan_styletx_numbers(im, e);
	int rc = x ? 0 : -1;

	if (x) {
		gan_plan_bind(p, "rng", rng);
		gan_plan_bind(p, "x", x);
		rc = gan_plan_run(p, e);
	}
	for (int i = 0; i < w->n && !rc; i++)
		rc = take(&target[w->part[i]], s->recipe->part[w->part[i]].term, w->sum[i], w->node[i], gan_plan_value(p, w->node[i]),
		          gan_styletx_part_in(s, w->part[i], which), e);
	gan_free(x);
	return rc;
}

static int look_at(struct gan_styletx_target *target, const struct gan_styletx_goal_spec *s, const struct gan_image *im,
                   int which, struct gan_err *e)
{
	struct gan_styletx_sight v;
	struct gan_plan *p = NULL;
	struct wanted w;
	int rc = gan_styletx_sight_open(&v, s, which, im->h, im->w, e);

	if (!rc) {
		want_all(&w, &v, s, which);
		rc = gan_graph_ok(v.g, e);
	}
	if (!rc && w.n) {
		p = gan_plan_new(v.g, &s->look->m.store, w.node, w.n, 0, e);
		if (p)
			gan_styletx_sight_bind(&v, p);
		rc = p ? run(target, s, &w, p, im, which, e) : -1;
	}
	gan_plan_free(p);
	gan_styletx_sight_close(&v);
	return rc;
}

int gan_styletx_targets(struct gan_styletx_target *target, const struct gan_styletx_goal_spec *s, struct gan_err *e)
{
	for (int k = 0; k < s->nstyle; k++)
		if (look_at(target, s, &s->style[k], k, e))
			return -1;
	return s->content ? look_at(target, s, s->content, GAN_STYLETX_RESULT, e) : 0;
}

void gan_styletx_targets_free(struct gan_styletx_target *target, int n)
{
	for (int k = 0; k < n; k++)
		for (int i = 0; i < GAN_STYLE_MAX_SUMS; i++)
			gan_free(target[k].data[i]);
}
