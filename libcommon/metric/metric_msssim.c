/* How alike pictures are to each other: multi-scale structural similarity, Wang et al. 2003, of random pairs, as Odena et al. 2017
   ("Conditional image synthesis with auxiliary classifier GANs", sec. 4.2) measure diversity. Of a pair,
     prod over scales j < M of cs_j^(w_j)  times  (l cs)_M^(w_M)
     l = (2 mx my + C1) / (mx^2 + my^2 + C1)    cs = (2 sxy + C2) / (sx^2 + sy^2 + C2)    C1 = (.01 255)^2, C2 = (.03 255)^2
   with means m, variances and covariances s in Gaussian windows of 11x11 (deviation 1.5) that lie within the picture, l cs and cs
   averaged over all of them and over the channels, what is below 0 taken as 0. From scale to scale 2x2 pixels are averaged. M is as
   many of Wang's five scales as have 11 pixels each way, their exponents w divided by their sum.
     msssim        mean over the pairs: from 0, and 1 where all pictures are one
     msssim.error  its standard error
     ref           the same of the reference
   Where the pictures have labels, pairs are of one class. */
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "metric/metric.h"
#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"

#define WINDOW 11
#define SCALES 5

extern const struct gan_metric gan_metric_msssim;

static const struct gan_setting settings[] = {
	{ "pairs", GAN_SET_INT, "10000", 2, 1e8, NULL, "", "random pairs to look at" },
};

/* ---- one pair ---- */

struct ssim {
	const struct gan_dataset *s;
	const int64_t *pair;   /* [pairs,2] */
	double *value;         /* [pairs] */
	double *mem;           /* [threads, room] */
	size_t room;
	double tap[WINDOW], exponent[SCALES];
	int scales;
};

static int scales_of(int64_t h, int64_t w)
{
	int n = 0;

	for (int64_t s = h < w ? h : w; s >= WINDOW && n < SCALES; s /= 2)
		n++;
	return n;
}

/* y[h-10,w-10] = x[h,w] in windows; t[h,w-10] is scratch. */
static void blur(const struct ssim *a, double *y, double *t, const double *x, int64_t h, int64_t w)
{
	int64_t vw = w - WINDOW + 1, vh = h - WINDOW + 1;

	for (int64_t r = 0; r < h; r++)
		for (int64_t c = 0; c < vw; c++) {
			double sum = 0;

			for (int k = 0; k < WINDOW; k++)
				sum += a->tap[k] * x[r * w + c + k];
			t[r * vw + c] = sum;
		}
	for (int64_t r = 0; r < vh; r++)
		for (int64_t c = 0; c < vw; c++) {
			double sum = 0;

			for (int k = 0; k < WINDOW; k++)
				sum += a->tap[k] * t[(r + k) * vw + c];
			y[r * vw + c] = sum;
		}
}

/* Adds the sums of l cs and of cs over the windows of one channel; mem has room for 7 h w. */
static void compare(const struct ssim *a, const double *x, const double *y, int64_t h, int64_t w, double *mem, double sum[2])
{
	const double c1 = .01 * 255 * .01 * 255, c2 = .03 * 255 * .03 * 255;
	int64_t n = h * w, v = (h - WINDOW + 1) * (w - WINDOW + 1);
	double *m[5], *t = mem + 5 * n, *p = t + n;

	for (int k = 0; k < 5; k++)
		m[k] = mem + k * n;
	blur(a, m[0], t, x, h, w);
	blur(a, m[1], t, y, h, w);
	for (int k = 2; k < 5; k++) {
		for (int64_t i = 0; i < n; i++)
			p[i] = (k == 3 ? y[i] : x[i]) * (k == 2 ? x[i] : y[i]);
		blur(a, m[k], t, p, h, w);
	}
	for (int64_t i = 0; i < v; i++) {
		double mx = m[0][i], my = m[1][i], l = (2 * mx * my + c1) / (mx * mx + my * my + c1);
		double cs = (2 * (m[4][i] - mx * my) + c2) / (m[2][i] - mx * mx + m[3][i] - my * my + c2);

		sum[0] += l * cs;
		sum[1] += cs;
	}
}

