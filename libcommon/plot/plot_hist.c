/* A histogram: how often a tensor's values, or a column's, are where. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "plot/plotlines.h"
#include "base/mem.h"

#define BINS_MAX 10000
#define QUARTILES_OF 100000 /* values that the width of a bin is chosen by */

static const struct gan_setting settings[] = {
	{ "bins", GAN_SET_INT, "0", 0, BINS_MAX, NULL, "", "how many (0: a value each of few whole numbers, else Freedman-Diaconis)" },
	{ "log", GAN_SET_LIST, "none", 0, 0, "y", "", "a logarithmic axis of counts" },
	{ "of", GAN_SET_TEXT, "", 0, 0, NULL, "", "the tensor, or the table's column" },
	{ "title", GAN_SET_TEXT, "", 0, 0, NULL, "", "stands above" },
	{ "x-range", GAN_SET_TEXT, "", 0, 0, NULL, "", "LO:HI, what is shown (default: all)" },
	{ "y-range", GAN_SET_TEXT, "", 0, 0, NULL, "", "LO:HI, what is shown (default: all)" },
};

struct hist {
	double lo, hi;           /* of all bins */
	int n;
	double count[BINS_MAX];
	int64_t finite;
	double mean, std, most;
	int whole;               /* all values are whole numbers */
};

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void measure(struct hist *h, const struct gan_column *c)
{
	double sum = 0, squares = 0;

	h->lo = INFINITY;
	h->hi = -INFINITY;
	h->whole = 1;
	for (size_t i = 0; i < c->n; i++) {
		if (!isfinite(c->v[i]))
			continue;
		h->finite++;
		sum += c->v[i];
		h->lo = fmin(h->lo, c->v[i]);
		h->hi = fmax(h->hi, c->v[i]);
		h->whole &= c->v[i] == floor(c->v[i]);
	}
	h->mean = sum / (double)h->finite;
	for (size_t i = 0; i < c->n; i++)
		squares += isfinite(c->v[i]) ? (c->v[i] - h->mean) * (c->v[i] - h->mean) : 0;
	h->std = sqrt(squares / (double)h->finite);
}

/* 2 (quartiles' distance) n^(-1/3) wide: Freedman and Diaconis 1981; of evenly chosen values, where there are many. */
static int choose_bins(const struct hist *h, const struct gan_column *c, struct gan_err *e)
{
	size_t every = c->n / QUARTILES_OF + 1, m = 0;
	double *v = gan_alloc(c->n / every + 1, sizeof *v, e), wide, bins;

	if (!v)
		return -1;
	for (size_t i = 0; i < c->n; i += every)
		if (isfinite(c->v[i]))
			v[m++] = c->v[i];
	qsort(v, m, sizeof *v, by_value);
	wide = m ? 2 * (v[m * 3 / 4] - v[m / 4]) / cbrt((double)h->finite) : 0;
	gan_free(v);
	bins = wide > 0 ? ceil((h->hi - h->lo) / wide) : sqrt((double)h->finite);
	return bins < 10 ? 10 : bins > 200 ? 200 : (int)bins;
}

static int count(struct hist *h, const struct gan_column *c, int bins, struct gan_err *e)
{
	if (!bins && h->whole && h->hi - h->lo < 300) {
		h->n = (int)(h->hi - h->lo) + 1;
		h->lo -= .5;
		h->hi += .5;
	} else {
		h->n = bins ? bins : choose_bins(h, c, e);
		if (h->n < 0)
			return -1;
		if (!(h->hi > h->lo)) {
			h->hi += fabs(h->hi) > 1 ? .05 * fabs(h->hi) : .5;
			h->lo -= fabs(h->lo) > 1 ? .05 * fabs(h->lo) : .5;
		}
	}
	for (size_t i = 0; i < c->n; i++) {
		double at = (c->v[i] - h->lo) / (h->hi - h->lo) * h->n;

		if (isfinite(c->v[i]))
			h->count[at >= h->n ? h->n - 1 : at > 0 ? (int)at : 0]++;
	}
	for (int i = 0; i < h->n; i++)
		h->most = fmax(h->most, h->count[i]);
	return 0;
}

static void bars(const struct gan_chart *ch, const struct hist *h)
{
	double floor_y = fmin(gan_chart_py(ch, ch->ylog ? ch->y0 : 0), ch->bottom), wide = (h->hi - h->lo) / h->n;

	gan_chart_clip(ch);
	for (int i = 0; i < h->n; i++) {
		double x0 = round(gan_chart_px(ch, h->lo + i * wide)), x1 = round(gan_chart_px(ch, h->lo + (i + 1) * wide));

		if (h->count[i] > 0)
			gan_canvas_box(ch->c, x0, gan_chart_py(ch, h->count[i]), x1 - (x1 - x0 > 4), floor_y, gan_chart_colours[0], .85);
	}
	gan_canvas_unclip(ch->c);
}

static int draw_hist(const struct gan_plot_with *w, const struct gan_column *c, const struct hist *h, const char *source,
                     struct gan_canvas *canvas, struct gan_err *e)
{
	int log = gan_plot_is_log(w, 'y');
	double x0 = h->lo, x1 = h->hi, y0 = log ? .5 : 0, y1 = log ? 1.3 * h->most : 1.05 * h->most;
	struct gan_chart ch;
	char title[256];

	snprintf(title, sizeof title, "%" PRId64 " values, mean %.4g, deviation %.4g", h->finite, h->mean, h->std);
	if (h->finite < (int64_t)c->n)
		snprintf(title + strlen(title), sizeof title - strlen(title), ", %" PRId64 " more not finite", (int64_t)c->n - h->finite);
	gan_chart_init(&ch, canvas, c->name, "count", gan_plot_text(w, "title") ? gan_plot_text(w, "title") : title);
	ch.ylog = log;
	if (gan_plot_set_range(w, "x-range", 0, &x0, &x1, e) || gan_plot_set_range(w, "y-range", log, &y0, &y1, e))
		return gan_fail_prefix(e, "%s", source);
	gan_chart_range(&ch, x0, x1, y0, y1, 0);
	gan_chart_axes(&ch);
	bars(&ch, h);
	return 0;
}

static int draw(const struct gan_plot_with *w, const struct gan_columns *t, struct gan_canvas *c, struct gan_err *e)
{
	const char *of = gan_plot_text(w, "of");
	const struct gan_column *col = of || t->n > 1 ? gan_columns_get(t, of ? of : "", e) : &t->col[0];
	struct hist *h = col ? gan_alloc(1, sizeof *h, e) : NULL;
	int rc = -1;

	if (!h)
		return col || of ? -1 : gan_fail(e, GAN_USAGE, "%s: expected of=COLUMN, for it has %zu columns", t->name, t->n);
	measure(h, col);
	if (!h->finite)
		gan_fail(e, GAN_DATA, "%s: '%s' has no number that is finite", t->name, col->name);
	else if (!count(h, col, (int)gan_setting_int(w->set, settings, sizeof settings / sizeof *settings, "bins"), e))
		rc = draw_hist(w, col, h, t->name, c, e);
	gan_free(h);
	return rc;
}

const struct gan_plot gan_plot_hist = {
	.name = "hist",
	.help = "how often the values of a tensor or a column are where",
	.flags = GAN_PLOT_TENSOR,
	.w = 800,
	.h = 500,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.draw_columns = draw,
};
