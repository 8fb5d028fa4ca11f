/* double */
/* The terms of style over their registry: derivatives against central differences, with and without weights of positions; 0 for a
   picture like itself; the same value from sums of two halves; and some values by hand. */
#include <stdio.h>
#include "base/pool.h"
#include "grad_check.h"
#include "style/style.h"

#define H 4
#define W 3
#define C 2

static const struct gan_style_term *term; /* what the builders below build */
static int weighted;
static double power = 2;

static gan_n *in(gan_g *g, const char *name, int64_t n, int64_t h, int64_t w, int64_t c)
{
	struct gan_shape s = gan_shape_of(4, n, h, w, c);

	return gan_input(g, name, GAN_REAL, &s);
}

/* The term of a, two pictures, against b: of content another of their size, of style one picture of another size. */
static gan_n *build(gan_g *g)
{
	struct gan_style_at at = { .value = in(g, "a", 2, H, W, C), .power = power };
	struct gan_style_at like = { .value = in(g, "b", 1, H, W + 2, C), .power = power };
	gan_n *target[GAN_STYLE_MAX_SUMS] = { NULL };

	if (weighted)
		at.weight = gan_square(g, in(g, "w", 1, H, W, 1));
	if (term->kind == GAN_STYLE_CONTENT)
		at.goal = in(g, "c", 2, H, W, C);
	if (term->kind == GAN_STYLE_STATISTIC)
		gan_style_moments(g, term, &like, target);
	return gan_style_term_value(g, term, &at, target);
}

static void derivatives(void)
{
	char label[64];

	for (size_t i = 0; i < gan_style_term_count(); i++)
		for (int k = 0; k < 4; k++) {
			struct gan_op_case c = { .label = label, .build = build, .lo = .2, .hi = 1.5, .order = 2 };

			term = gan_style_term_at(i);
			if (k > 1 && term->kind != GAN_STYLE_SMOOTHNESS)
				continue;
			weighted = k & 1;
			power = k > 1 ? 1.5 : 2;
			snprintf(label, sizeof label, "%s%s, p=%g", term->name, weighted ? " by weights" : "", power);
			check_case(NULL, &c);
		}
	power = 2;
	weighted = 0;
}

/* The value of node y, a scalar, with input "a" (and "b") bound. */
static double value(gan_g *g, gan_n *y, const double *a, const double *b)
{
	struct gan_err e = { 0 };
	struct gan_plan *p = gan_graph_ok(g, &e) ? NULL : gan_plan_new(g, NULL, &y, 1, 0, &e);
	double v = NAN;

	if (p) {
		gan_plan_bind(p, "a", a);
		gan_plan_bind(p, "b", b);
		v = gan_plan_run(p, &e) ? NAN : gan_plan_scalar(p, y);
	}
	if (*e.msg)
		printf("# %s\n", e.msg);
	gan_plan_free(p);
	return v;
}

static double numbers[H * W * C], others[H * W * C];

static void draw(void)
{
	gan_rng_normal_f64(gan_rng_make(1, "a"), 0, 0, 0, numbers, H * W * C);
	gan_rng_normal_f64(gan_rng_make(1, "b"), 0, 0, 0, others, H * W * C);
}

static void like_itself(void)
{
	double flat[H * W * C];

	for (int i = 0; i < H * W * C; i++)
		flat[i] = .7;
	for (size_t i = 0; i < gan_style_term_count(); i++) {
		gan_g *g = gan_graph_new(NULL);
		struct gan_style_at at = { .value = in(g, "a", 1, H, W, C), .power = 2 }, like = { .value = in(g, "b", 1, H, W, C) };
		gan_n *target[GAN_STYLE_MAX_SUMS] = { NULL }, *y;

		term = gan_style_term_at(i);
		at.goal = like.value;
		if (term->kind == GAN_STYLE_STATISTIC)
			gan_style_moments(g, term, &like, target);
		y = gan_style_term_value(g, term, &at, target);
		if (term->kind == GAN_STYLE_SMOOTHNESS)
			ok(value(g, y, flat, NULL) == 0 && value(g, y, numbers, NULL) > .1, "%s: none in a constant picture", term->name);
		else
			ok(value(g, y, numbers, numbers) == 0 && value(g, y, numbers, others) > .01, "%s: 0 for a picture like itself",
			   term->name);
		gan_graph_free(g);
	}
}

