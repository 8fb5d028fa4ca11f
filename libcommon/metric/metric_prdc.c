/* Precision and recall: Kynkaanniemi et al. 2019, "Improved precision and recall metric", sec. 2; density and coverage: Naeem
   et al. 2020, "Reliable fidelity and diversity metrics", sec. 3. Around each element of a set stands a ball that reaches to
   its k-th nearest neighbour in that set, itself not counted; a ball has its surface.
     precision  share of what is judged that is in a ball of the reference (k)
     recall     share of the reference that is in a ball of what is judged (k)
     density    how many balls of the reference an element of what is judged is in, on the mean, over density-k; may be above 1
     coverage   share of the reference whose ball (density-k) has an element of what is judged in it */
#include <inttypes.h>
#include <math.h>
#include "metric/distances.h"
#include "metric/metric.h"
#include "base/mem.h"

#define MAX_K 100

extern const struct gan_metric gan_metric_prdc;

static const struct gan_setting settings[] = {
	{ "k", GAN_SET_INT, "3", 1, MAX_K, NULL, "", "of precision and recall: which neighbour a ball reaches to" },
	{ "density-k", GAN_SET_INT, "5", 1, MAX_K, NULL, "", "the same of density and coverage" },
};

/* A set with its balls: squared radii for both ks. */
struct balls {
	const float *x;
	int64_t n;
	double *narrow, *wide;
};

static void balls_free(struct balls *b)
{
	gan_free(b->narrow);
	gan_free(b->wide);
}

/* ---- radii ---- */

struct radii {
	double *best; /* [n,k] */
	int k;
};

static void keep_nearest(void *ctx, int64_t i, int64_t j, int64_t n, const gan_real *d2)
{
	struct radii *r = ctx;

	for (int64_t c = 0; c < n; c++)
		if (j + c != i)
			gan_nearest_keep(r->best + i * r->k, NULL, r->k, d2[c], j + c);
}

static int balls_make(struct balls *b, const float *x, int64_t n, int64_t d, int k1, int k2, const char *name, struct gan_err *e)
{
	struct radii r = { .k = k1 > k2 ? k1 : k2 };
	struct gan_distances s = { .a = x, .b = x, .na = n, .nb = n, .d = d, .row = keep_nearest, .ctx = &r };
	int rc = -1;

	b->x = x;
	b->n = n;
	if (n <= r.k)
		return gan_fail(e, GAN_DATA, "%s: -M prdc: expected more than %d elements, for so many neighbours, found %" PRId64, name,
		                r.k, n);
	r.best = gan_alloc((size_t)n, (size_t)r.k * sizeof *r.best, e);
	b->narrow = gan_alloc((size_t)n, sizeof *b->narrow, e);
	b->wide = gan_alloc((size_t)n, sizeof *b->wide, e);
	if (r.best && b->narrow && b->wide) {
		for (int64_t i = 0; i < n * r.k; i++)
			r.best[i] = INFINITY;
		rc = gan_distances_run(&s, e);
		for (int64_t i = 0; i < n; i++) {
			b->narrow[i] = r.best[i * r.k + k1 - 1];
			b->wide[i] = r.best[i * r.k + k2 - 1];
		}
	}
	gan_free(r.best);
	return rc;
}

/* ---- who is in whose ball ---- */

struct inside {
	const struct balls *other, *own;
	uint8_t *hit;    /* [n]: in a narrow ball of the other set */
	uint8_t *met;    /* [n]: an element of the other is in the own wide ball */
	int64_t *wide;   /* [n]: how many wide balls of the other it is in */
};

static void look(void *ctx, int64_t i, int64_t j, int64_t n, const gan_real *d2)
{
	struct inside *s = ctx;

	for (int64_t c = 0; c < n; c++) {
		s->hit[i] |= d2[c] <= s->other->narrow[j + c];
		s->wide[i] += d2[c] <= s->other->wide[j + c];
		s->met[i] |= d2[c] <= s->own->wide[i];
	}
}

/* Of a's elements: share in a narrow ball of b, share whose own wide ball has one of b, mean number of b's wide balls. */
static int count(const struct balls *a, const struct balls *b, int64_t d, double share[3], struct gan_err *e)
{
	struct inside s = { .other = b, .own = a };
	struct gan_distances all = { .a = a->x, .b = b->x, .na = a->n, .nb = b->n, .d = d, .row = look, .ctx = &s };
	int64_t hit = 0, met = 0, wide = 0;
	int rc = -1;

	s.hit = gan_alloc((size_t)a->n, 1, e);
	s.met = gan_alloc((size_t)a->n, 1, e);
	s.wide = gan_alloc((size_t)a->n, sizeof *s.wide, e);
	if (s.hit && s.met && s.wide && !gan_distances_run(&all, e)) {
		for (int64_t i = 0; i < a->n; i++) {
			hit += s.hit[i];
			met += s.met[i];
			wide += s.wide[i];
		}
		share[0] = (double)hit / (double)a->n;
		share[1] = (double)met / (double)a->n;
		share[2] = (double)wide / (double)a->n;
		rc = 0;
	}
	gan_free(s.hit);
	gan_free(s.met);
	gan_free(s.wide);
	return rc;
}

/* ---- the metric ---- */

struct prdc {
	struct balls ref;
	int k, density_k;
};

static void end(void *state)
{
	struct prdc *p = state;

	balls_free(&p->ref);
	gan_free(p);
}

static int start(void **state, const struct gan_metric_with *w, struct gan_err *e)
{
	struct prdc *p = gan_alloc(1, sizeof *p, e);
	const float *x;
	int64_t d;

	if (!p)
		return -1;
	p->k = (int)gan_metric_int(&gan_metric_prdc, w, "k");
	p->density_k = (int)gan_metric_int(&gan_metric_prdc, w, "density-k");
	x = gan_look(w->look, GAN_FEATURE_LAYER, w->ref, w->ref_name, &d, e);
	if (!x || balls_make(&p->ref, x, w->ref->n, d, p->k, p->density_k, w->ref_name, e)) {
		end(p);
		return -1;
	}
	*state = p;
	return 0;
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	struct prdc *p = state;
	struct balls b = { 0 };
	double set[3], ref[3];
	int64_t d;
	const float *x = gan_look(w->look, GAN_FEATURE_LAYER, in->set, in->name, &d, e);
	int rc = !x || balls_make(&b, x, in->set->n, d, p->k, p->density_k, in->name, e) || count(&b, &p->ref, d, set, e) ||
	         count(&p->ref, &b, d, ref, e) ? -1 : 0;
	char note[384];

	balls_free(&b);
	if (rc)
		return -1;
	gan_metric_note(out, "ref.n=%" PRId64 " d=%" PRId64 " k=%d density-k=%d %s", p->ref.n, d, p->k, p->density_k,
	                gan_looker_note(w->look, GAN_FEATURE_LAYER, note, sizeof note));
	gan_metric_value(out, "precision", set[0], in->set->n);
	gan_metric_value(out, "recall", ref[0], in->set->n);
	gan_metric_value(out, "density", set[2] / p->density_k, in->set->n);
	gan_metric_value(out, "coverage", ref[1], in->set->n);
	return 0;
}

const struct gan_metric gan_metric_prdc = {
	.name = "prdc",
	.help = "precision, recall, density and coverage by nearest neighbours, of features or of points",
	.flags = GAN_METRIC_NEEDS_REF | GAN_METRIC_FEATURES,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.start = start,
	.judge = judge,
	.end = end,
};
