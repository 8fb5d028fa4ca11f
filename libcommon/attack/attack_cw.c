/* Carlini and Wagner 2017, sec. V (L2): the smallest |x' - x|^2 + c f(x') with f the margin by which x' is not yet
   fooled, kappa more than that, over the w of x' = lo + (hi - lo) (tanh w + 1) / 2, by Adam; c is searched for each
   element by halving. Numbers without bounds are their own w. */
#include <math.h>
#include <string.h>
#include "attack/ball.h"
#include "attack/rows.h"
#include "attack/victim.h"
#include "base/mem.h"

#define INSIDE .999999   /* tanh of the first w at the ends of the range */
#define BETA1 .9
#define BETA2 .999
#define TINY 1e-8        /* Adam's epsilon */
#define PARTS 10         /* of a run; an element leaves it after a part that has not lowered its loss */
#define LOWER .9999

/* One element's search for c, over all runs. */
struct search {
	double c, below, above; /* above: INFINITY while no c was enough */
	double length;          /* of its best, squared; INFINITY: none yet */
	int fooled;             /* in this run */
};

/* A run: Adam with each element's c. */
struct run {
	struct gan_rows r;
	struct search *search;            /* [n] by the element's row in the assault */
	double *w, *m, *v, *loss, *before; /* [n,d], [n,d], [n,d], [n], [n] at the end of the part before */
	gan_real *value, *grad, *logit;   /* [n], [n,d], [n,K] */
	gan_real *best;                   /* [n,d] by the element's row in the assault */
	uint8_t *keep;
	double rate, kappa, scale1, scale2; /* Adam's rate; what its moments are divided by in this step */
};

static int bounded(const struct gan_assault *a)
{
	return isfinite(a->lo) && isfinite(a->hi);
}

static void first(void *ctx, int64_t row)
{
	struct run *s = ctx;
	const struct gan_assault *a = &s->r.a;

	for (int64_t j = row * a->d; j < (row + 1) * a->d; j++)
		s->w[j] = bounded(a) ? atanh((2 * ((double)a->x0[j] - a->lo) / (a->hi - a->lo) - 1) * INSIDE) : a->x0[j];
	s->before[row] = INFINITY;
}

static void show(void *ctx, int64_t row)
{
	struct run *s = ctx;
	const struct gan_assault *a = &s->r.a;

	for (int64_t j = row * a->d; j < (row + 1) * a->d; j++)
		a->x[j] = (gan_real)(bounded(a) ? a->lo + (a->hi - a->lo) * (tanh(s->w[j]) + 1) / 2 : s->w[j]);
	gan_ball_project(a, row); /* what is masked; rounding at the ends of the range */
}

/* Is the iterate the nearest that is fooled, by kappa? Its loss. */
static double look(struct run *s, int64_t row, double short_of)
{
	const struct gan_assault *a = &s->r.a;
	struct search *c = &s->search[s->r.at[row]];
	double length = gan_ball_length(GAN_NORM_2, a->x + row * a->d, a->x0 + row * a->d, a->d);

	length *= length;
	if (short_of <= 0 && gan_assault_fooled(a, s->logit + row * gan_victim_classes(a->v), row)) {
		c->fooled = 1;
		if (length < c->length) {
			c->length = length;
			memcpy(s->best + s->r.at[row] * a->d, a->x + row * a->d, (size_t)a->d * sizeof *a->x);
		}
	}
	return length + c->c * (short_of > 0 ? short_of : 0);
}

static void step(void *ctx, int64_t row)
{
	struct run *s = ctx;
	const struct gan_assault *a = &s->r.a;
	double short_of = s->kappa - s->value[row], pull = short_of > 0 ? s->search[s->r.at[row]].c : 0, range = a->hi - a->lo;

	s->loss[row] = look(s, row, short_of);
	for (int64_t j = row * a->d; j < (row + 1) * a->d; j++) {
		double x = a->x[j], g = 2 * (x - a->x0[j]) - pull * s->grad[j];

		/* dx/dw = range (1 - tanh^2) / 2 */
		g *= bounded(a) ? 2 * (x - a->lo) * (a->hi - x) / range : 1;
		s->m[j] = BETA1 * s->m[j] + (1 - BETA1) * g;
		s->v[j] = BETA2 * s->v[j] + (1 - BETA2) * g * g;
		s->w[j] -= s->rate * (s->m[j] / s->scale1) / (sqrt(s->v[j] / s->scale2) + TINY);
	}
}

/* Elements whose loss has not fallen over the last part of the run leave it. */
static void part(struct run *s)
{
	size_t d = (size_t)s->r.a.d;

	for (int64_t i = 0; i < s->r.a.n; i++) {
		s->keep[i] = !(s->loss[i] > LOWER * s->before[i]);
		s->before[i] = s->loss[i];
	}
	gan_rows_keep(&s->r, s->keep);
	gan_rows_follow(&s->r, s->w, d * sizeof *s->w);
	gan_rows_follow(&s->r, s->m, d * sizeof *s->m);
	gan_rows_follow(&s->r, s->v, d * sizeof *s->v);
	gan_rows_follow(&s->r, s->before, sizeof *s->before);
}

