/* The Frechet distance between features of what is judged and of a reference (feature/frechet.h; Heusel et al. 2017, where the
   features are those of a network trained on ImageNet, so that numbers of different networks do not compare):
     fid     |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2))
     mean    its first term
     spread  its second */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "feature/frechet.h"
#include "metric/metric.h"
#include "base/mem.h"

/* One side of the distance. */
struct side {
	struct gan_gauss g;
	char id[384];       /* gan.features, or "" */
	char note[384];
};

static void end(void *state)
{
	gan_gauss_free(&((struct side *)state)->g);
	gan_free(state);
}

static int fit_stats(struct side *s, const struct gan_stats *st, const char *name, struct gan_err *e)
{
	snprintf(s->id, sizeof s->id, "%s", st->features ? st->features : "");
	snprintf(s->note, sizeof s->note, "%s", *s->id ? s->id : "net=none");
	return gan_stats_gauss(st, &s->g, e) ? gan_fail_prefix(e, "%s", name) : 0;
}

static int fit_set(struct side *s, const struct gan_dataset *set, const char *name, const struct gan_metric_with *w,
                   struct gan_err *e)
{
	int64_t d;
	const float *x = gan_look(w->look, GAN_FEATURE_LAYER, set, name, &d, e);

	if (!x)
		return -1;
	gan_looker_note(w->look, GAN_FEATURE_LAYER, s->note, sizeof s->note);
	if (w->look->has_net)
		gan_feature_id(&w->look->net, GAN_FEATURE_LAYER, s->id, sizeof s->id);
	else
		snprintf(s->id, sizeof s->id, "%s", set->features ? set->features : "");
	return gan_gauss_of(&s->g, x, set->n, d, e) ? gan_fail_prefix(e, "%s", name) : 0;
}

/* The Gaussian of a set's features, or of its statistics. */
static int fit(struct side *s, const struct gan_dataset *set, const struct gan_stats *st, const char *name,
               const struct gan_metric_with *w, struct gan_err *e)
{
	char line[256];

	memset(s, 0, sizeof *s);
	if (st ? fit_stats(s, st, name, e) : fit_set(s, set, name, w, e))
		return -1;
	if (s->g.n > s->g.d || !w->warn)
		return 0;
	snprintf(line, sizeof line, "%.100s: %" PRId64 " samples of %" PRId64 " features are too few for a covariance of full "
	         "rank: the Frechet distance will be too large", name, s->g.n, s->g.d);
	w->warn(w->ctx, line);
	return 0;
}

static int start(void **state, const struct gan_metric_with *w, struct gan_err *e)
{
	struct side *s = gan_alloc(1, sizeof *s, e);

	if (!s || fit(s, w->ref, w->ref_stats, w->ref_name, w, e)) {
		gan_free(s);
		return -1;
	}
	*state = s;
	return 0;
}

/* Where one side is statistics nobody has looked whether the two compare. */
static int check(const struct side *ref, const struct side *s, const struct gan_metric_with *w, const struct gan_judged *in,
                 struct gan_err *e)
{
	if (w->look->has_net && in->stats && w->ref_stats)
		return gan_fail(e, GAN_USAGE, "-f: %s and %s are statistics, of a network's features already", w->ref_name, in->name);
	if (gan_data_same_features(*ref->id ? ref->id : NULL, w->ref_name, *s->id ? s->id : NULL, in->name, e))
		return -1;
	if (ref->g.d != s->g.d)
		return gan_fail(e, GAN_DATA, "%s: expected %" PRId64 " numbers as in %s, found %" PRId64, in->name, ref->g.d, w->ref_name,
		                s->g.d);
	return 0;
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	const struct side *ref = state;
	struct side s;
	struct gan_frechet d;
	int64_t n;
	int rc;

	if (fit(&s, in->set, in->stats, in->name, w, e))
		return -1;
	rc = check(ref, &s, w, in, e) || gan_frechet(&ref->g, &s.g, &d, e) ? -1 : 0;
	n = s.g.n;
	gan_metric_note(out, "ref.n=%" PRId64 " d=%" PRId64 " %s", ref->g.n, ref->g.d, s.note);
	gan_gauss_free(&s.g);
	if (rc)
		return -1;
	gan_metric_value(out, "fid", fmax(0, d.mean + d.spread), n); /* rounding may bring it below 0 */
	gan_metric_value(out, "mean", d.mean, n);
	gan_metric_value(out, "spread", d.spread, n);
	return 0;
}

const struct gan_metric gan_metric_fid = {
	.name = "fid",
	.help = "Frechet distance to the reference, of a network's features or of points",
	.flags = GAN_METRIC_NEEDS_REF | GAN_METRIC_FEATURES | GAN_METRIC_STATS,
	.start = start,
	.judge = judge,
	.end = end,
};
