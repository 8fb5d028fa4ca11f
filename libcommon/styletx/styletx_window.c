#include "styletx/styletx_window.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"

#define PARTS GAN_STYLE_MAX_PARTS

/* A plan of the windows' graph. */
struct look {
	struct gan_styletx_sight sight;
	struct gan_node *content; /* the window of it, where parts compare */
	struct gan_node *sum[PARTS][GAN_STYLE_MAX_SUMS];
	struct gan_node *grad;
	struct gan_plan *plan;
};

struct gan_styletx_windows {
	struct gan_styletx_goal_spec s;
	int which, spread;
	struct gan_styletx_axis axis[2];
	struct gan_styletx_sight whole;       /* of the whole picture: its sizes and regions; never run */
	int64_t step[PARTS][2];               /* pixels from one position of the part's layer to the next */
	struct look sums, pulls;
	gan_real *x, *content;                /* a window */
};

static const int64_t rng[3] = { 0, 0, 0 };

/* ---- places ---- */

static int64_t up(int64_t n, int64_t step)
{
	return (n + step - 1) / step * step;
}

/* The least multiple of both. */
static int64_t multiple(int64_t a, int64_t b)
{
	int64_t m = a;

	while (m % b)
		m += a;
	return m;
}

void gan_styletx_axis_make(struct gan_styletx_axis *a, int64_t n, int64_t tile, int64_t step, int64_t before, int64_t after,
                           int wraps)
{
	before = up(before, step);
	after = up(after, step);
	*a = (struct gan_styletx_axis){ n, step, up(tile, step), before, after, 0, 0, wraps };
	if (!tile || a->own >= n || (!wraps && a->own + before + after >= n)) {
		a->own = up(n, step);
		a->size = wraps ? a->own + before + after : n;
		a->count = 1;
		return;
	}
	a->size = a->own + before + after + (wraps ? 0 : n % step); /* the last one ends where the picture does */
	a->count = (n + a->own - 1) / a->own;
	if (!wraps && a->size > n)
		a->size = n;
}

int64_t gan_styletx_axis_start(const struct gan_styletx_axis *a, int64_t i)
{
	int64_t start = i * a->own - a->before;

	if (a->wraps)
		return start;
	start = start < a->n - a->size ? start : a->n - a->size;
	return start > 0 ? start : 0;
}

/* Does position p of the whole layer, every step pixels, belong to window i? The last has what padding adds beyond the end. */
static int owns(const struct gan_styletx_axis *a, int64_t i, int64_t step, int64_t p)
{
	return p * step >= i * a->own && (p * step < (i + 1) * a->own || (!a->wraps && i == a->count - 1)) &&
	       (!a->wraps || p * step < a->n);
}

/* Row or column p of the whole as one that is there. */
static int64_t there(const struct gan_styletx_axis *a, int64_t p)
{
	return a->wraps ? (p % a->n + a->n) % a->n : p;
}

/* out [size,size,c] of the window at (y, x). */
static void cut(const struct gan_styletx_windows *v, const gan_real *from, gan_real *out, int64_t y, int64_t x)
{
	const struct gan_styletx_axis *r = &v->axis[0], *q = &v->axis[1];
	int64_t c = v->s.c;

	for (int64_t i = 0; i < r->size; i++) {
		const gan_real *row = from + there(r, y + i) * q->n * c;

		for (int64_t j = 0; j < q->size; j++)
			memcpy(out + (i * q->size + j) * c, row + there(q, x + j) * c, (size_t)c * sizeof *out);
	}
}

static void paste(const struct gan_styletx_windows *v, const gan_real *window, gan_real *to, int64_t y, int64_t x)
{
	const struct gan_styletx_axis *r = &v->axis[0], *q = &v->axis[1];
	int64_t c = v->s.c;

	for (int64_t i = 0; i < r->size; i++) {
		gan_real *row = to + there(r, y + i) * q->n * c;

		for (int64_t j = 0; j < q->size; j++)
			for (int64_t k = 0; k < c; k++)
				row[there(q, x + j) * c + k] += window[(i * q->size + j) * c + k];
	}
}

/* The weights of part k's positions in window (i, j): 1, or their share in its region, where they are its own; 0 elsewhere. Their
   sum. */
