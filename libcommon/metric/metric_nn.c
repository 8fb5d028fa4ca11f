/* Does a generator repeat its training data? For each element of what is judged, the Euclidean distances d1 and d2 to its nearest
   and second nearest of the reference, of a layer's features (-f) or of the elements themselves:
     mean, median, least  of d1
     copies               share of elements with d1 <= near d2, or d1 = 0: Yoon et al. 2023, "Diffusion probabilistic models
                          generalize when they fail to memorize", sec. 3, with near = 1/3. Only of a copy is one training
                          element so much nearer than all others.
   --sheet draws those nearest to the reference, each beside its neighbour. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "metric/distances.h"
#include "metric/metric.h"
#include "base/mem.h"
#include "image/image.h"
#include "stream/stream.h"

#define CANDIDATES 4 /* by rounded distances; the exact ones decide among them */
#define PAIRS_A_ROW 8

extern const struct gan_metric gan_metric_nn;

static const struct gan_setting settings[] = {
	{ "near", GAN_SET_REAL, ".3333333333333333", 0, 1, NULL, "", "a copy is within this share of the second nearest's distance" },
	{ "shown", GAN_SET_INT, "32", 1, 4096, NULL, "", "pairs on the sheet" },
};

struct pair {
	double d1, d2;
	int64_t of, to; /* element of the set, of the reference */
};

struct search {
	double *best;   /* [n,CANDIDATES] */
	int64_t *at;
};

static void keep(void *ctx, int64_t i, int64_t j, int64_t n, const gan_real *d2)
{
	struct search *s = ctx;

	for (int64_t c = 0; c < n; c++)
		gan_nearest_keep(s->best + i * CANDIDATES, s->at + i * CANDIDATES, CANDIDATES, d2[c], j + c);
}

/* p[a->na] by exact distances to the candidates. */
static void settle(const struct gan_distances *a, const struct search *s, struct pair *p)
{
	for (int64_t i = 0; i < a->na; i++) {
		double best[2] = { INFINITY, INFINITY };
		int64_t at[2] = { 0, 0 };

		for (int c = 0; c < CANDIDATES && c < a->nb; c++) {
			int64_t j = s->at[i * CANDIDATES + c];

			gan_nearest_keep(best, at, 2, gan_distance2(a->a + i * a->d, a->b + j * a->d, a->d), j);
		}
		p[i] = (struct pair){ sqrt(best[0]), sqrt(best[1]), i, at[0] };
	}
}

static int find(const struct gan_distances *all, struct pair *p, struct gan_err *e)
{
	struct search s;
	struct gan_distances a = *all;
	int rc = -1;

	s.best = gan_alloc((size_t)a.na, CANDIDATES * sizeof *s.best, e);
	s.at = gan_alloc((size_t)a.na, CANDIDATES * sizeof *s.at, e);
	if (s.best && s.at) {
		for (int64_t i = 0; i < a.na * CANDIDATES; i++)
			s.best[i] = INFINITY;
		a.row = keep;
		a.ctx = &s;
		rc = gan_distances_run(&a, e);
		if (!rc)
			settle(&a, &s, p);
	}
	gan_free(s.best);
	gan_free(s.at);
	return rc;
}

static int by_distance(const void *a, const void *b)
{
	const struct pair *p = a, *q = b;

	return p->d1 < q->d1 ? -1 : p->d1 > q->d1 ? 1 : (p->of > q->of) - (p->of < q->of);
}

/* ---- the sheet ---- */

static int draw(struct gan_out *out, const struct pair *p, int64_t n, const struct gan_dataset *set, const struct gan_dataset *ref,
                const char *name, struct gan_err *e)
{
	int cols = 2 * (n < PAIRS_A_ROW ? (int)n : PAIRS_A_ROW);
	struct gan_image im = { 0 };
	uint8_t *px;
	FILE *f;
	int rc = -1;

	if (!set->h)
		return gan_fail(e, GAN_DATA, "%s: --sheet draws pictures, found points", name);
	f = gan_out_stdio(out, e);
	px = f ? gan_alloc((size_t)(2 * n), (size_t)set->d, e) : NULL;
	if (!px)
		return -1;
	for (int64_t i = 0; i < n; i++) {
		memcpy(px + 2 * i * set->d, set->x8 + p[i].of * set->d, (size_t)set->d);
		memcpy(px + (2 * i + 1) * set->d, ref->x8 + p[i].to * set->d, (size_t)set->d);
	}
	if (!gan_image_grid(&im, px, 2 * n, (int)set->h, (int)set->w, (int)set->c, cols, 0, e))
		rc = gan_pnm_write(f, &im, gan_out_name(out), e) || gan_out_flush(out, e) ? -1 : 0;
	gan_image_free(&im);
	gan_free(px);
	return rc;
}

/* ---- the metric ---- */

/* p is sorted. */
static void put(struct gan_metric_out *out, const struct pair *p, int64_t n, double near)
{
	double sum = 0;
	int64_t copies = 0;

	for (int64_t i = 0; i < n; i++) {
		sum += p[i].d1;
		copies += p[i].d1 <= near * p[i].d2;
	}
	gan_metric_value(out, "mean", sum / (double)n, n);
	gan_metric_value(out, "median", (p[(n - 1) / 2].d1 + p[n / 2].d1) / 2, n);
	gan_metric_value(out, "least", p[0].d1, n);
	gan_metric_value(out, "copies", (double)copies / (double)n, n);
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	const enum gan_feature_which which = w->look->has_net ? GAN_FEATURE_LAYER : GAN_FEATURE_RAW;
	double near = gan_metric_real(&gan_metric_nn, w, "near");
	int64_t shown = gan_metric_int(&gan_metric_nn, w, "shown"), n = in->set->n;
	struct gan_distances all = { .na = n, .nb = w->ref->n };
	struct pair *p = gan_alloc((size_t)n, sizeof *p, e);
	char note[384];
	int rc = -1;

	(void)state;
	if (p && w->ref->n < 2)
		gan_fail(e, GAN_DATA, "%s: -M nn: expected 2 elements or more to be near to, found 1", w->ref_name);
	else if (p && (all.a = gan_look(w->look, which, in->set, in->name, &all.d, e)) &&
	         (all.b = gan_look(w->look, which, w->ref, w->ref_name, &all.d, e)))
		rc = find(&all, p, e);
	if (!rc) {
		qsort(p, (size_t)n, sizeof *p, by_distance);
		gan_metric_note(out, "ref.n=%" PRId64 " d=%" PRId64 " near=%g %s", w->ref->n, all.d, near,
		                gan_looker_note(w->look, which, note, sizeof note));
		put(out, p, n, near);
		if (w->sheet)
			rc = draw(w->sheet, p, shown < n ? shown : n, in->set, w->ref, in->name, e);
	}
	gan_free(p);
	return rc;
}

const struct gan_metric gan_metric_nn = {
	.name = "nn",
	.help = "distances to the nearest of the reference, share of near copies; with --sheet pairs as PNM",
	.flags = GAN_METRIC_NEEDS_REF | GAN_METRIC_FEATURES | GAN_METRIC_SHEET,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.judge = judge,
};