static int descend(struct run *s, const struct gan_assault *a, struct gan_err *e)
{
	int64_t iters = gan_assault_int(a, "iters"), each = iters < PARTS ? 1 : iters / PARTS;
	size_t all = (size_t)(a->n * a->d);

	if (gan_rows_open(&s->r, a, e))
		return -1;
	memset(s->m, 0, all * sizeof *s->m);
	memset(s->v, 0, all * sizeof *s->v);
	gan_rows_each(&s->r.a, first, s);
	for (int64_t t = 1; t <= iters && s->r.a.n; t++) {
		const struct gan_assault *r = &s->r.a;

		s->scale1 = 1 - pow(BETA1, (double)t);
		s->scale2 = 1 - pow(BETA2, (double)t);
		gan_rows_each(r, show, s);
		if (gan_victim_loss(r->v, GAN_ATTACK_MARGIN, r->x, r->n, r->label, r->target, s->value, s->grad, s->logit, e))
			return -1;
		gan_rows_each(r, step, s);
		if (t % each == 0)
			part(s);
	}
	gan_rows_close(&s->r);
	return 0;
}

/* The next c: between those that were enough and those that were not, or ten times as much while none was. */
static void choose(struct search *s)
{
	if (s->fooled)
		s->above = fmin(s->above, s->c);
	else
		s->below = fmax(s->below, s->c);
	s->c = isfinite(s->above) ? (s->below + s->above) / 2 : 10 * s->c;
	s->fooled = 0;
}

static int seek(struct run *s, const struct gan_assault *a, struct gan_err *e)
{
	int64_t runs = gan_assault_int(a, "search");

	memcpy(s->best, a->x0, (size_t)(a->n * a->d) * sizeof *s->best);
	s->rate = gan_assault_real(a, "rate");
	s->kappa = gan_assault_real(a, "kappa");
	for (int64_t i = 0; i < a->n; i++)
		s->search[i] = (struct search){ .c = gan_assault_real(a, "c"), .above = INFINITY, .length = INFINITY };
	for (int64_t k = 0; k < runs; k++) {
		if (descend(s, a, e))
			return -1;
		for (int64_t i = 0; i < a->n; i++)
			choose(&s->search[i]);
	}
	memcpy(a->x, s->best, (size_t)(a->n * a->d) * sizeof *s->best);
	return 0;
}

static void run_free(struct run *s)
{
	gan_rows_close(&s->r);
	gan_free(s->search);
	gan_free(s->w);
	gan_free(s->m);
	gan_free(s->v);
	gan_free(s->loss);
	gan_free(s->before);
	gan_free(s->value);
	gan_free(s->grad);
	gan_free(s->logit);
	gan_free(s->best);
	gan_free(s->keep);
}

static int run(const struct gan_assault *a, struct gan_err *e)
{
	size_t n = (size_t)a->n, all = n * (size_t)a->d, real = sizeof(gan_real);
	struct run s = {
		.search = gan_alloc(n, sizeof *s.search, e), .w = gan_alloc(all, sizeof *s.w, e), .m = gan_alloc(all, sizeof *s.m, e),
		.v = gan_alloc(all, sizeof *s.v, e), .loss = gan_alloc(n, sizeof *s.loss, e), .before = gan_alloc(n, sizeof *s.before, e),
		.value = gan_alloc(n, real, e), .grad = gan_alloc(all, real, e), .best = gan_alloc(all, real, e),
		.keep = gan_alloc(n, 1, e), .logit = gan_alloc(n * (size_t)gan_victim_classes(a->v), real, e),
	};
	int rc = s.search && s.w && s.m && s.v && s.loss && s.before && s.value && s.grad && s.best && s.keep && s.logit ? 0 : -1;

	if (!rc)
		rc = seek(&s, a, e);
	run_free(&s);
	return rc;
}

static const struct gan_setting settings[] = {
	{ "kappa", GAN_SET_REAL, "0", 0, 1e6, NULL, "logits", "by how much the logit that is to win must lead" },
	{ "iters", GAN_SET_INT, "200", 1, 1e6, NULL, "steps", "Adam's steps with each c; those that no longer gain end sooner" },
	{ "rate", GAN_SET_REAL, ".1", 1e-9, 1e3, NULL, "", "Adam's" },
	{ "search", GAN_SET_INT, "5", 1, 100, NULL, "", "values of c that are tried: ten times the last, or half-way" },
	{ "c", GAN_SET_REAL, "1", 1e-9, 1e9, NULL, "", "the first" },
};

const struct gan_attack gan_attack_cw = {
	.name = "cw",
	.help = "the smallest change in L2, by Adam and a search for its weight (Carlini and Wagner 2017)",
	.flags = GAN_ATTACK_MINIMAL | GAN_ATTACK_TARGETS,
	.norms = 1 << GAN_NORM_2,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.run = run,
};
