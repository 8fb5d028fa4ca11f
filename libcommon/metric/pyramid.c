#include "metric/pyramid.h"

#include <inttypes.h>
#include "base/mem.h"
#include "base/pool.h"
#include "stream/stream.h"

/* ---- one step down or up, along one side ---- */

static const float taps[5] = { 1 / 16.f, 4 / 16.f, 6 / 16.f, 4 / 16.f, 1 / 16.f };

static int64_t mirror(int64_t i, int64_t n)
{
	while (i < 0 || i >= n)
		i = i < 0 ? -i : 2 * (n - 1) - i;
	return i;
}

/* y[(n+1)/2] = x[n] blurred, every second; s: from one number to the next in both, m lines, t from line to line. */
static void down_line(float *y, const float *x, int64_t n, int64_t s)
{
	for (int64_t i = 0; i < n; i += 2) {
		float sum = 0;

		for (int64_t k = 0; k < 5; k++)
			sum += taps[k] * x[mirror(i + k - 2, n) * s];
		y[i / 2 * s] = sum;
	}
}

/* y[n] = x[(n+1)/2] with zeros between, blurred by twice the taps. */
static void up_line(float *y, const float *x, int64_t n, int64_t s)
{
	for (int64_t i = 0; i < n; i++) {
		float sum = 0;

		for (int64_t k = 0; k < 5; k++) {
			int64_t j = mirror(i + k - 2, n);

			if (j % 2 == 0)
				sum += 2 * taps[k] * x[j / 2 * s];
		}
		y[i * s] = sum;
	}
}

/* ---- one picture ---- */

/* y[(h+1)/2,(w+1)/2,c] of x[h,w,c]; t has room for [h,(w+1)/2,c]. */
static void down(float *y, float *t, const float *x, int64_t h, int64_t w, int64_t c)
{
	int64_t half = (w + 1) / 2;

	for (int64_t r = 0; r < h; r++)
		for (int64_t k = 0; k < c; k++)
			down_line(t + r * half * c + k, x + r * w * c + k, w, c);
	for (int64_t k = 0; k < half * c; k++)
		down_line(y + k, t + k, h, half * c);
}

/* y[h,w,c] of x[(h+1)/2,(w+1)/2,c]; t has room for [(h+1)/2,w,c]. */
static void up(float *y, float *t, const float *x, int64_t h, int64_t w, int64_t c)
{
	int64_t half = (w + 1) / 2;

	for (int64_t r = 0; r < (h + 1) / 2; r++)
		for (int64_t k = 0; k < c; k++)
			up_line(t + r * w * c + k, x + r * half * c + k, w, c);
	for (int64_t k = 0; k < w * c; k++)
		up_line(y + k, t + k, h, w * c);
}

struct work {
	const uint8_t *x;
	float *out, *mem;      /* mem: [threads, 4 h w c] */
	int64_t h, w, c;
	int k, levels;
};

static void one_picture(void *ctx, long i, int thread)
{
	const struct work *a = ctx;
	int64_t h = a->h, w = a->w, c = a->c, d = h * w * c, lh, lw;
	float *x = a->mem + thread * 4 * d, *y = x + d, *t = y + d, *back = t + d, *swap, *out;

	for (int64_t j = 0; j < d; j++)
		x[j] = a->x[i * d + j];
	for (int k = 0; k < a->k; k++) {
		down(y, t, x, h, w, c);
		h = (h + 1) / 2;
		w = (w + 1) / 2;
		swap = x;
		x = y;
		y = swap;
	}
	gan_pyramid_size(a->h, a->w, a->k, &lh, &lw);
	if (a->k < a->levels - 1) {
		down(y, t, x, h, w, c);
		up(back, t, y, h, w, c);
	}
	out = a->out + i * lh * lw * c;
	for (int64_t j = 0; j < lh * lw * c; j++)
		out[j] = a->k < a->levels - 1 ? x[j] - back[j] : x[j];
}

/* ---- all ---- */

void gan_pyramid_size(int64_t h, int64_t w, int level, int64_t *lh, int64_t *lw)
{
	for (int k = 0; k < level; k++) {
		h = (h + 1) / 2;
		w = (w + 1) / 2;
	}
	*lh = h;
	*lw = w;
}

int gan_pyramid_levels(int64_t h, int64_t w, int64_t least)
{
	int n = 1;

	for (int64_t s = ((h < w ? h : w) + 1) / 2; s >= least && s > 1; s = (s + 1) / 2)
		n++;
	return n;
}

float *gan_pyramid_level(const uint8_t *x, int64_t n, int64_t h, int64_t w, int64_t c, int k, int levels, struct gan_err *e)
{
	struct work a = { .x = x, .h = h, .w = w, .c = c, .k = k, .levels = levels };
	int64_t lh, lw;
	size_t bytes;
	uint64_t max;

	gan_pyramid_size(h, w, k, &lh, &lw);
	if (gan_stream_max_bytes(&max, e))
		return NULL;
	if (!gan_mul_ok((size_t)n, (size_t)(lh * lw * c), &bytes) || !gan_mul_ok(bytes, sizeof(float), &bytes) || bytes > max) {
		gan_fail(e, GAN_DATA, "a level of %" PRId64 " pictures is more than %" PRIu64 " bytes, all that may be held (judge fewer, "
		         "or GAN_MAX_BYTES sets it)", n, max);
		return NULL;
	}
	a.out = gan_alloc(bytes, 1, e);
	a.mem = gan_alloc((size_t)gan_pool_threads(), (size_t)(4 * h * w * c) * sizeof *a.mem, e);
	if (a.out && a.mem) {
		gan_pool_run((long)n, one_picture, &a);
		gan_free(a.mem);
		return a.out;
	}
	gan_free(a.out);
	gan_free(a.mem);
	return NULL;
}
