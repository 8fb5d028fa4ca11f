#include "feature/logits.h"

#include <math.h>

int64_t gan_logits_best(const float *logit, int64_t k)
{
	int64_t best = 0;

	for (int64_t i = 1; i < k; i++)
		if (logit[i] > logit[best])
			best = i;
	return best;
}

void gan_logits_softmax(const float *logit, int64_t k, double *p)
{
	double most = logit[gan_logits_best(logit, k)], sum = 0;

	for (int64_t i = 0; i < k; i++)
		sum += p[i] = exp(logit[i] - most);
	for (int64_t i = 0; i < k; i++)
		p[i] /= sum;
}