/* A weight of 1 in the columns from..to, else 0. */
static gan_n *columns(gan_g *g, int from, int to)
{
	gan_n *part[W];
	struct gan_shape one = gan_shape_of(4, (int64_t)1, (int64_t)1, (int64_t)1, (int64_t)1);
	struct gan_shape all = gan_shape_of(4, (int64_t)1, (int64_t)H, (int64_t)W, (int64_t)1);

	for (int k = 0; k < W; k++)
		part[k] = gan_expand(g, gan_const(g, k >= from && k <= to), &one);
	return gan_expand(g, gan_concat(g, part, W, 2), &all);
}

static void halves(void)
{
	for (size_t i = 0; i < gan_style_term_count(); i++) {
		gan_g *g = gan_graph_new(NULL);
		struct gan_style_at at = { .value = in(g, "a", 1, H, W, C), .power = 2 };
		gan_n *left[GAN_STYLE_MAX_SUMS], *right[GAN_STYLE_MAX_SUMS], *sum[GAN_STYLE_MAX_SUMS];
		gan_n *target[GAN_STYLE_MAX_SUMS] = { NULL };
		gan_n *moment[GAN_STYLE_MAX_SUMS], *count, *y, *whole;
		double zero[H * W * C] = { 0 };

		term = gan_style_term_at(i);
		at.goal = in(g, "b", 1, H, W, C);
		if (term->kind == GAN_STYLE_STATISTIC) {
			struct gan_style_at like = { .value = at.goal };

			gan_style_moments(g, term, &like, target);
		}
		whole = gan_style_term_value(g, term, &at, target);
		at.weight = columns(g, 0, 0);
		term->sums(g, &at, left);
		count = gan_style_count(g, &at);
		at.weight = columns(g, 1, W - 1);
		term->sums(g, &at, right);
		count = gan_add(g, count, gan_style_count(g, &at));
		for (int k = 0; k < term->nsum; k++)
			sum[k] = gan_add(g, left[k], right[k]);
		gan_style_divide(g, term, sum, count, moment);
		y = term->value(g, moment, target);
		ok(fabs(value(g, gan_sub(g, y, whole), numbers, others)) < 1e-14, "%s: two halves' sums make the whole", term->name);
		at.weight = columns(g, 9, 9);
		y = gan_style_term_value(g, term, &at, target);
		ok(isfinite(value(g, y, numbers, zero)), "%s: a region without positions", term->name);
		gan_graph_free(g);
	}
}

/* Two positions (1,2) and (3,4): G = ((5,7),(7,10)), means 2 and 3, deviations 1; against 0. */
static void by_hand(void)
{
	static const double a[4] = { 1, 2, 3, 4 }, zero[4] = { 0 };
	static const struct { const char *name; double v; } want[] = {
		{ "content", 30. / 4 }, { "gram", (25 + 49 + 49 + 100) / 4. }, { "mean", 13. / 2 }, { "tv", 4. / 2 }, { "w2", 15. / 2 },
	};

	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		gan_g *g = gan_graph_new(NULL);
		struct gan_style_at at = { .value = in(g, "a", 1, 1, 2, 2), .power = 2 }, like = { .value = in(g, "b", 1, 1, 2, 2) };
		gan_n *target[GAN_STYLE_MAX_SUMS] = { NULL };
		double v;

		term = gan_style_term_find(want[i].name);
		at.goal = like.value;
		if (term->kind == GAN_STYLE_STATISTIC)
			gan_style_moments(g, term, &like, target);
		v = value(g, gan_style_term_value(g, term, &at, target), a, zero);
		ok(fabs(v - want[i].v) < 1e-13, "%s by hand: %g", want[i].name, v);
		gan_graph_free(g);
	}
}

int main(void)
{
	gan_pool_start(2, NULL);
	draw();
	derivatives();
	like_itself();
	halves();
	by_hand();
	gan_pool_stop();
	return done();
}
