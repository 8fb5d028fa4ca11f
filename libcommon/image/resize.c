/* Resizing by a triangle filter, and colour. */
#include <math.h>
#include <string.h>
#include "base/mem.h"
#include "base/pool.h"
#include "base/simd.h"
#include "image/image.h"

/* For each of n outputs of one axis: the first input tap, how many, and their weights (width of them reserved each). */
struct taps {
	int n, width;
	int *first, *count;
	float *weight; /* [n,width] */
};

static void taps_free(struct taps *t)
{
	gan_free(t->first);
	gan_free(t->count);
	gan_free(t->weight);
}

/* The outputs 0..n-1 lie over the input interval start..start+span of 0..size; see gan_image_cover for the rule. */
static int taps_make(struct taps *t, int n, double start, double span, int size, struct gan_err *e)
{
	double step = span / n, radius = step > 1 ? step : 1;

	t->n = n;
	t->width = (int)ceil(2 * radius) + 1;
	t->first = gan_alloc((size_t)n, sizeof *t->first, e);
	t->count = gan_alloc((size_t)n, sizeof *t->count, e);
	t->weight = gan_alloc((size_t)n * (size_t)t->width, sizeof *t->weight, e);
	if (!t->first || !t->count || !t->weight)
		return -1;
	for (int i = 0; i < n; i++) {
		double mid = start + (i + .5) * step, sum = 0, w;
		int a = (int)floor(mid - radius + .5), b = (int)floor(mid + radius + .5);
		float *weight = t->weight + (size_t)i * (size_t)t->width;

		a = a < 0 ? 0 : a;
		b = b > size ? size : b;
		for (int k = a; k < b; k++)
			sum += fmax(0, 1 - fabs((k + .5 - mid) / radius));
		for (int k = a; k < b; k++) {
			w = fmax(0, 1 - fabs((k + .5 - mid) / radius));
			weight[k - a] = (float)(w / sum);
		}
		t->first[i] = a;
		t->count[i] = b - a;
	}
	return 0;
}

/* dst[n,c] = one row of src[.,c] resampled. */
static void resample_row(float *restrict dst, const uint8_t *restrict src, const struct taps *t, int c)
{
	for (int i = 0; i < t->n; i++) {
		const float *w = t->weight + (size_t)i * (size_t)t->width;
		const uint8_t *s = src + (size_t)t->first[i] * (size_t)c;

		for (int k = 0; k < c; k++) {
			float sum = 0;

			for (int j = 0; j < t->count[i]; j++)
				sum += w[j] * s[j * c + k];
			dst[i * c + k] = sum;
		}
	}
}

GAN_SIMD static void add_row(float *restrict acc, const float *restrict row, float w, int n)
{
	for (int i = 0; i < n; i++)
		acc[i] += w * row[i];
}

static void round_row(uint8_t *restrict dst, const float *restrict acc, int n)
{
	for (int i = 0; i < n; i++) {
		float v = acc[i] + .5f;

		dst[i] = v <= 0 ? 0 : v >= 255 ? 255 : (uint8_t)v;
	}
}

struct cover {
	const struct gan_image *in;
	struct taps tx, ty;
	int y0;        /* the first input row in use */
	int rows;      /* how many */
	float *tmp;    /* [rows, w, c]: resampled along x */
};

#define ROWS_A_CHUNK 64

static void cover_chunk(void *ctx, long chunk, int thread)
{
	struct cover *k = ctx;
	int c = k->in->c, from = (int)chunk * ROWS_A_CHUNK;

	(void)thread;
	for (int y = from; y < from + ROWS_A_CHUNK && y < k->rows; y++)
		resample_row(k->tmp + (size_t)y * (size_t)k->tx.n * (size_t)c,
		             k->in->px + (size_t)(y + k->y0) * (size_t)k->in->w * (size_t)c, &k->tx, c);
}

static int cover_rows(struct gan_image *out, struct cover *k, struct gan_err *e)
{
	int n = out->w * out->c;
	float *acc;

	k->y0 = k->ty.first[0];
	k->rows = k->ty.first[out->h - 1] + k->ty.count[out->h - 1] - k->y0;
	k->tmp = gan_alloc((size_t)k->rows * (size_t)n, sizeof *k->tmp, e);
	acc = gan_alloc((size_t)n, sizeof *acc, e);
	if (!k->tmp || !acc) {
		gan_free(acc);
		return -1;
	}
	gan_pool_run((k->rows + ROWS_A_CHUNK - 1) / ROWS_A_CHUNK, cover_chunk, k);
	for (int y = 0; y < out->h; y++) {
		const float *w = k->ty.weight + (size_t)y * (size_t)k->ty.width;

		memset(acc, 0, (size_t)n * sizeof *acc);
		for (int j = 0; j < k->ty.count[y]; j++)
			add_row(acc, k->tmp + (size_t)(k->ty.first[y] - k->y0 + j) * (size_t)n, w[j], n);
		round_row(out->px + (size_t)y * (size_t)n, acc, n);
	}
	gan_free(acc);
	return 0;
}

int gan_image_cover(struct gan_image *out, const struct gan_image *in, int h, int w, struct gan_err *e)
{
	double sx = (double)w / in->w, sy = (double)h / in->h, s = sx > sy ? sx : sy;
	double bw = sx > sy ? in->w : w / s, bh = sx > sy ? h / s : in->h;
	struct cover k = { .in = in };
	int rc;

	if (gan_image_alloc(out, h, w, in->c, e) < 0)
		return -1;
	if (h == in->h && w == in->w) {
		memcpy(out->px, in->px, (size_t)h * (size_t)w * (size_t)in->c);
		return 0;
	}
	rc = taps_make(&k.tx, w, (in->w - bw) / 2, bw, in->w, e);
	if (!rc)
		rc = taps_make(&k.ty, h, (in->h - bh) / 2, bh, in->h, e);
	if (!rc)
		rc = cover_rows(out, &k, e);
	taps_free(&k.tx);
	taps_free(&k.ty);
	gan_free(k.tmp);
	if (rc < 0)
		gan_image_free(out);
	return rc;
}

int gan_image_colour(struct gan_image *out, const struct gan_image *in, int c, struct gan_err *e)
{
	size_t n = (size_t)in->h * (size_t)in->w;

	memset(out, 0, sizeof *out);
	if ((in->c != 1 && in->c != 3) || (c != 1 && c != 3))
		return gan_fail(e, GAN_DATA, "expected 1 or 3 channels, found %d", in->c);
	if (gan_image_alloc(out, in->h, in->w, c, e) < 0)
		return -1;
	if (c == in->c)
		memcpy(out->px, in->px, n * (size_t)c);
	else if (c == 3)
		for (size_t i = 0; i < n; i++)
			memset(out->px + 3 * i, in->px[i], 3);
	else
		for (size_t i = 0; i < n; i++)
			out->px[i] = (uint8_t)((299 * in->px[3 * i] + 587 * in->px[3 * i + 1] +
						114 * in->px[3 * i + 2] + 500) /
					       1000);
	return 0;
}
