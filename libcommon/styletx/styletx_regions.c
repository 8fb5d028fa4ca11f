#include "styletx/styletx_regions.h"

#include <math.h>
#include <string.h>
#include "data/picture_source.h"
#include "styletx/styletx_input.h"
#include "base/mem.h"

/* ---- files ---- */

static int is_black(const struct gan_image *im)
{
	for (size_t i = 0; i < (size_t)im->h * (size_t)im->w; i++)
		if (im->px[i])
			return 0;
	return 1;
}

static int read_mask(struct gan_image *im, const char *path, int h, int w, const char *of, struct gan_err *e)
{
	if (gan_picture_read(im, path, e) || gan_styletx_channels(im, 1, e))
		return -1;
	if (im->h != h || im->w != w)
		return gan_fail(e, GAN_DATA, "%s: expected a mask of the %s's size, %dx%d, found %dx%d", path, of, w, h, im->w, im->h);
	if (is_black(im))
		return gan_fail(e, GAN_DATA, "%s: the mask is black: there is no region", path);
	return 0;
}

/* "CONTENT" or "CONTENT:STYLE". */
static int read_pair(struct gan_styletx_input *in, int k, const char *word, struct gan_err *e)
{
	const char *colon = strrchr(word, ':');
	char *path = gan_strndup(word, colon ? (size_t)(colon - word) : strlen(word), e);
	int h = in->content.px ? in->content.h : in->h, w = in->content.px ? in->content.w : in->w, rc = path ? 0 : -1;

	if (!rc)
		rc = read_mask(&in->regions.here[k], path, h, w, in->content.px ? "content" : "texture", e);
	if (!rc && colon)
		rc = read_mask(&in->regions.style[k], colon + 1, in->style[k].h, in->style[k].w, "style", e);
	gan_free(path);
	return rc;
}

int gan_styletx_regions_read(struct gan_styletx_input *in, const struct gan_styletx_opt *o, struct gan_err *e)
{
	if (!o->mask || !o->mask->n) {
		if (!strcmp(gan_style_text(o->set, "mask-erode"), "1"))
			return gan_fail(e, GAN_USAGE, "mask-erode=1: there are no regions (--mask makes them)");
		return 0;
	}
	if (o->mask->n != (size_t)in->nstyle)
		return gan_fail(e, GAN_USAGE, "--mask: expected one for each of %d styles, found %zu", in->nstyle, o->mask->n);
	in->regions.n = in->nstyle;
	for (int k = 0; k < in->nstyle; k++)
		if (read_pair(in, k, o->mask->val[k], e))
			return -1;
	return 0;
}

int gan_styletx_regions_at(struct gan_styletx_regions *to, const struct gan_styletx_regions *from, int h, int w,
                           const struct gan_image *style, struct gan_err *e)
{
	to->n = from->n;
	for (int k = 0; k < from->n; k++) {
		if (gan_image_cover(&to->here[k], &from->here[k], h, w, e))
			return -1;
		if (from->style[k].px && gan_image_cover(&to->style[k], &from->style[k], style[k].h, style[k].w, e))
			return -1;
	}
	return 0;
}

void gan_styletx_regions_free(struct gan_styletx_regions *r)
{
	for (int k = 0; k < r->n; k++) {
		gan_image_free(&r->here[k]);
		gan_image_free(&r->style[k]);
	}
	r->n = 0;
}

/* ---- at a layer ---- */

/* The mean of n values, `skip` apart, over the interval from..to. */
static double mean_over(const double *v, int64_t skip, int64_t n, double from, double to)
{
	double sum = 0;

	for (int64_t i = (int64_t)from; i < n && (double)i < to; i++)
		sum += v[i * skip] * (fmin(to, (double)(i + 1)) - fmax(from, (double)i));
	return sum / (to - from);
}

/* The least of n values, `skip` apart, of the places from..to that there are; of none, 0. */
static double least_over(const double *v, int64_t skip, int64_t n, int64_t from, int64_t to)
{
	double least = HUGE_VAL;

	for (int64_t i = from < 0 ? 0 : from; i < n && i <= to; i++)
		least = fmin(least, v[i * skip]);
	return isinf(least) ? 0 : least;
}

/* Position i of n, of `size` values. */
static double one(const double *v, int64_t skip, int64_t size, const struct gan_style_reach *reach, int axis, int64_t i, int64_t n)
{
	if (reach)
		return least_over(v, skip, size, i * reach->stride[axis] + reach->lo[axis], i * reach->stride[axis] + reach->hi[axis]);
	return mean_over(v, skip, size, (double)(i * size) / (double)n, (double)((i + 1) * size) / (double)n);
}

/* Columns first: row [mask.h,w] is work. The sum of the squares. */
static double fill(gan_real *weight, double *row, const double *t, const struct gan_image *mask,
                   const struct gan_style_reach *reach, int64_t h, int64_t w)
{
	double sum = 0;

	for (int64_t y = 0; y < mask->h; y++)
		for (int64_t x = 0; x < w; x++)
			row[y * w + x] = one(t + y * mask->w, 1, mask->w, reach, 1, x, w);
	for (int64_t y = 0; y < h; y++)
		for (int64_t x = 0; x < w; x++) {
			double v = one(row + x, w, mask->h, reach, 0, y, h);

			weight[y * w + x] = (gan_real)(v * v);
			sum += v * v;
		}
	return sum;
}

int gan_styletx_region_weights(gan_real *weight, const struct gan_image *mask, const struct gan_style_reach *reach, int64_t h,
                               int64_t w, struct gan_err *e)
{
	size_t n = (size_t)mask->h * (size_t)mask->w;
	double *t = gan_alloc(n, sizeof *t, e), *row = gan_alloc((size_t)mask->h * (size_t)w, sizeof *row, e);
	int rc = t && row ? 0 : -1;

	for (size_t i = 0; i < n && !rc; i++)
		t[i] = mask->px[i] / 255.;
	if (!rc && !(reach && fill(weight, row, t, mask, reach, h, w) > 0) && !(fill(weight, row, t, mask, NULL, h, w) > 0))
		rc = gan_fail(e, GAN_DATA, "nothing is left of a mask at %dx%d: the region is too small", mask->w, mask->h);
	gan_free(t);
	gan_free(row);
	return rc;
}
