/* What plots of points share: what is shown, and densities. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "plot/plot.h"
#include "base/mem.h"
#include "base/text.h"

int gan_plot_check_points(const struct gan_judged *in, int64_t d, const char *plot, struct gan_err *e)
{
	const struct gan_dataset *s = in->set;
	char found[96];

	if (!s->h && s->d == d)
		return 0;
	return gan_fail(e, GAN_DATA, "%s: --plot %s is of points of %" PRId64 " number%s, found %s", in->name, plot, d,
	                d == 1 ? "" : "s", gan_data_size_str(found, sizeof found, s->h, s->w, s->c, s->d));
}

int gan_plot_parse_range(const char *key, const char *text, double *lo, double *hi, struct gan_err *e)
{
	const char *colon = strchr(text, ':');
	char first[64];

	if (colon && (size_t)(colon - text) < sizeof first) {
		memcpy(first, text, (size_t)(colon - text));
		first[colon - text] = 0;
		if (!gan_parse_double(first, lo) && !gan_parse_double(colon + 1, hi) && isfinite(*lo) && isfinite(*hi) && *lo < *hi)
			return 0;
	}
	return gan_fail(e, GAN_USAGE, "%s=%s: expected LO:HI, two numbers that rise", key, text);
}

int gan_plot_range(const struct gan_plot_with *w, const struct gan_judged *in, int64_t j, double *lo, double *hi, struct gan_err *e)
{
	const char *given = w->set ? gan_kv_get(w->set, "range") : NULL;
	const struct gan_dataset *s = w->ref ? w->ref : in->set;
	double margin;

	if (given && *given)
		return gan_plot_parse_range("range", given, lo, hi, e);
	*lo = *hi = s->xf[j];
	for (int64_t i = 1; i < s->n; i++) {
		*lo = fmin(*lo, s->xf[i * s->d + j]);
		*hi = fmax(*hi, s->xf[i * s->d + j]);
	}
	margin = *hi > *lo ? (*hi - *lo) * (w->ref ? .2 : .1) : .5;
	*lo -= margin;
	*hi += margin;
	return 0;
}

char *gan_plot_title(const struct gan_judged *in, char *buf, size_t n)
{
	if (in->model)
		snprintf(buf, n, "step %" PRIu64, in->model->step);
	else
		buf[0] = 0;
	return buf;
}

/* Each row of v[n,stride] becomes its running mean over 2r+1 cells; three of them are nearly a Gaussian. */
static void smooth(float *v, float *tmp, int n, int stride, int r)
{
	double sum = 0;

	for (int i = -r; i < n + r; i++) {
		if (i + r < n)
			sum += v[(size_t)(i + r) * (size_t)stride];
		if (i - r - 1 >= 0)
			sum -= v[(size_t)(i - r - 1) * (size_t)stride];
		if (i >= 0 && i < n)
			tmp[i] = (float)(sum / (2 * r + 1));
	}
	for (int i = 0; i < n; i++)
		v[(size_t)i * (size_t)stride] = tmp[i] > 0 ? tmp[i] : 0;
}

int gan_plot_blur(float *v, int w, int h, double blur, struct gan_err *e)
{
	/* three boxes of 2r+1 cells have the variance r(r+1) */
	int r = (int)sqrt(blur * blur + .25);
	float *tmp = gan_alloc((size_t)(w > h ? w : h), sizeof *tmp, e);

	if (!tmp)
		return -1;
	for (int pass = 0; pass < 3 && r > 0; pass++) {
		for (int y = 0; y < h && w > 1; y++)
			smooth(v + (size_t)y * (size_t)w, tmp, w, 1, r);
		for (int x = 0; x < w && h > 1; x++)
			smooth(v + x, tmp, h, w, r);
	}
	gan_free(tmp);
	return 0;
}

float *gan_plot_shade(const struct gan_chart *ch, const struct gan_dataset *s, double blur, int *w, int *h, struct gan_err *e)
{
	float *v, most = 0;
	size_t n;

	*w = (int)(ch->right - ch->left);
	*h = (int)(ch->bottom - ch->top);
	n = (size_t)*w * (size_t)*h;
	v = gan_alloc(n, sizeof *v, e);
	if (!v)
		return NULL;
	for (int64_t i = 0; i < s->n; i++) {
		double x = floor(gan_chart_px(ch, s->xf[2 * i]) - ch->left), y = floor(gan_chart_py(ch, s->xf[2 * i + 1]) - ch->top);

		if (x >= 0 && y >= 0 && x < *w && y < *h)
			v[(size_t)y * (size_t)*w + (size_t)x]++;
	}
	if (gan_plot_blur(v, *w, *h, blur, e)) {
		gan_free(v);
		return NULL;
	}
	for (size_t i = 0; i < n; i++)
		most = v[i] > most ? v[i] : most;
	for (size_t i = 0; i < n && most > 0; i++)
		v[i] /= most;
	return v;
}
