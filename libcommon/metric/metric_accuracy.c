/* How often a classifier is right on labelled data:
     accuracy       share of the elements whose greatest output is their label's
     loss           mean cross-entropy of the outputs, taken as logits, with the labels (nats)
     confusion.T.P  how many of label T have their greatest output at P, of n with label T; cells that are 0 are left out */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include "feature/logits.h"
#include "metric/metric.h"
#include "base/mem.h"

/* -log softmax(logit)[label], and where the greatest is (the first of equals). */
static double look(const float *logit, int64_t k, int64_t label, int64_t *guess)
{
	double sum = 0;

	*guess = gan_logits_best(logit, k);
	for (int64_t i = 0; i < k; i++)
		sum += exp((double)logit[i] - logit[*guess]);
	return log(sum) + logit[*guess] - logit[label];
}

/* cell[k,k] counts; the return is the sum of the losses. */
static double count(const float *logit, const struct gan_dataset *s, int64_t k, int64_t *cell)
{
	double loss = 0;

	for (int64_t i = 0; i < s->n; i++) {
		int64_t guess;

		loss += look(logit + i * k, k, s->y[i], &guess);
		cell[s->y[i] * k + guess]++;
	}
	return loss;
}

static void put(struct gan_metric_out *out, const int64_t *cell, int64_t k, double loss, int64_t n)
{
	int64_t right = 0;
	char name[64];

	for (int64_t i = 0; i < k; i++)
		right += cell[i * k + i];
	gan_metric_value(out, "accuracy", (double)right / (double)n, n);
	gan_metric_value(out, "loss", loss / (double)n, n);
	for (int64_t i = 0; i < k; i++) {
		int64_t row = 0;

		for (int64_t j = 0; j < k; j++)
			row += cell[i * k + j];
		for (int64_t j = 0; j < k; j++) {
			snprintf(name, sizeof name, "confusion.%" PRId64 ".%" PRId64, i, j);
			if (cell[i * k + j])
				gan_metric_value(out, name, (double)cell[i * k + j], row);
		}
	}
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	const struct gan_dataset *s = in->set;
	int64_t k, *cell = NULL;
	const float *logit;
	char note[384];
	size_t cells;

	(void)state;
	if (!s->y)
		return gan_fail(e, GAN_DATA, "%s: -M accuracy: expected labelled data, found no labels (gan-data -l labels a set)",
		                in->name);
	logit = gan_look(w->look, GAN_FEATURE_OUTPUT, s, in->name, &k, e);
	if (!logit)
		return -1;
	if (s->nclass > k)
		gan_fail(e, GAN_DATA, "%s: expected labels 0 to %" PRId64 ", as many as %s has outputs, found %" PRId64, in->name, k - 1,
		         w->look->net.name, s->nclass - 1);
	else if (!gan_mul_ok((size_t)k, (size_t)k, &cells))
		gan_fail_nomem(e, UINT64_MAX);
	else
		cell = gan_alloc(cells, sizeof *cell, e);
	if (cell) {
		gan_metric_note(out, "%s", gan_looker_note(w->look, GAN_FEATURE_OUTPUT, note, sizeof note));
		put(out, cell, k, count(logit, s, k, cell), s->n);
	}
	gan_free(cell);
	return cell ? 0 : -1;
}

const struct gan_metric gan_metric_accuracy = {
	.name = "accuracy",
	.help = "how often a classifier (-f) is right on labelled data, and what it takes for what",
	.flags = GAN_METRIC_NEEDS_FEATURES,
	.judge = judge,
};