static double own(struct gan_styletx_windows *v, gan_real *out, const struct gan_shape *size, int k, int64_t i, int64_t j)
{
	const struct gan_node *all = v->whole.weight[k];
	const gan_real *share = v->whole.share[k];
	int64_t y = gan_styletx_axis_start(&v->axis[0], i) / v->step[k][0], x = gan_styletx_axis_start(&v->axis[1], j) / v->step[k][1];
	double sum = 0;

	for (int64_t p = 0; p < size->dim[1]; p++)
		for (int64_t q = 0; q < size->dim[2]; q++) {
			gan_real *w = &out[p * size->dim[2] + q];

			*w = owns(&v->axis[0], i, v->step[k][0], y + p) && owns(&v->axis[1], j, v->step[k][1], x + q);
			if (*w > 0 && share)
				*w = y + p < all->shape.dim[1] && x + q < all->shape.dim[2] ? share[(y + p) * all->shape.dim[2] + x + q] : 0;
			sum += *w;
		}
	return sum;
}

/* ---- graphs ---- */

const struct gan_style_term *gan_styletx_windows_term(const struct gan_styletx_windows *v, int k)
{
	const struct gan_style_part *p = &v->s.recipe->part[k];
	int content = v->which == GAN_STYLETX_RESULT;

	if (p->term->kind == GAN_STYLE_CONTENT)
		return !content ? NULL : v->spread ? gan_style_term_find("w2") : p->term;
	if (p->term->kind == GAN_STYLE_SMOOTHNESS)
		return content || !v->s.content ? p->term : NULL;
	if (content)
		return v->spread ? NULL : p->term;
	return p->region < 0 || p->region == v->which ? p->term : NULL;
}

/* Steps and reaches of the layers, from a graph of the whole picture. */
static int measure(struct gan_styletx_windows *v, int64_t h, int64_t w, int64_t tile, int wraps, struct gan_err *e)
{
	int64_t step[2] = { 1, 1 }, before[2] = { 0, 0 }, after[2] = { 1, 1 }; /* variation sees the next pixel */

	if (gan_styletx_sight_open(&v->whole, &v->s, v->which, h, w, e))
		return -1;
	for (int k = 0; k < v->s.recipe->npart; k++) {
		struct gan_style_reach r;

		if (gan_style_reach(v->whole.g, v->whole.x, gan_styletx_sight_at(&v->whole, v->s.recipe, k).value, &r, e))
			return gan_fail_prefix(e, "%s: tile=%" PRId64 ": layer '%s'", v->s.look->name, tile, v->s.recipe->part[k].layer);
		if (r.wraps && !wraps)
			return gan_fail(e, GAN_DATA, "%s: tile=%" PRId64 ": layer '%s' is padded by the picture's other end, which a tile "
			                "does not see", v->s.look->name, tile, v->s.recipe->part[k].layer);
		for (int a = 0; a < 2; a++) {
			v->step[k][a] = r.stride[a];
			step[a] = multiple(step[a], r.stride[a]);
			before[a] = before[a] > -r.lo[a] ? before[a] : -r.lo[a];
			after[a] = after[a] > r.hi[a] - r.stride[a] + 1 ? after[a] : r.hi[a] - r.stride[a] + 1;
		}
	}
	for (int a = 0; a < 2; a++)
		gan_styletx_axis_make(&v->axis[a], a ? w : h, tile, step[a], before[a], after[a], wraps);
	return 0;
}

/* What content parts are compared with: the window of the content, looked at too. */
static int goals(struct gan_styletx_windows *v, struct look *l, struct gan_node **goal, struct gan_err *e)
{
	struct gan_style_look look = { v->s.look->net, v->s.look->ema ? "ema." : "" };
	struct gan_graph *g = l->sight.g;

	for (int k = 0; k < v->s.recipe->npart; k++) {
		const struct gan_style_part *p = &v->s.recipe->part[k];

		if (gan_styletx_windows_term(v, k) != p->term || p->term->kind != GAN_STYLE_CONTENT)
			continue;
		if (!l->content)
			l->content = gan_input(g, "content", GAN_REAL, &l->sight.x->shape);
		if (gan_style_look(&look, g, l->sight.scope, gan_muls(g, l->content, 255), &p->layer, 1, &goal[k], e))
			return -1;
	}
	return 0;
}

static int build_sums(struct gan_styletx_windows *v, struct look *l, struct gan_err *e)
{
	struct gan_node *goal[PARTS] = { NULL };
	char name[32];

	if (gan_styletx_sight_open(&l->sight, &v->s, GAN_STYLETX_WINDOW, v->axis[0].size, v->axis[1].size, e) || goals(v, l, goal, e))
		return -1;
	for (int k = 0; k < v->s.recipe->npart; k++) {
		const struct gan_style_term *term = gan_styletx_windows_term(v, k);
		struct gan_style_at at = gan_styletx_sight_at(&l->sight, v->s.recipe, k);
		struct gan_shape shape = at.value->shape;

		if (!term)
			continue;
		shape.dim[3] = 1;
		snprintf(name, sizeof name, "share.%d", k);
		at.goal = goal[k];
		at.weight = l->sight.weight[k] = gan_input(l->sight.g, name, GAN_REAL, &shape);
		l->sight.share[k] = gan_alloc((size_t)(shape.dim[1] * shape.dim[2]), sizeof(gan_real), e);
		if (!l->sight.share[k])
			return -1;
		term->sums(l->sight.g, &at, l->sum[k]);
	}
	return gan_graph_ok(l->sight.g, e);
}

