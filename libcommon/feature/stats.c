#include "feature/stats.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "data/dataset.h"
#include "base/mem.h"
#include "kernel/blas.h"

#define ROWS 512 /* that are multiplied at a time */

void gan_stats_free(struct gan_stats *s)
{
	if (!s)
		return;
	gan_free(s->sum);
	gan_free(s->outer);
	gan_free(s->features);
	memset(s, 0, sizeof *s);
}

static int begin(struct gan_stats *s, int64_t d, struct gan_err *e)
{
	size_t cells;

	if (s->sum)
		return 0;
	if (!gan_mul_ok((size_t)d, (size_t)d, &cells))
		return gan_fail_nomem(e, UINT64_MAX);
	s->d = d;
	s->sum = gan_alloc((size_t)d, sizeof *s->sum, e);
	s->outer = gan_alloc(cells, sizeof *s->outer, e);
	return s->sum && s->outer ? 0 : -1;
}

int gan_stats_add(struct gan_stats *s, const float *x, int64_t n, int64_t d, struct gan_err *e)
{
	double *y;

	if (begin(s, d, e) || !(y = gan_alloc((size_t)d, ROWS * sizeof *y, e)))
		return -1;
	for (int64_t i = 0; i < n; i += ROWS) {
		int64_t some = n - i < ROWS ? n - i : ROWS;

		for (int64_t k = 0; k < some * d; k++) {
			y[k] = x[i * d + k];
			s->sum[k % d] += y[k];
		}
		gan_blas_dgemm(1, d, d, some, y, 1, y, 0, s->outer);
	}
	s->n += n;
	gan_free(y);
	return 0;
}

int gan_stats_gauss(const struct gan_stats *s, struct gan_gauss *g, struct gan_err *e)
{
	double n = (double)s->n;

	memset(g, 0, sizeof *g);
	if (s->n < 2)
		return gan_fail(e, GAN_DATA, "expected 2 samples or more for a covariance, found %" PRId64, s->n);
	g->n = s->n;
	g->d = s->d;
	g->mean = gan_alloc((size_t)s->d, sizeof *g->mean, e);
	g->cov = gan_alloc((size_t)s->d, (size_t)s->d * sizeof *g->cov, e);
	if (!g->mean || !g->cov) {
		gan_gauss_free(g);
		return -1;
	}
	for (int64_t i = 0; i < s->d; i++)
		g->mean[i] = s->sum[i] / n;
	for (int64_t i = 0; i < s->d; i++)
		for (int64_t k = 0; k < s->d; k++)
			g->cov[i * s->d + k] = (s->outer[i * s->d + k] - s->sum[i] * g->mean[k]) / (n - 1);
	return 0;
}

/* ---- documents ---- */

int gan_stats_is(const struct gan_doc *d)
{
	const char *kind = gan_kv_get(&d->meta, "gan.kind");

	return kind && !strcmp(kind, "stats");
}

static int is_finite(const double *x, int64_t n)
{
	for (int64_t i = 0; i < n; i++)
		if (!isfinite(x[i]))
			return 0;
	return 1;
}

/* The three tensors of a document, whole and of one size. */
static int check_doc(const struct gan_doc *d, const struct gan_doc_tensor *t[3], const char *name, struct gan_err *e)
{
	static const char *const names[3] = { "n", "sum", "outer" };
	int64_t size;

	for (int k = 0; k < 3; k++)
		if (!(t[k] = gan_doc_find(d, names[k])) || t[k]->t.dtype != (k ? GAN_F64 : GAN_I64) ||
		    t[k]->t.shape.rank != (k == 2 ? 2 : 1))
			return gan_fail(e, GAN_DATA, "%s: expected statistics, tensors n I64 [1], sum F64 [D] and outer F64 [D,D]", name);
	size = t[1]->t.shape.dim[0];
	if (t[0]->t.shape.dim[0] != 1 || size < 1 || t[2]->t.shape.dim[0] != size || t[2]->t.shape.dim[1] != size)
		return gan_fail(e, GAN_DATA, "%s: statistics of %" PRId64 " numbers: sizes of n, sum and outer do not fit", name, size);
	if (*(const int64_t *)t[0]->t.data < 0 || *(const int64_t *)t[0]->t.data > INT64_MAX / 4 || !is_finite(t[1]->t.data, size) ||
	    !is_finite(t[2]->t.data, size * size))
		return gan_fail(e, GAN_DATA, "%s: statistics that are no numbers", name);
	return 0;
}

int gan_stats_add_doc(struct gan_stats *s, struct gan_doc *d, const char *name, struct gan_err *e)
{
	const struct gan_doc_tensor *t[3];
	const char *id = gan_kv_get(&d->meta, "gan.features");
	const double *sum, *outer;

	if (!gan_stats_is(d))
		return gan_fail(e, GAN_DATA, "%s: expected statistics, as what is judged with it, found another kind of record", name);
	if (check_doc(d, t, name, e))
		return -1;
	if (s->sum && gan_data_same_features(s->features, "the statistics before", id, name, e))
		return -1;
	if (s->sum && s->d != t[1]->t.shape.dim[0])
		return gan_fail(e, GAN_DATA, "%s: expected statistics of %" PRId64 " numbers, as those before, found %" PRId64, name, s->d,
		                t[1]->t.shape.dim[0]);
	if (!s->sum && id && !(s->features = gan_strdup(id, e)))
		return -1;
	if (begin(s, t[1]->t.shape.dim[0], e))
		return -1;
	sum = t[1]->t.data;
	outer = t[2]->t.data;
	s->n += *(const int64_t *)t[0]->t.data;
	for (int64_t i = 0; i < s->d; i++)
		s->sum[i] += sum[i];
	for (int64_t i = 0; i < s->d * s->d; i++)
		s->outer[i] += outer[i];
	return 0;
}

int gan_stats_add_stream(struct gan_stats *s, struct gan_reader *r, struct gan_doc *d, struct gan_err *e)
{
	int rc = 1;

	for (; rc > 0; rc = gan_reader_next(r, d, e))
		if (gan_stats_add_doc(s, d, gan_reader_name(r), e))
			return -1;
	return rc;
}

int gan_stats_put(const struct gan_stats *s, struct gan_doc *d, struct gan_err *e)
{
	struct gan_shape one = gan_shape_of(1, (int64_t)1), row = gan_shape_of(1, s->d), square = gan_shape_of(2, s->d, s->d);
	struct gan_doc_tensor *t;

	if (!(t = gan_doc_add(d, "n", GAN_I64, &one, e)))
		return -1;
	memcpy(t->t.data, &s->n, sizeof s->n);
	if (!(t = gan_doc_add(d, "sum", GAN_F64, &row, e)))
		return -1;
	memcpy(t->t.data, s->sum, t->t.nbytes);
	if (!(t = gan_doc_add(d, "outer", GAN_F64, &square, e)))
		return -1;
	memcpy(t->t.data, s->outer, t->t.nbytes);
	if (s->features && gan_kv_set(&d->meta, "gan.features", s->features, e))
		return -1;
	return gan_kv_set(&d->meta, "gan.kind", "stats", e);
}
