/* The Frechet distance between features of what is judged and of a reference (app/frechet.h; Heusel et al. 2017, where the
   features are those of a network trained on ImageNet, so that numbers of different networks do not compare):
     fid     |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2))
     mean    its first term
     spread  its second */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "app/frechet.h"
#include "app/metric.h"
#include "base/mem.h"

static void end(void *state)
{
	gan_gauss_free(state);
	gan_free(state);
}

/* The Gaussian of a set's features. */
static int fit(const struct gan_dataset *s, const char *name, const struct gan_metric_with *w, struct gan_gauss *g,
               struct gan_err *e)
{
	int64_t d;
	const float *x = gan_look(w->look, GAN_FEATURE_LAYER, s, name, &d, e);
	char line[256];

	if (!x)
		return -1;
	if (gan_gauss_of(g, x, s->n, d, e))
		return gan_fail_prefix(e, "%s", name);
	if (s->n > d || !w->warn)
		return 0;
	snprintf(line, sizeof line, "%.100s: %" PRId64 " samples of %" PRId64 " features are too few for a covariance of full "
	         "rank: the Frechet distance will be too large", name, s->n, d);
	w->warn(w->ctx, line);
	return 0;
}

static int start(void **state, const struct gan_metric_with *w, struct gan_err *e)
{
	struct gan_gauss *g = gan_alloc(1, sizeof *g, e);

	if (!g || fit(w->ref, w->ref_name, w, g, e)) {
		gan_free(g);
		return -1;
	}
	*state = g;
	return 0;
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	const struct gan_gauss *ref = state;
	struct gan_gauss g;
	struct gan_frechet d;
	char note[384];
	int rc;

	if (fit(in->set, in->name, w, &g, e))
		return -1;
	rc = gan_frechet(ref, &g, &d, e);
	gan_metric_note(out, "ref.n=%" PRId64 " d=%" PRId64 " %s", ref->n, ref->d,
	                gan_looker_note(w->look, GAN_FEATURE_LAYER, note, sizeof note));
	gan_gauss_free(&g);
	if (rc)
		return -1;
	gan_metric_value(out, "fid", fmax(0, d.mean + d.spread), in->set->n); /* rounding may bring it below 0 */
	gan_metric_value(out, "mean", d.mean, in->set->n);
	gan_metric_value(out, "spread", d.spread, in->set->n);
	return 0;
}

const struct gan_metric gan_metric_fid = {
	.name = "fid",
	.help = "Frechet distance to the reference, of a network's features or of points",
	.flags = GAN_METRIC_NEEDS_REF | GAN_METRIC_FEATURES,
	.start = start,
	.judge = judge,
	.end = end,
};