static int plan_sums(struct gan_styletx_windows *v, struct gan_err *e)
{
	struct gan_node *out[PARTS * GAN_STYLE_MAX_SUMS];
	int n = 0;

	if (build_sums(v, &v->sums, e))
		return -1;
	for (int k = 0; k < v->s.recipe->npart; k++)
		for (int i = 0; i < GAN_STYLE_MAX_SUMS; i++)
			if (v->sums.sum[k][i])
				out[n++] = v->sums.sum[k][i];
	if (n)
		v->sums.plan = gan_plan_new(v->sums.sight.g, &v->s.look->m.store, out, n, 0, e);
	return !n || v->sums.plan ? 0 : -1;
}

static int plan_pulls(struct gan_styletx_windows *v, struct gan_err *e)
{
	struct look *l = &v->pulls;
	struct gan_node *all = NULL;
	char name[32];

	if (build_sums(v, l, e))
		return -1;
	for (int k = 0; k < v->s.recipe->npart; k++)
		for (int i = 0; i < GAN_STYLE_MAX_SUMS; i++) {
			struct gan_graph *g = l->sight.g;
			struct gan_node *one;

			if (!l->sum[k][i])
				continue;
			snprintf(name, sizeof name, "pull.%d.%d", k, i);
			one = gan_sum_all(g, gan_mul(g, l->sum[k][i], gan_input(g, name, GAN_REAL, &l->sum[k][i]->shape)));
			all = all ? gan_add(g, all, one) : one;
		}
	if (gan_grad(l->sight.g, all, &l->sight.x, 1, &l->grad) || gan_graph_ok(l->sight.g, e))
		return gan_graph_ok(l->sight.g, e);
	if (!l->grad)
		return gan_fail(e, GAN_DATA, "%s: what the net sees does not depend on the picture", v->s.look->name);
	l->plan = gan_plan_new(l->sight.g, &v->s.look->m.store, &l->grad, 1, 0, e);
	return l->plan ? 0 : -1;
}

static size_t plan_bytes(const struct gan_plan *p)
{
	struct gan_plan_stats s = { 0 };

	if (p)
		gan_plan_stats(p, &s);
	return s.arena_bytes + s.scratch_bytes;
}

size_t gan_styletx_windows_bytes(const struct gan_styletx_windows *v)
{
	return plan_bytes(v->sums.plan) + plan_bytes(v->pulls.plan);
}

/* Both plans together. */
static int bounded(const struct gan_styletx_windows *v, struct gan_err *e)
{
	size_t bytes = gan_styletx_windows_bytes(v);
	uint64_t most;

	if (gan_stream_max_bytes(&most, e))
		return -1;
	if (bytes > most)
		return gan_fail(e, GAN_NOMEM, "tiles need %zu bytes, the limit is %" PRIu64 " (GAN_MAX_BYTES)", bytes, most);
	return 0;
}

static int make(struct gan_styletx_windows *v, int64_t h, int64_t w, int64_t tile, int with_grad, struct gan_err *e)
{
	size_t n;

	/* a style ends where it ends; only the result goes round */
	if (measure(v, h, w, tile, v->s.recipe->tileable && v->which == GAN_STYLETX_RESULT, e) || plan_sums(v, e) ||
	    (with_grad && plan_pulls(v, e)) || bounded(v, e))
		return -1;
	n = (size_t)(v->axis[0].size * v->axis[1].size * v->s.c);
	v->x = gan_alloc(n, sizeof *v->x, e);
	v->content = gan_alloc(n, sizeof *v->content, e);
	return v->x && v->content ? 0 : -1;
}

struct gan_styletx_windows *gan_styletx_windows_new(const struct gan_styletx_goal_spec *s, int which, int64_t h, int64_t w,
                                                    int64_t tile, int spread, int with_grad, struct gan_err *e)
{
	struct gan_styletx_windows *v = gan_alloc(1, sizeof *v, e);

	if (!v)
		return NULL;
	v->s = *s;
	v->which = which;
	v->spread = spread;
	if (make(v, h, w, tile, with_grad, e)) {
		gan_styletx_windows_free(v);
		return NULL;
	}
	return v;
}

static void close_look(struct look *l)
{
	gan_plan_free(l->plan);
	gan_styletx_sight_close(&l->sight);
}

