/* The kernel distance between features of what is judged and of a reference: Binkowski et al. 2018, "Demystifying MMD GANs",
   sec. 4. With k(x,y) = (x.y / d + 1)^3, and subsets of m of each drawn without replacement,
     kid      mean over the subsets of the unbiased squared maximum mean discrepancy
              sum_{i!=j} (k(x_i,x_j) + k(y_i,y_j)) / (m (m-1)) - 2 sum_{i,j} k(x_i,y_j) / m^2
     kid.std  its deviation over the subsets
   Which elements are drawn depends on how many there are, and on nothing else. */
#include <inttypes.h>
#include <math.h>
#include "metric/metric.h"
#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"
#include "kernel/gemm.h"

extern const struct gan_metric gan_metric_kid;

static const struct gan_setting settings[] = {
	{ "subsets", GAN_SET_INT, "100", 2, 100000, NULL, "", "how many subsets" },
	{ "subset-size", GAN_SET_INT, "1000", 2, 20000, NULL, "", "elements of a subset (fewer where there are not so many)" },
};

/* One subset's work. */
struct subset {
	int64_t m, d;
	gan_real *x, *y, *dot; /* [m,d] [m,d] [m,m] */
	double *row;           /* [m] */
	void *scratch;
	uint32_t *pick;        /* a permutation of the larger set */
};

static void subset_free(struct subset *s)
{
	gan_free(s->x);
	gan_free(s->y);
	gan_free(s->dot);
	gan_free(s->row);
	gan_free(s->scratch);
	gan_free(s->pick);
}

static int subset_make(struct subset *s, int64_t m, int64_t d, int64_t most, struct gan_err *e)
{
	struct gan_gemm g = { .m = (long)m, .n = (long)m, .k = (long)d, .tb = 1 };

	s->m = m;
	s->d = d;
	s->x = gan_alloc((size_t)d, (size_t)m * sizeof *s->x, e);
	s->y = gan_alloc((size_t)d, (size_t)m * sizeof *s->y, e);
	s->dot = gan_alloc((size_t)m, (size_t)m * sizeof *s->dot, e);
	s->row = gan_alloc((size_t)m, sizeof *s->row, e);
	s->scratch = gan_alloc(gan_gemm_scratch(&g), 1, e);
	s->pick = gan_alloc((size_t)most, sizeof *s->pick, e);
	return s->x && s->y && s->dot && s->row && s->scratch && s->pick ? 0 : -1;
}

/* to[m,d]: m of the n rows of from. */
static void draw(struct subset *s, gan_real *to, const float *from, int64_t n, const char *purpose, int64_t turn)
{
	gan_rng_permutation(gan_rng_make(0, purpose), (uint64_t)turn, s->pick, (size_t)n);
	for (int64_t i = 0; i < s->m; i++)
		for (int64_t k = 0; k < s->d; k++)
			to[i * s->d + k] = from[(int64_t)s->pick[i] * s->d + k];
}

/* The kernel's sum over a row. */
static void sum_row(void *ctx, long i, int thread)
{
	struct subset *s = ctx;
	const gan_real *dot = s->dot + i * s->m;
	double sum[4] = { 0 };

	(void)thread;
	for (int64_t j = 0; j < s->m; j++) {
		double v = (double)dot[j] / (double)s->d + 1;

		sum[j % 4] += v * v * v;
	}
	s->row[i] = (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* Of all pairs, or of all but the diagonal's. */
static double kernel_sum(struct subset *s, const gan_real *a, const gan_real *b, int diagonal)
{
	struct gan_gemm g = { .m = (long)s->m, .n = (long)s->m, .k = (long)s->d, .tb = 1 };
	double sum = 0;

	gan_gemm(&g, s->dot, a, b, s->scratch);
	gan_pool_run((long)s->m, sum_row, s);
	for (int64_t i = 0; i < s->m; i++) {
		double v = (double)s->dot[i * s->m + i] / (double)s->d + 1;

		sum += s->row[i] - (diagonal ? 0 : v * v * v);
	}
	return sum;
}

static double discrepancy(struct subset *s)
{
	double m = (double)s->m;

	return (kernel_sum(s, s->x, s->x, 0) + kernel_sum(s, s->y, s->y, 0)) / (m * (m - 1)) -
	       2 * kernel_sum(s, s->x, s->y, 1) / (m * m);
}

static int distance(const float *x, int64_t nx, const float *y, int64_t ny, int64_t d, int64_t m, int64_t subsets, double out[2],
                    struct gan_err *e)
{
	struct subset s = { 0 };
	int rc = subset_make(&s, m, d, nx > ny ? nx : ny, e);
	double sum = 0, squares = 0;

	for (int64_t t = 0; !rc && t < subsets; t++) {
		double v;

		draw(&s, s.x, x, nx, "kid.ref", t);
		draw(&s, s.y, y, ny, "kid.set", t);
		v = discrepancy(&s);
		sum += v;
		squares += v * v;
	}
	out[0] = sum / (double)subsets;
	out[1] = sqrt(fmax(0, squares / (double)subsets - out[0] * out[0]));
	subset_free(&s);
	return rc;
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	int64_t d, subsets = gan_metric_int(&gan_metric_kid, w, "subsets"), m = gan_metric_int(&gan_metric_kid, w, "subset-size");
	const float *y = gan_look(w->look, GAN_FEATURE_LAYER, in->set, in->name, &d, e), *x;
	double v[2];
	char note[384];

	(void)state;
	x = y ? gan_look(w->look, GAN_FEATURE_LAYER, w->ref, w->ref_name, &d, e) : NULL;
	if (!x)
		return -1;
	m = m < in->set->n ? m : in->set->n;
	m = m < w->ref->n ? m : w->ref->n;
	if (m < 2)
		return gan_fail(e, GAN_DATA, "%s: -M kid: expected 2 elements or more in each set, found %" PRId64, in->name, m);
	if (distance(x, w->ref->n, y, in->set->n, d, m, subsets, v, e))
		return -1;
	gan_metric_note(out, "ref.n=%" PRId64 " d=%" PRId64 " subsets=%" PRId64 " subset-size=%" PRId64 " %s", w->ref->n, d, subsets, m,
	                gan_looker_note(w->look, GAN_FEATURE_LAYER, note, sizeof note));
	gan_metric_value(out, "kid", v[0], in->set->n);
	gan_metric_value(out, "kid.std", v[1], in->set->n);
	return 0;
}

const struct gan_metric gan_metric_kid = {
	.name = "kid",
	.help = "kernel distance (unbiased MMD^2, cubic) to the reference, of features or of points",
	.flags = GAN_METRIC_NEEDS_REF | GAN_METRIC_FEATURES,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.judge = judge,
};