/* x[h,w] becomes [h/2,w/2]. */
static void halve(double *x, int64_t h, int64_t w)
{
	for (int64_t r = 0; r < h / 2; r++)
		for (int64_t c = 0; c < w / 2; c++)
			x[r * (w / 2) + c] = (x[2 * r * w + 2 * c] + x[2 * r * w + 2 * c + 1] + x[(2 * r + 1) * w + 2 * c] +
			                      x[(2 * r + 1) * w + 2 * c + 1]) / 4;
}

static void one_pair(void *ctx, long p, int thread)
{
	const struct ssim *a = ctx;
	const struct gan_dataset *s = a->s;
	int64_t h = s->h, w = s->w, plane = h * w;
	double *x = a->mem + (size_t)thread * a->room, *y = x + plane * s->c, *mem = y + plane * s->c, product = 1;

	for (int64_t c = 0; c < s->c; c++)
		for (int64_t i = 0; i < plane; i++) {
			x[c * plane + i] = s->x8[a->pair[2 * p] * s->d + i * s->c + c];
			y[c * plane + i] = s->x8[a->pair[2 * p + 1] * s->d + i * s->c + c];
		}
	for (int j = 0; j < a->scales; j++) {
		double sum[2] = { 0, 0 }, v;

		for (int64_t c = 0; c < s->c; c++) {
			compare(a, x + c * plane, y + c * plane, h, w, mem, sum);
			halve(x + c * plane, h, w);
			halve(y + c * plane, h, w);
		}
		v = sum[j < a->scales - 1] / (double)(s->c * (h - WINDOW + 1) * (w - WINDOW + 1));
		product *= pow(v > 0 ? v : 0, a->exponent[j]);
		h /= 2;
		w /= 2;
	}
	a->value[p] = product;
}

static void set_weights(struct ssim *a)
{
	static const double wang[SCALES] = { .0448, .2856, .3001, .2363, .1333 };
	double sum = 0;

	for (int k = 0; k < WINDOW; k++)
		sum += a->tap[k] = exp(-(k - WINDOW / 2) * (k - WINDOW / 2) / (2 * 1.5 * 1.5));
	for (int k = 0; k < WINDOW; k++)
		a->tap[k] /= sum;
	sum = 0;
	for (int j = 0; j < a->scales; j++)
		sum += wang[j];
	for (int j = 0; j < a->scales; j++)
		a->exponent[j] = wang[j] / sum;
}

/* ---- which pairs ---- */

/* The elements in the order of their classes, those of classes of one left out: order[*n], and for each place where its class
   begins and how many it has. */
static int sort_classes(const struct gan_dataset *s, int64_t *order, int64_t *begin, int64_t *size, int64_t *n, struct gan_err *e)
{
	int64_t k = s->y ? s->nclass : 1, *count = gan_alloc((size_t)k, 2 * sizeof *count, e), *at;

	if (!count)
		return -1;
	at = count + k;
	for (int64_t i = 0; i < s->n; i++)
		count[s->y ? s->y[i] : 0]++;
	*n = 0;
	for (int64_t c = 0; c < k; c++) {
		at[c] = *n;
		for (int64_t i = 0; count[c] > 1 && i < count[c]; i++, ++*n) {
			begin[*n] = at[c];
			size[*n] = count[c];
		}
	}
	for (int64_t i = 0; i < s->n; i++) {
		int64_t c = s->y ? s->y[i] : 0;

		if (count[c] > 1)
			order[at[c]++] = i;
	}
	gan_free(count);
	return 0;
}

