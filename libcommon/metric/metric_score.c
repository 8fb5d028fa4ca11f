/* The classifier score: Salimans et al. 2016, "Improved Techniques", sec. 4, where the classifier is one of ImageNet ("Inception
   score"). The elements are dealt at random (always alike) to so many splits, and of each
     exp(mean over its x of sum_y p(y|x) ln(p(y|x) / p(y)))    with p(y) the split's mean of p(y|x)
   is taken, from 1 to the number of classes:
     score      mean over the splits
     score.std  deviation over the splits */
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "feature/logits.h"
#include "metric/metric.h"
#include "base/mem.h"
#include "base/rng.h"

extern const struct gan_metric gan_metric_score;

static const struct gan_setting settings[] = {
	{ "splits", GAN_SET_INT, "10", 1, 100000, NULL, "", "parts that are scored each for itself" },
};

/* Of the elements at[n]; p[2k] is scratch. */
static double score(const float *logit, int64_t k, const uint32_t *at, int64_t n, double *p)
{
	double *mean = p + k, sum = 0;

	memset(mean, 0, (size_t)k * sizeof *mean);
	for (int64_t i = 0; i < n; i++) {
		gan_logits_softmax(logit + (int64_t)at[i] * k, k, p);
		for (int64_t c = 0; c < k; c++) {
			mean[c] += p[c] / (double)n;
			sum += p[c] > 0 ? p[c] * log(p[c]) : 0;
		}
	}
	for (int64_t c = 0; c < k; c++)
		sum -= mean[c] > 0 ? (double)n * mean[c] * log(mean[c]) : 0;
	return exp(sum / (double)n);
}

static int scores(const float *logit, int64_t k, int64_t n, int64_t splits, double out[2], struct gan_err *e)
{
	uint32_t *at = gan_alloc((size_t)n, sizeof *at, e);
	double *p = gan_alloc((size_t)k, 2 * sizeof *p, e), sum = 0, squares = 0;
	int rc = at && p ? 0 : -1;

	if (!rc)
		gan_rng_permutation(gan_rng_make(0, "score.split"), 0, at, (size_t)n);
	for (int64_t s = 0; !rc && s < splits; s++) {
		int64_t from = s * n / splits, to = (s + 1) * n / splits;
		double v = score(logit, k, at + from, to - from, p);

		sum += v;
		squares += v * v;
	}
	out[0] = sum / (double)splits;
	out[1] = sqrt(fmax(0, squares / (double)splits - out[0] * out[0]));
	gan_free(at);
	gan_free(p);
	return rc;
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	int64_t k, n = in->set->n, splits = gan_metric_int(&gan_metric_score, w, "splits");
	const float *logit = gan_look(w->look, GAN_FEATURE_OUTPUT, in->set, in->name, &k, e);
	double v[2];
	char note[384];

	(void)state;
	if (!logit)
		return -1;
	if (n < splits)
		return gan_fail(e, GAN_DATA, "%s: -M score: expected an element or more for each of %" PRId64 " splits, found %" PRId64
		                " in all (splits= sets how many)", in->name, splits, n);
	if (scores(logit, k, n, splits, v, e))
		return -1;
	gan_metric_note(out, "splits=%" PRId64 " classes=%" PRId64 " %s", splits, k,
	                gan_looker_note(w->look, GAN_FEATURE_OUTPUT, note, sizeof note));
	gan_metric_value(out, "score", v[0], n);
	gan_metric_value(out, "score.std", v[1], n);
	return 0;
}

const struct gan_metric gan_metric_score = {
	.name = "score",
	.help = "classifier score exp(E KL(p(y|x) | p(y))), in splits",
	.flags = GAN_METRIC_FEATURES,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.judge = judge,
};
