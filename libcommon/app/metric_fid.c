/* The Frechet distance between features of what is judged and of a reference (app/frechet.h; Heusel et al. 2017, where the
   features are those of a network trained on ImageNet, so that numbers of different networks do not compare):
     fid     |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2))
     mean    its first term
     spread  its second */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "app/features.h"
#include "app/frechet.h"
#include "app/metric.h"
#include "base/mem.h"

struct fid {
	struct gan_feature_net net;
	int has_net;
	struct gan_gauss ref;
};

static void end(void *state)
{
	struct fid *f = state;

	gan_feature_net_free(&f->net);
	gan_gauss_free(&f->ref);
	gan_free(f);
}

/* The Gaussian of a set's features. */
static int fit(struct fid *f, const struct gan_dataset *s, const char *name, const struct gan_metric_with *w, struct gan_gauss *g,
               struct gan_err *e)
{
	int64_t d;
	float *x = gan_features_of(f->has_net ? &f->net : NULL, GAN_FEATURE_LAYER, s, &d, e);
	int rc = x ? gan_gauss_of(g, x, s->n, d, e) : -1;
	char line[256];

	gan_free(x);
	if (rc)
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
	struct fid *f = gan_alloc(1, sizeof *f, e);

	if (!f)
		return -1;
	f->has_net = w->features != NULL;
	if ((!f->has_net || !gan_feature_net_open(&f->net, w->features, w->read_flags, e)) &&
	    !fit(f, w->ref, w->ref_name, w, &f->ref, e)) {
		*state = f;
		return 0;
	}
	end(f);
	return -1;
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	struct fid *f = state;
	struct gan_gauss g;
	struct gan_frechet d;
	char note[384];
	int rc;

	if (fit(f, in->set, in->name, w, &g, e))
		return -1;
	rc = gan_frechet(&f->ref, &g, &d, e);
	gan_metric_note(out, "ref.n=%" PRId64 " d=%" PRId64 " %s", f->ref.n, f->ref.d,
	                gan_feature_note(f->has_net ? &f->net : NULL, GAN_FEATURE_LAYER, note, sizeof note));
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
