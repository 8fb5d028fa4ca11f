#include "attack/outcome.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "attack/ball.h"
#include "base/mem.h"

void gan_outcome_see(struct gan_outcome *o, const gan_real *logit, int64_t k, int64_t label, int after)
{
	int64_t best = 0;
	double sum = 0;

	for (int64_t i = 1; i < k; i++)
		if (logit[i] > logit[best])
			best = i;
	for (int64_t i = 0; i < k; i++)
		sum += exp((double)logit[i] - logit[best]);
	*(after ? &o->after : &o->before) = best;
	*(after ? &o->conf_after : &o->conf_before) = 1 / sum;
	*(after ? &o->right_after : &o->right) = best == label;
}

void gan_outcome_measure(struct gan_outcome *o, const gan_real *x, const gan_real *x0, int64_t d)
{
	for (int i = 0; i < GAN_NORMS; i++)
		o->norm[i] = gan_ball_length((enum gan_norm)i, x, x0, d);
	o->relative = 0;
	for (int64_t j = 0; j < d; j++)
		o->relative += (double)x0[j] * x0[j];
	o->relative = o->norm[GAN_NORM_2] > 0 ? o->norm[GAN_NORM_2] / sqrt(o->relative) : 0;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Means and medians of the norms of those that are fooled; v[n] is scratch. */
static void lengths(struct gan_tally *t, const struct gan_outcome *o, int64_t n, double *v)
{
	for (int k = 0; k < GAN_NORMS; k++) {
		int64_t m = 0;
		double sum = 0;

		for (int64_t i = 0; i < n; i++)
			if (o[i].fooled)
				sum += v[m++] = o[i].norm[k];
		qsort(v, (size_t)m, sizeof *v, by_size);
		t->mean[k] = m ? sum / (double)m : NAN;
		t->median[k] = m ? (v[(m - 1) / 2] + v[m / 2]) / 2 : NAN;
	}
}

int gan_tally(struct gan_tally *t, const struct gan_outcome *o, int64_t n, struct gan_err *e)
{
	double *v = gan_alloc((size_t)n, sizeof *v, e), conf = 0;
	int64_t clean = 0, robust = 0;

	memset(t, 0, sizeof *t);
	if (!v)
		return -1;
	t->n = n;
	for (int64_t i = 0; i < n; i++) {
		t->relative += o[i].fooled ? o[i].relative : 0;
		clean += o[i].right;
		robust += o[i].right_after;
		t->attacked += o[i].attacked;
		t->fooled += o[i].fooled;
		t->conf_clean += o[i].conf_before / (double)n;
		conf += o[i].right_after ? 0 : o[i].conf_after;
	}
	t->clean = (double)clean / (double)n;
	t->robust = (double)robust / (double)n;
	t->relative = t->fooled ? t->relative / (double)t->fooled : NAN;
	t->success = t->attacked ? (double)t->fooled / (double)t->attacked : NAN;
	t->conf_adv = robust < n ? conf / (double)(n - robust) : NAN;
	lengths(t, o, n, v);
	gan_free(v);
	return 0;
}
