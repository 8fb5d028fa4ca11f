#include "app/plotlines.h"

#include <math.h>
#include <string.h>
#include "base/mem.h"

#define DISCS 40 /* so few points are seen one by one */

const char *gan_plot_text(const struct gan_plot_with *w, const char *key)
{
	const char *s = w->set ? gan_kv_get(w->set, key) : NULL;

	return s && *s ? s : NULL;
}

int gan_plot_is_log(const struct gan_plot_with *w, char axis)
{
	const char *s = gan_plot_text(w, "log");

	return s && strchr(s, axis) != NULL;
}

int gan_plot_set_range(const struct gan_plot_with *w, const char *key, int log, double *lo, double *hi, struct gan_err *e)
{
	const char *s = gan_plot_text(w, key);

	if (s && gan_plot_parse_range(key, s, lo, hi, e))
		return -1;
	if (s && log && *lo <= 0)
		return gan_fail(e, GAN_USAGE, "%s=%s: expected numbers above 0, for the axis is logarithmic", key, s);
	return 0;
}

/* Widens lo..hi to hold those of v that can be seen. */
static void extend(const double *v, size_t n, int log, double *lo, double *hi)
{
	for (size_t i = 0; i < n; i++)
		if (isfinite(v[i]) && (!log || v[i] > 0)) {
			*lo = fmin(*lo, v[i]);
			*hi = fmax(*hi, v[i]);
		}
}

static void add_margin(double share, int log, double *lo, double *hi)
{
	double by = log ? pow(*hi / *lo, share) : share * (*hi - *lo);

	*lo = log ? *lo / by : *lo - by;
	*hi = log ? *hi * by : *hi + by;
}

static int set_ranges(const struct gan_plot_with *w, const struct gan_plot_lines *l, struct gan_chart *ch, struct gan_err *e)
{
	double x0 = INFINITY, x1 = -INFINITY, y0 = INFINITY, y1 = -INFINITY;
	int discs = 0;

	for (size_t i = 0; i < l->n; i++) {
		discs |= l->line[i].n <= DISCS;
		extend(l->line[i].x, l->line[i].n, ch->xlog, &x0, &x1);
		extend(l->line[i].y, l->line[i].n, ch->ylog, &y0, &y1);
	}
	if (!(x0 <= x1) || !(y0 <= y1))
		return gan_fail(e, GAN_DATA, "%s: there is nothing to see: no row has numbers%s in both %s and %s", l->source,
		                ch->xlog || ch->ylog ? " that the logarithmic axes show" : "", l->xname, l->yname);
	add_margin(.04, ch->ylog, &y0, &y1);
	add_margin(discs ? .02 : 0, ch->xlog, &x0, &x1);
	if (isfinite(l->y0) && !ch->ylog) {
		y0 = l->y0;
		y1 = l->y1;
	}
	if (gan_plot_set_range(w, "x-range", ch->xlog, &x0, &x1, e) || gan_plot_set_range(w, "y-range", ch->ylog, &y0, &y1, e))
		return -1;
	gan_chart_range(ch, x0, x1, y0, y1, 0);
	return 0;
}

static int draw_line(const struct gan_chart *ch, const struct gan_plot_line *l, struct gan_colour k, enum gan_dash dash,
                     struct gan_err *e)
{
	double *x = gan_alloc(l->n, 4 * sizeof *x, e), *y = x ? x + 2 * l->n : NULL;

	if (!x)
		return -1;
	gan_chart_line(ch, x, y, gan_chart_thin(ch, l->x, l->y, l->n, x, y), dash, .8, k);
	gan_chart_clip(ch);
	for (size_t i = 0; i < l->n && l->n <= DISCS; i++)
		gan_canvas_disc(ch->c, gan_chart_px(ch, l->x[i]), gan_chart_py(ch, l->y[i]), 1.6 * ch->pen, k, 1);
	gan_canvas_unclip(ch->c);
	gan_free(x);
	return 0;
}

int gan_plot_draw_lines(const struct gan_plot_with *w, const struct gan_plot_lines *l, struct gan_canvas *c, struct gan_err *e)
{
	struct gan_legend *legend = gan_alloc(l->n, sizeof *legend, e);
	struct gan_chart ch;
	int rc;

	if (!legend)
		return -1;
	for (size_t i = 0; i < l->n; i++)
		legend[i] = (struct gan_legend){ l->line[i].name, gan_chart_colours[i % GAN_CHART_COLOURS],
			                         (enum gan_dash)(i / GAN_CHART_COLOURS % 3), 0 };
	gan_chart_init(&ch, c, l->xname, l->yname, gan_plot_text(w, "title"));
	ch.xlog = gan_plot_is_log(w, 'x');
	ch.ylog = gan_plot_is_log(w, 'y');
	ch.keep_above = gan_chart_legend_room(&ch, legend, l->n);
	rc = set_ranges(w, l, &ch, e);
	if (!rc) {
		gan_chart_axes(&ch);
		gan_chart_legend_above(&ch, legend, l->n);
	}
	for (size_t i = 0; i < l->n && !rc; i++)
		rc = draw_line(&ch, &l->line[i], legend[i].colour, legend[i].dash, e);
	gan_free(legend);
	return rc;
}

/* ---- what a training watches ---- */

static int is_watched(const struct gan_plot_watched *what, const char *name)
{
	size_t n = strlen(name), k = what->ending ? strlen(what->ending) : 0;

	return !strcmp(name, what->what) || (k && n > k && !strcmp(name + n - k, what->ending)) ||
	       (what->beginning && !strncmp(name, what->beginning, strlen(what->beginning)));
}

int gan_plot_draw_watched(const struct gan_plot_with *w, const struct gan_columns *t, const struct gan_plot_watched *what,
                          struct gan_canvas *c, struct gan_err *e)
{
	const struct gan_column *step = gan_columns_get(t, "step", e);
	struct gan_plot_line *line = gan_alloc(t->n, sizeof *line, e);
	struct gan_plot_lines l = { .source = t->name, .xname = "step", .yname = what->what, .line = line, .y0 = what->y0,
		                    .y1 = what->y1 };
	int rc = -1;

	for (size_t i = 0; step && line && i < t->n; i++)
		if (is_watched(what, t->col[i].name))
			line[l.n++] = (struct gan_plot_line){ t->col[i].name, step->v, t->col[i].v, step->n };
	if (step && line && !l.n)
		gan_fail(e, GAN_DATA, "%s: has no column of %s (--plot curve draws any)", t->name, what->what);
	else if (step && line)
		rc = gan_plot_draw_lines(w, &l, c, e);
	gan_free(line);
	return rc;
}
