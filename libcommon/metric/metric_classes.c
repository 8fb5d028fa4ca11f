/* Which classes a classifier takes the elements for, by its greatest output:
     found       classes that at least one element is of
     of          classes there are
     most        share of the class that has most
     entropy     - sum p ln p of the shares (nats): ln of where all classes have as many
     confidence  mean of the greatest probability, softmax of the outputs
     class.K     share of class K */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include "feature/logits.h"
#include "metric/metric.h"
#include "base/mem.h"

static void put(struct gan_metric_out *out, const int64_t *count, int64_t k, double confidence, int64_t n)
{
	int64_t found = 0, most = 0;
	double entropy = 0;
	char name[64];

	for (int64_t c = 0; c < k; c++) {
		double p = (double)count[c] / (double)n;

		found += count[c] > 0;
		most = count[c] > most ? count[c] : most;
		entropy -= p > 0 ? p * log(p) : 0;
	}
	gan_metric_value(out, "found", (double)found, n);
	gan_metric_value(out, "of", (double)k, n);
	gan_metric_value(out, "most", (double)most / (double)n, n);
	gan_metric_value(out, "entropy", entropy, n);
	gan_metric_value(out, "confidence", confidence, n);
	for (int64_t c = 0; c < k; c++) {
		snprintf(name, sizeof name, "class.%" PRId64, c);
		gan_metric_value(out, name, (double)count[c] / (double)n, n);
	}
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	int64_t k, n = in->set->n;
	const float *logit = gan_look(w->look, GAN_FEATURE_OUTPUT, in->set, in->name, &k, e);
	int64_t *count = logit ? gan_alloc((size_t)k, sizeof *count, e) : NULL;
	double *p = count ? gan_alloc((size_t)k, sizeof *p, e) : NULL, confidence = 0;
	char note[384];

	(void)state;
	for (int64_t i = 0; p && i < n; i++) {
		int64_t best = gan_logits_best(logit + i * k, k);

		gan_logits_softmax(logit + i * k, k, p);
		count[best]++;
		confidence += p[best];
	}
	if (p) {
		gan_metric_note(out, "%s", gan_looker_note(w->look, GAN_FEATURE_OUTPUT, note, sizeof note));
		put(out, count, k, confidence / (double)n, n);
	}
	gan_free(count);
	gan_free(p);
	return p ? 0 : -1;
}

const struct gan_metric gan_metric_classes = {
	.name = "classes",
	.help = "which classes a classifier (-f) takes the elements for",
	.flags = GAN_METRIC_FEATURES,
	.judge = judge,
};
