/* Moments of points: mean.J, std.J, cov.I.J (divided by n - 1), and against a reference for each coordinate the two-sample
   Kolmogorov-Smirnov statistic ks.J = sup |F(x) - F_ref(x)| of the two empirical distribution functions. */
#include <math.h>
#include <stdio.h>
#include "metric/metric.h"
#include "base/mem.h"

#define MAX_DIM 64 /* 2,080 rows of covariance and deviation */

struct moments {
	float **sorted; /* the reference's coordinates, [d][n]; NULL without */
	int64_t d;
};

static int check_points(const struct gan_dataset *s, const char *name, struct gan_err *e)
{
	if (s->h)
		return gan_fail(e, GAN_DATA, "%s: -M moments is for points, found pictures", name);
	if (s->d > MAX_DIM)
		return gan_fail(e, GAN_DATA, "%s: -M moments: expected points of up to %d numbers, found %lld", name, MAX_DIM,
		                (long long)s->d);
	if (s->n < 2)
		return gan_fail(e, GAN_DATA, "%s: -M moments: expected 2 points or more, found %lld", name, (long long)s->n);
	return 0;
}

static void end(void *state)
{
	struct moments *m = state;

	for (int64_t j = 0; m->sorted && j < m->d; j++)
		gan_free(m->sorted[j]);
	gan_free(m->sorted);
	gan_free(m);
}

static int start(void **state, const struct gan_metric_with *w, struct gan_err *e)
{
	struct moments *m = gan_alloc(1, sizeof *m, e);

	if (!m)
		return -1;
	if (w->ref) {
		m->d = w->ref->d;
		if (check_points(w->ref, w->ref_name, e) || !(m->sorted = gan_alloc((size_t)m->d, sizeof *m->sorted, e)))
			goto fail;
		for (int64_t j = 0; j < m->d; j++)
			if (!(m->sorted[j] = gan_dataset_sorted(w->ref, j, e)))
				goto fail;
	}
	*state = m;
	return 0;
fail:
	end(m);
	return -1;
}

static double ks(const float *a, int64_t na, const float *b, int64_t nb)
{
	double most = 0;

	for (int64_t i = 0, j = 0; i < na && j < nb;) {
		float x = a[i] < b[j] ? a[i] : b[j];
		double gap;

		while (i < na && a[i] == x)
			i++;
		while (j < nb && b[j] == x)
			j++;
		gap = fabs((double)i / (double)na - (double)j / (double)nb);
		most = gap > most ? gap : most;
	}
	return most;
}

static double mean_of(const struct gan_dataset *s, int64_t j)
{
	double sum = 0;

	for (int64_t i = 0; i < s->n; i++)
		sum += s->xf[i * s->d + j];
	return sum / (double)s->n;
}

static double covariance(const struct gan_dataset *s, int64_t j, int64_t k, const double *mean)
{
	double sum = 0;

	for (int64_t i = 0; i < s->n; i++)
		sum += (s->xf[i * s->d + j] - mean[j]) * (s->xf[i * s->d + k] - mean[k]);
	return sum / (double)(s->n - 1);
}

static void put(struct gan_metric_out *out, const char *what, int64_t j, int64_t k, double v, int64_t n)
{
	char name[64];

	if (k < 0)
		snprintf(name, sizeof name, "%s.%d", what, (int)j);
	else
		snprintf(name, sizeof name, "%s.%d.%d", what, (int)j, (int)k);
	gan_metric_value(out, name, v, n);
}

static int put_ks(const struct moments *m, const struct gan_dataset *s, int64_t refs, struct gan_metric_out *out, struct gan_err *e)
{
	gan_metric_note(out, "ref.n=%lld", (long long)refs);
	for (int64_t j = 0; j < s->d; j++) {
		float *v = gan_dataset_sorted(s, j, e);

		if (!v)
			return -1;
		put(out, "ks", j, -1, ks(v, s->n, m->sorted[j], refs), s->n);
		gan_free(v);
	}
	return 0;
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	const struct gan_dataset *s = in->set;
	double mean[MAX_DIM];

	if (check_points(s, in->name, e))
		return -1;
	for (int64_t j = 0; j < s->d; j++)
		put(out, "mean", j, -1, mean[j] = mean_of(s, j), s->n);
	for (int64_t j = 0; j < s->d; j++)
		put(out, "std", j, -1, sqrt(covariance(s, j, j, mean)), s->n);
	for (int64_t j = 0; j < s->d; j++)
		for (int64_t k = j + 1; k < s->d; k++)
			put(out, "cov", j, k, covariance(s, j, k, mean), s->n);
	return w->ref ? put_ks(state, s, w->ref->n, out, e) : 0;
}

const struct gan_metric gan_metric_moments = {
	.name = "moments",
	.help = "means, deviations and covariances of points; with --ref the Kolmogorov-Smirnov statistic",
	.flags = GAN_METRIC_REF,
	.start = start,
	.judge = judge,
	.end = end,
};