void gan_styletx_windows_free(struct gan_styletx_windows *v)
{
	if (!v)
		return;
	close_look(&v->sums);
	close_look(&v->pulls);
	gan_styletx_sight_close(&v->whole);
	gan_free(v->x);
	gan_free(v->content);
	gan_free(v);
}

/* ---- use ---- */

/* Binds all of window (i, j) and runs; count[k] += the sum of part k's weights (NULL: not wanted). */
static int run(struct gan_styletx_windows *v, struct look *l, const gan_real *x, const gan_real *content, int64_t i, int64_t j,
               double *count, struct gan_err *e)
{
	int64_t y = gan_styletx_axis_start(&v->axis[0], i), z = gan_styletx_axis_start(&v->axis[1], j);

	cut(v, x, v->x, y, z);
	gan_plan_bind(l->plan, "rng", rng);
	gan_plan_bind(l->plan, "x", v->x);
	if (l->content) {
		cut(v, content, v->content, y, z);
		gan_plan_bind(l->plan, "content", v->content);
	}
	for (int k = 0; k < v->s.recipe->npart; k++) {
		double sum;

		if (!l->sight.weight[k])
			continue;
		sum = own(v, l->sight.share[k], &l->sight.weight[k]->shape, k, i, j);
		if (count)
			count[k] += sum;
	}
	gan_styletx_sight_bind(&l->sight, l->plan);
	return gan_plan_run(l->plan, e);
}

void gan_styletx_sums_free(struct gan_styletx_sums *s)
{
	for (int k = 0; k < PARTS; k++)
		for (int i = 0; i < GAN_STYLE_MAX_SUMS; i++)
			gan_free(s->v[k][i]);
	memset(s, 0, sizeof *s);
}

int gan_styletx_windows_clear(const struct gan_styletx_windows *v, struct gan_styletx_sums *sum, struct gan_err *e)
{
	for (int k = 0; k < v->s.recipe->npart; k++)
		for (int i = 0; i < GAN_STYLE_MAX_SUMS; i++) {
			const struct gan_node *n = v->sums.sum[k][i];
			size_t count = n ? (size_t)gan_shape_count(&n->shape) : 0;

			sum->count[k] = 0;
			if (!n)
				continue;
			sum->shape[k][i] = n->shape;
			if (!sum->v[k][i] && !(sum->v[k][i] = gan_alloc(count, sizeof(double), e)))
				return -1;
			memset(sum->v[k][i], 0, count * sizeof(double));
		}
	return 0;
}

static void add_sums(const struct gan_styletx_windows *v, struct gan_styletx_sums *sum)
{
	for (int k = 0; k < v->s.recipe->npart; k++)
		for (int i = 0; i < GAN_STYLE_MAX_SUMS; i++) {
			const struct gan_node *n = v->sums.sum[k][i];
			const gan_real *y = n ? gan_plan_value(v->sums.plan, n) : NULL;

			for (int64_t m = 0; n && m < gan_shape_count(&n->shape); m++)
				sum->v[k][i][m] += y[m];
		}
}

int gan_styletx_windows_sum(struct gan_styletx_windows *v, const gan_real *x, const gan_real *content, struct gan_styletx_sums *sum,
                            struct gan_err *e)
{
	if (gan_styletx_windows_clear(v, sum, e))
		return -1;
	for (int64_t i = 0; v->sums.plan && i < v->axis[0].count; i++)
		for (int64_t j = 0; j < v->axis[1].count; j++) {
			if (run(v, &v->sums, x, content, i, j, sum->count, e))
				return -1;
			add_sums(v, sum);
		}
	return 0;
}

int gan_styletx_windows_pull(struct gan_styletx_windows *v, const gan_real *x, const gan_real *content,
                             gan_real *const (*pull)[GAN_STYLE_MAX_SUMS], gan_real *grad, struct gan_err *e)
{
	char name[32];

	memset(grad, 0, (size_t)(v->axis[0].n * v->axis[1].n * v->s.c) * sizeof *grad);
	for (int k = 0; k < v->s.recipe->npart; k++)
		for (int i = 0; i < GAN_STYLE_MAX_SUMS; i++) {
			snprintf(name, sizeof name, "pull.%d.%d", k, i);
			if (v->pulls.sum[k][i])
				gan_plan_bind(v->pulls.plan, name, pull[k][i]);
		}
	for (int64_t i = 0; i < v->axis[0].count; i++)
		for (int64_t j = 0; j < v->axis[1].count; j++) {
			if (run(v, &v->pulls, x, content, i, j, NULL, e))
				return -1;
			paste(v, gan_plan_value(v->pulls.plan, v->pulls.grad), grad, gan_styletx_axis_start(&v->axis[0], i),
			      gan_styletx_axis_start(&v->axis[1], j));
		}
	return 0;
}
