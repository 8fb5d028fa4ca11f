#include "image/mixture.h"

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

int gan_mixture_copy(struct gan_mixture *to, const struct gan_mixture *from, struct gan_err *e)
{
	if (gan_mixture_alloc(to, from->k, from->d, e))
		return -1;
	memcpy(to->mean, from->mean, (size_t)(from->k * from->d) * sizeof *to->mean);
	memcpy(to->sigma, from->sigma, (size_t)from->k * sizeof *to->sigma);
	memcpy(to->weight, from->weight, (size_t)from->k * sizeof *to->weight);
	return 0;
}

/* mean and sigma become sums of points and of squared deviations; weight counts points. */
static void measure(struct gan_mixture *m, const float *x, const int64_t *y, int64_t n)
{
	int64_t d = m->d;

	for (int64_t i = 0; i < n; i++) {
		m->weight[y[i]]++;
		for (int64_t j = 0; j < d; j++)
			m->mean[y[i] * d + j] += x[i * d + j];
	}
	for (int64_t i = 0; i < m->k * d; i++)
		if (m->weight[i / d] > 0)
			m->mean[i] /= m->weight[i / d];
	for (int64_t i = 0; i < n; i++)
		for (int64_t j = 0; j < d; j++) {
			double dev = x[i * d + j] - m->mean[y[i] * d + j];

			m->sigma[y[i]] += dev * dev;
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

int gan_mixture_of_labels(struct gan_mixture *m, const float *x, const int64_t *y, int64_t n, int64_t d, int64_t nclass,
                          struct gan_err *e)
{
	if (gan_mixture_alloc(m, nclass, d, e))
		return -1;
	measure(m, x, y, n);
	settle(m, n);
	return 0;
}

/* The squared distance from mode k in its deviations. */
static double distance2(const struct gan_mixture *m, int64_t k, double (*at)(const void *x, int64_t j), const void *x)
{
	double sum = 0;

	for (int64_t j = 0; j < m->d; j++) {
		double dev = (at(x, j) - m->mean[k * m->d + j]) / m->sigma[k];

		sum += dev * dev;
	}
	return sum;
}

static double float_at(const void *x, int64_t j)
{
	return ((const float *)x)[j];
}

static double double_at(const void *x, int64_t j)
{
	return ((const double *)x)[j];
}

int64_t gan_mixture_nearest(const struct gan_mixture *m, const float *x, double *dist)
{
	double best = INFINITY;
	int64_t mode = 0;

	for (int64_t k = 0; k < m->k; k++) {
		double d2 = distance2(m, k, float_at, x);

		if (d2 < best) {
			best = d2;
			mode = k;
		}
	}
	*dist = sqrt(best);
	return mode;
}

double gan_mixture_density(const struct gan_mixture *m, const double *x)
{
	double sum = 0;

	for (int64_t k = 0; k < m->k; k++)
		sum += m->weight[k] * exp(-distance2(m, k, double_at, x) / 2) / pow(m->sigma[k] * 2.5066282746310002, (double)m->d);
	return sum;
}
