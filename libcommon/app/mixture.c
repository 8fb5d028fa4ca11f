#include "app/mixture.h"

#include <math.h>
#include <string.h>
#include "base/mem.h"

int gan_mixture_alloc(struct gan_mixture *m, int64_t k, int64_t d, struct gan_err *e)
{
	size_t n;

	memset(m, 0, sizeof *m);
	if (!gan_mul_ok((size_t)k, (size_t)d, &n))
		return gan_fail_nomem(e, UINT64_MAX);
	m->k = k;
	m->d = d;
	m->mean = gan_alloc(n, sizeof *m->mean, e);
	m->sigma = m->mean ? gan_alloc((size_t)k, sizeof *m->sigma, e) : NULL;
	m->weight = m->sigma ? gan_alloc((size_t)k, sizeof *m->weight, e) : NULL;
	if (m->weight)
		return 0;
	gan_mixture_free(m);
	return -1;
}

void gan_mixture_free(struct gan_mixture *m)
{
	if (!m)
		return;
	gan_free(m->mean);
	gan_free(m->sigma);
	gan_free(m->weight);
	memset(m, 0, sizeof *m);
}

/* Sums become means; sigma, then the squared deviations. weight counts points. */
static void measure(struct gan_mixture *m, const struct gan_dataset *s)
{
	for (int64_t i = 0; i < s->n; i++) {
		m->weight[s->y[i]]++;
		for (int64_t j = 0; j < m->d; j++)
			m->mean[s->y[i] * m->d + j] += s->xf[i * m->d + j];
	}
	for (int64_t i = 0; i < m->k * m->d; i++)
		if (m->weight[i / m->d] > 0)
			m->mean[i] /= m->weight[i / m->d];
	for (int64_t i = 0; i < s->n; i++)
		for (int64_t j = 0; j < m->d; j++) {
			double dev = s->xf[i * m->d + j] - m->mean[s->y[i] * m->d + j];

			m->sigma[s->y[i]] += dev * dev;
		}
}

/* Modes without points go; sums become deviations and shares. */
static void settle(struct gan_mixture *m, int64_t n)
{
	int64_t kept = 0;

	for (int64_t k = 0; k < m->k; k++) {
		if (!(m->weight[k] > 0))
			continue;
		memmove(m->mean + kept * m->d, m->mean + k * m->d, (size_t)m->d * sizeof *m->mean);
		m->sigma[kept] = sqrt(m->sigma[k] / (m->weight[k] * (double)m->d));
		m->weight[kept++] = m->weight[k] / (double)n;
	}
	m->k = kept;
}

int gan_mixture_of_labels(struct gan_mixture *m, const struct gan_dataset *s, const char *name, struct gan_err *e)
{
	if (!s->y)
		return gan_fail(e, GAN_DATA, "%s: expected labels that tell the modes, found none", name);
	if (s->nclass > s->n)
		return gan_fail(e, GAN_DATA, "%s: expected a label for each mode, counted from 0, found label %lld among %lld points",
		                name, (long long)s->nclass - 1, (long long)s->n);
	if (gan_mixture_alloc(m, s->nclass, s->d, e))
		return -1;
	measure(m, s);
	settle(m, s->n);
	return 0;
}

int64_t gan_mixture_nearest(const struct gan_mixture *m, const float *x, double *dist)
{
	double best = INFINITY;
	int64_t mode = 0;

	for (int64_t k = 0; k < m->k; k++) {
		double sum = 0;

		for (int64_t j = 0; j < m->d; j++) {
			double dev = (x[j] - m->mean[k * m->d + j]) / m->sigma[k];

			sum += dev * dev;
		}
		if (sum < best) {
			best = sum;
			mode = k;
		}
	}
	*dist = sqrt(best);
	return mode;
}
