/* How much of a mixture of Gaussians a generator covers: Srivastava et al. 2017, "VEEGAN", sec. 5.1, and Lin et al. 2018,
   "PacGAN", sec. 4.1. A sample belongs to the mode whose mean is nearest, in that mode's standard deviations, and is of
   high quality within 3 of them.
     found   modes with at least one sample of high quality
     of      modes there are
     hq      share of the samples that are of high quality
     rkl     reverse Kullback-Leibler divergence over modes, sum p ln(p / q): p the shares of all samples by their mode, q
             the mixture's own weights (nats; p ln p is 0 at 0)
     rkl.hq  the same with p over the samples of high quality alone; nan where there are none */
#include <math.h>
#include <string.h>
#include "metric/metric.h"
#include "base/mem.h"
#include "image/toy.h"

extern const struct gan_metric gan_metric_modes;

static const struct gan_setting settings[] = {
	{ "toy", GAN_SET_TEXT, "", 0, 0, NULL, "", "the mixture as gan-data's --toy makes it: 'ring modes=8 radius=1 ...'" },
	{ "sigma", GAN_SET_REAL, "0", 0, 1e30, NULL, "", "standard deviation of each mode; 0: as the reference has it" },
	{ "sigmas", GAN_SET_REAL, "3", 0, 1e6, NULL, "deviations", "how far from its mode a sample of high quality may be" },
};

struct modes {
	struct gan_mixture mix;
	double sigmas;
	const char *from; /* "toy" or "labels" */
};

static void end(void *state)
{
	struct modes *m = state;

	gan_mixture_free(&m->mix);
	gan_free(m);
}

/* The mixture that a toy set is; 0 where it is none. */
static int of_toy(struct modes *m, const char *text, struct gan_err *e)
{
	struct gan_toy_set t;
	const struct gan_mixture *mix;
	int rc = gan_toy_parse(&t, text, e);

	if (!rc && t.toy->mixture && (mix = t.toy->mixture(&t)))
		rc = gan_mixture_copy(&m->mix, mix, e) ? -1 : 1;
	gan_toy_close(&t);
	return rc;
}

static int of_labels(struct modes *m, const struct gan_dataset *ref, const char *name, struct gan_err *e)
{
	if (ref->h)
		return gan_fail(e, GAN_DATA, "%s: -M modes counts the modes of points, found pictures", name);
	if (!ref->y)
		return gan_fail(e, GAN_DATA, "%s: expected labels that tell the modes, found none", name);
	if (ref->nclass > ref->n)
		return gan_fail(e, GAN_DATA, "%s: expected a label for each mode, counted from 0, found label %lld among %lld points",
		                name, (long long)ref->nclass - 1, (long long)ref->n);
	m->from = "labels";
	return gan_mixture_of_labels(&m->mix, ref->xf, ref->y, ref->n, ref->d, ref->nclass, e);
}

/* The mixture as named, else as the reference says that it was made, else out of its labels. */
static int learn(struct modes *m, const struct gan_metric_with *w, struct gan_err *e)
{
	const char *toy = gan_metric_text(&gan_metric_modes, w, "toy");
	int rc;

	m->from = "toy";
	if (*toy) {
		rc = of_toy(m, toy, e);
		if (!rc)
			return gan_fail(e, GAN_USAGE, "toy=%s: expected a mixture of Gaussians such as ring or grid", toy);
		return rc < 0 ? -1 : 0;
	}
	if (!w->ref)
		return gan_fail(e, GAN_USAGE, "-M modes: expected --ref REAL or toy=NAME, the mixture to look for");
	rc = w->ref->toy ? of_toy(m, w->ref->toy, e) : 0;
	if (rc < 0)
		return gan_fail_prefix(e, "%s: gan.toy", w->ref_name);
	if (rc && m->mix.d == w->ref->d)
		return 0;
	gan_mixture_free(&m->mix);
	return of_labels(m, w->ref, w->ref_name, e);
}

static int check_sigma(struct modes *m, const struct gan_metric_with *w, struct gan_err *e)
{
	double sigma = gan_metric_real(&gan_metric_modes, w, "sigma");

	for (int64_t k = 0; k < m->mix.k; k++) {
		if (sigma > 0)
			m->mix.sigma[k] = sigma;
		if (!(m->mix.sigma[k] > 0))
			return gan_fail(e, GAN_DATA, "%s: mode %lld has no spread to measure by (sigma=S gives one)",
			                w->ref_name ? w->ref_name : "toy", (long long)k);
	}
	return 0;
}

static int start(void **state, const struct gan_metric_with *w, struct gan_err *e)
{
	struct modes *m = gan_alloc(1, sizeof *m, e);

	if (!m)
		return -1;
	m->sigmas = gan_metric_real(&gan_metric_modes, w, "sigmas");
	if (learn(m, w, e) || check_sigma(m, w, e)) {
		end(m);
		return -1;
	}
	*state = m;
	return 0;
}

/* sum p ln(p / q), p = count / n; NaN for n = 0. */
static double divergence(const struct gan_mixture *mix, const int64_t *count, int64_t n)
{
	double sum = 0;

	for (int64_t k = 0; k < mix->k; k++) {
		double p = (double)count[k] / (double)n;

		if (count[k])
			sum += p * log(p / mix->weight[k]);
	}
	return n ? sum : NAN;
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	const struct modes *m = state;
	const struct gan_dataset *s = in->set;
	int64_t *all = gan_alloc((size_t)m->mix.k, 2 * sizeof *all, e), *good, found = 0, ngood = 0;
	char size[96];

	(void)w;
	if (!all)
		return -1;
	if (s->h || s->d != m->mix.d) {
		gan_free(all);
		return gan_fail(e, GAN_DATA, "%s: expected points of %lld number%s, as the mixture has, found %s", in->name,
		                (long long)m->mix.d, m->mix.d == 1 ? "" : "s",
		                gan_data_size_str(size, sizeof size, s->h, s->w, s->c, s->d));
	}
	good = all + m->mix.k;
	for (int64_t i = 0; i < s->n; i++) {
		double dist;
		int64_t k = gan_mixture_nearest(&m->mix, s->xf + i * s->d, &dist);

		all[k]++;
		if (dist <= m->sigmas) {
			found += !good[k]++;
			ngood++;
		}
	}
	gan_metric_note(out, "from=%s sigma=%.6g sigmas=%g", m->from, m->mix.sigma[0], m->sigmas);
	gan_metric_value(out, "found", (double)found, s->n);
	gan_metric_value(out, "of", (double)m->mix.k, s->n);
	gan_metric_value(out, "hq", (double)ngood / (double)s->n, s->n);
	gan_metric_value(out, "rkl", divergence(&m->mix, all, s->n), s->n);
	gan_metric_value(out, "rkl.hq", divergence(&m->mix, good, ngood), ngood);
	gan_free(all);
	return 0;
}

const struct gan_metric gan_metric_modes = {
	.name = "modes",
	.help = "modes of a mixture that samples cover, their share near a mode, reverse KL",
	.flags = GAN_METRIC_REF,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.start = start,
	.judge = judge,
	.end = end,
};