static int choose(const struct gan_dataset *s, int64_t *pair, int64_t pairs, const char *name, struct gan_err *e)
{
	struct gan_rng one = gan_rng_make(0, "msssim.one"), other = gan_rng_make(0, "msssim.other");
	int64_t *order = gan_alloc((size_t)s->n, 3 * sizeof *order, e), *begin = order + s->n, *size = begin + s->n, n;
	int rc = order ? sort_classes(s, order, begin, size, &n, e) : -1;

	if (!rc && !n)
		rc = gan_fail(e, GAN_DATA, "%s: -M msssim: expected two pictures%s, found none", name, s->y ? " of one class" : "");
	for (int64_t p = 0; !rc && p < pairs; p++) {
		int64_t a, b;

		gan_rng_int(one, 0, (uint64_t)p, 0, (uint64_t)n, &a, 1);
		gan_rng_int(other, 0, (uint64_t)p, 0, (uint64_t)(size[a] - 1), &b, 1);
		b += begin[a];
		b += b >= a; /* not with itself */
		pair[2 * p] = order[a];
		pair[2 * p + 1] = order[b];
	}
	gan_free(order);
	return rc;
}

/* ---- the metric ---- */

/* out: mean and standard error. */
static int similarity(const struct gan_dataset *s, const char *name, int64_t pairs, double out[2], struct gan_err *e)
{
	struct ssim a = { .s = s, .scales = scales_of(s->h, s->w), .room = (size_t)(s->h * s->w * (2 * s->c + 7)) };
	int64_t *pair = gan_alloc((size_t)pairs, 2 * sizeof *pair, e);
	double sum = 0, squares = 0;
	int rc = -1;

	set_weights(&a);
	a.pair = pair;
	a.value = gan_alloc((size_t)pairs, sizeof *a.value, e);
	a.mem = gan_alloc((size_t)gan_pool_threads(), a.room * sizeof *a.mem, e);
	if (pair && a.value && a.mem && !choose(s, pair, pairs, name, e)) {
		gan_pool_run((long)pairs, one_pair, &a);
		for (int64_t p = 0; p < pairs; p++)
			sum += a.value[p] / (double)pairs;
		for (int64_t p = 0; p < pairs; p++)
			squares += (a.value[p] - sum) * (a.value[p] - sum);
		out[0] = sum;
		out[1] = sqrt(squares) / (double)pairs;
		rc = 0;
	}
	gan_free(pair);
	gan_free(a.value);
	gan_free(a.mem);
	return rc;
}

static int judge(void *state, const struct gan_metric_with *w, const struct gan_judged *in, struct gan_metric_out *out,
                 struct gan_err *e)
{
	const struct gan_dataset *s = in->set;
	int64_t pairs = gan_metric_int(&gan_metric_msssim, w, "pairs");
	int classes = s->y && (!w->ref || w->ref->y); /* of both sets, or of none: pairs of one class are more alike */
	struct gan_dataset sets[2] = { *s, w->ref ? *w->ref : *s };
	double v[2], ref[2];

	(void)state;
	if (!s->h)
		return gan_fail(e, GAN_DATA, "%s: -M msssim is for pictures, found points", in->name);
	if (!scales_of(s->h, s->w))
		return gan_fail(e, GAN_DATA, "%s: -M msssim: expected pictures of %dx%d pixels or more, found %" PRId64 "x%" PRId64,
		                in->name, WINDOW, WINDOW, s->w, s->h);
	for (int i = 0; i < 2 && !classes; i++)
		sets[i].y = NULL;
	if (similarity(&sets[0], in->name, pairs, v, e) || (w->ref && similarity(&sets[1], w->ref_name, pairs, ref, e)))
		return -1;
	gan_metric_note(out, "pairs=%" PRId64 " of=%s scales=%d net=none resize=none", pairs, classes ? "class" : "all",
	                scales_of(s->h, s->w));
	gan_metric_value(out, "msssim", v[0], s->n);
	gan_metric_value(out, "msssim.error", v[1], s->n);
	if (w->ref)
		gan_metric_value(out, "ref", ref[0], w->ref->n);
	return 0;
}

const struct gan_metric gan_metric_msssim = {
	.name = "msssim",
	.help = "how alike random pairs of pictures are: multi-scale structural similarity",
	.flags = GAN_METRIC_REF,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.judge = judge,
};
