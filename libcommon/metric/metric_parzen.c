/* Parzen window likelihood: Goodfellow et al. 2014, sec. 5, after Breuleux et al. 2011. The density is a Gaussian of deviation
   window about each of the m elements of what is judged,
     log p(x) = ln sum_i exp(-|x - y_i|^2 / (2 window^2)) - ln m - d ln(window (2 pi)^(1/2))
   of points as they are, or of pictures' bytes over 255. The window is the one of ten, from .1 to 1 in equal ratios, of which the
   first elements of the reference are the likeliest; the others are judged. (Theis et al. 2016 say why not to rank by it.)
     parzen        mean of log p over the reference (nats)
     parzen.error  its standard error
     window        as above */
#include <inttypes.h>
#include <math.h>
#include "metric/distances.h"
#include "metric/metric.h"
#include "base/mem.h"

#define WINDOWS 10

extern const struct gan_metric gan_metric_parzen;

static const struct gan_setting settings[] = {
	{ "valid", GAN_SET_INT, "1000", 1, 1e9, NULL, "", "first elements of the reference, half at most, that choose the window" },
	{ "window", GAN_SET_REAL, "0", 0, 1e6, NULL, "", "the window's deviation; 0: chosen" },
};

/* Sums of windows about each x, kept relative to the nearest y so far. */
struct windows {
	int n;
	double width[WINDOWS];
	double *least;  /* [rows]: squared distance to the nearest */
	double *sum;    /* [rows,n] */
};

static void add(void *ctx, int64_t i, int64_t j, int64_t n, const gan_real *d2)
{
	struct windows *w = ctx;
	double least = w->least[i];

	(void)j;
	for (int64_t c = 0; c < n; c++)
		least = d2[c] < least ? d2[c] : least;
	for (int k = 0; k < w->n; k++) {
		double scale = 1 / (2 * w->width[k] * w->width[k]), sum = w->sum[i * w->n + k];

		if (least < w->least[i])
			sum *= exp((least - w->least[i]) * scale);
		for (int64_t c = 0; c < n; c++)
			sum += exp((least - d2[c]) * scale);
		w->sum[i * w->n + k] = sum;
	}
	w->least[i] = least;
}

/* Mean log-likelihood of x[n,d] for each window, and its standard error. */
static int likelihood(const struct gan_distances *s, struct windows *w, double *mean, double *error, struct gan_err *e)
{
	struct gan_distances all = *s;
	int rc = -1;

	w->least = gan_alloc((size_t)s->na, sizeof *w->least, e);
	w->sum = gan_alloc((size_t)s->na, (size_t)w->n * sizeof *w->sum, e);
	if (w->least && w->sum) {
		for (int64_t i = 0; i < s->na; i++)
			w->least[i] = INFINITY;
		all.row = add;
		all.ctx = w;
		rc = gan_distances_run(&all, e);
	}
	for (int k = 0; !rc && k < w->n; k++) {
		double v = w->width[k], sum = 0, squares = 0, n = (double)s->na;
		double rest = -log((double)s->nb) - (double)s->d * (log(v) + .5 * log(2 * 3.14159265358979323846));

		for (int64_t i = 0; i < s->na; i++)
			sum += log(w->sum[i * w->n + k]) - w->least[i] / (2 * v * v) + rest;
		mean[k] = sum / n;
		for (int64_t i = 0; i < s->na; i++) {
			double off = log(w->sum[i * w->n + k]) - w->least[i] / (2 * v * v) + rest - mean[k];

			squares += off * off;
		}
		error[k] = sqrt(squares / n / n);
	}
	gan_free(w->least);
	gan_free(w->sum);
	return rc;
}

static int choose(const struct gan_distances *s, const char *name, const struct gan_metric_with *m, double *width,
                  struct gan_err *e)
{
	struct windows w = { .n = WINDOWS };
	double mean[WINDOWS], error[WINDOWS];
	char line[256];
	int best = 0;

	for (int k = 0; k < WINDOWS; k++)
		w.width[k] = pow(10, (double)k / (WINDOWS - 1) - 1);
	if (likelihood(s, &w, mean, error, e))
		return -1;
	for (int k = 1; k < WINDOWS; k++)
		best = mean[k] > mean[best] ? k : best;
	*width = w.width[best];
	if ((best && best < WINDOWS - 1) || !m->warn)
		return 0;
	snprintf(line, sizeof line, "%.100s: the best window of those from .1 to 1 is the %s; window= sets another", name,
	         best ? "widest" : "narrowest");
	m->warn(m->ctx, line);
	return 0;
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	int64_t valid = gan_metric_int(&gan_metric_parzen, w, "valid"), n = w->ref->n;
	struct windows one = { .n = 1, .width = { gan_metric_real(&gan_metric_parzen, w, "window") } };
	struct gan_distances s = { .nb = in->set->n };
	double mean, error;
	char note[384];

	(void)state;
	s.b = gan_look(w->look, GAN_FEATURE_RAW, in->set, in->name, &s.d, e);
	s.a = s.b ? gan_look(w->look, GAN_FEATURE_RAW, w->ref, w->ref_name, &s.d, e) : NULL;
	if (!s.a)
		return -1;
	valid = one.width[0] > 0 ? 0 : valid < n / 2 ? valid : n / 2;
	if (!valid && !(one.width[0] > 0))
		return gan_fail(e, GAN_DATA, "%s: -M parzen: expected 2 elements or more, one to choose the window by, found 1",
		                w->ref_name);
	s.na = valid;
	if (valid && choose(&s, in->name, w, one.width, e))
		return -1;
	s.a += valid * s.d;
	s.na = n - valid;
	if (likelihood(&s, &one, &mean, &error, e))
		return -1;
	gan_metric_note(out, "ref.n=%" PRId64 " valid=%" PRId64 " d=%" PRId64 " window=%.6g %s", s.na, valid, s.d, one.width[0],
	                gan_looker_note(w->look, GAN_FEATURE_RAW, note, sizeof note));
	gan_metric_value(out, "parzen", mean, in->set->n);
	gan_metric_value(out, "parzen.error", error, in->set->n);
	gan_metric_value(out, "window", one.width[0], in->set->n);
	return 0;
}

const struct gan_metric gan_metric_parzen = {
	.name = "parzen",
	.help = "log-likelihood of the reference by Parzen windows about the samples",
	.flags = GAN_METRIC_NEEDS_REF,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.judge = judge,
};
