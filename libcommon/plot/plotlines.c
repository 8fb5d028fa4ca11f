#include "plot/plotlines.h"

#include <math.h>
#include <stdio.h>
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

/* ---- means ---- */

/* What is not finite is a part of its own. */
static size_t part_end(const double *x, const double *y, size_t n, size_t i)
{
	int finite = isfinite(y[i]);

	for (i++; finite && i < n && isfinite(y[i]) && !(x[i] < x[i - 1]);)
		i++;
	return i;
}

/* Of a part of finite values. Sums are made within blocks as long as a window, which then is the end of one and the beginning of
   the next: nothing is subtracted, so that a spike of 1e20 is gone where it is out of sight. to, from: room for n. */
static void part_mean(double *out, const double *y, size_t n, size_t half, double *to, double *from)
{
	size_t block = half < n ? 2 * half + 1 : n;

	for (size_t i = 0; i < n; i++)
		to[i] = (i % block ? to[i - 1] : 0) + y[i];
	for (size_t i = n; i-- > 0;)
		from[i] = ((i + 1) % block && i + 1 < n ? from[i + 1] : 0) + y[i];
	for (size_t i = 0; i < n; i++) {
		size_t a = i > half ? i - half : 0, b = half < n - 1 - i ? i + half : n - 1;
		double sum = a / block != b / block ? from[a] + to[b] : b == n - 1 ? from[a] : to[b];

		out[i] = sum / (double)(b - a + 1);
	}
}

int gan_plot_mean(double *out, const double *x, const double *y, size_t n, size_t rows, struct gan_err *e)
{
	double *room = gan_alloc(n, 2 * sizeof *room, e);

	if (!room)
		return -1;
	for (size_t i = 0, end; i < n; i = end) {
		end = part_end(x, y, n, i);
		if (isfinite(y[i]))
			part_mean(out + i, y + i, end - i, rows / 2, room, room + n);
		else
			out[i] = y[i];
	}
	gan_free(room);
	return 0;
}

static size_t mean_rows(const struct gan_plot_lines *l, const struct gan_plot_line *line)
{
	size_t rows = l->mean ? (size_t)l->mean : line->n / 100;

	return rows > 1 ? rows : 1;
}

/* ---- drawing ---- */

static int draw_values(const struct gan_chart *ch, const struct gan_plot_line *l, const double *v, const struct gan_legend *as,
                       struct gan_colour k, struct gan_err *e)
{
	double *x = gan_alloc(l->n, 4 * sizeof *x, e), *y = x ? x + 2 * l->n : NULL;

	if (!x)
		return -1;
	gan_chart_line(ch, x, y, gan_chart_thin(ch, l->x, v, l->n, x, y), as->dash, .8, k);
	gan_free(x);
	return 0;
}

/* The line itself or, under others' means, pale. */
static int draw_line(const struct gan_chart *ch, const struct gan_plot_line *l, const struct gan_legend *as, size_t rows,
                     struct gan_err *e)
{
	struct gan_colour k = rows > 1 ? gan_colour_mix(as->colour, gan_chart_paper, .7) : as->colour;

	if (draw_values(ch, l, l->y, as, k, e))
		return -1;
	gan_chart_clip(ch);
	for (size_t i = 0; i < l->n && l->n <= DISCS; i++)
		gan_canvas_disc(ch->c, gan_chart_px(ch, l->x[i]), gan_chart_py(ch, l->y[i]), 1.6 * ch->pen, k, 1);
	gan_canvas_unclip(ch->c);
	return 0;
}

static int draw_mean(const struct gan_chart *ch, const struct gan_plot_line *l, const struct gan_legend *as, size_t rows,
                     struct gan_err *e)
{
	double *mean = gan_alloc(l->n, sizeof *mean, e);
	int rc;

	if (!mean)
		return -1;
	rc = gan_plot_mean(mean, l->x, l->y, l->n, rows, e) || draw_values(ch, l, mean, as, as->colour, e) ? -1 : 0;
	gan_free(mean);
	return rc;
}

static int draw_all(const struct gan_chart *ch, const struct gan_plot_lines *l, const struct gan_legend *legend, struct gan_err *e)
{
	for (size_t i = 0; i < l->n; i++)
		if (draw_line(ch, &l->line[i], &legend[i], mean_rows(l, &l->line[i]), e))
			return -1;
	for (size_t i = 0; i < l->n; i++)
		if (mean_rows(l, &l->line[i]) > 1 && draw_mean(ch, &l->line[i], &legend[i], mean_rows(l, &l->line[i]), e))
			return -1;
	return 0;
}

/* "loss", or "loss, mean of 37 rows". */
static const char *y_name(const struct gan_plot_lines *l, char *buf, size_t n)
{
	size_t most = 1;

	for (size_t i = 0; i < l->n; i++)
		most = mean_rows(l, &l->line[i]) > most ? mean_rows(l, &l->line[i]) : most;
	if (most == 1)
		return l->yname;
	snprintf(buf, n, "%s, mean of %zu rows", l->yname, most);
	return buf;
}

int gan_plot_draw_lines(const struct gan_plot_with *w, const struct gan_plot_lines *l, struct gan_canvas *c, struct gan_err *e)
{
	struct gan_legend *legend = gan_alloc(l->n, sizeof *legend, e);
	struct gan_chart ch;
	char name[300];
	int rc;

	if (!legend)
		return -1;
	for (size_t i = 0; i < l->n; i++)
		legend[i] = (struct gan_legend){ l->line[i].name, gan_chart_colours[i % GAN_CHART_COLOURS],
			                         (enum gan_dash)(i / GAN_CHART_COLOURS % 3), 0 };
	gan_chart_init(&ch, c, l->xname, y_name(l, name, sizeof name), gan_plot_text(w, "title"));
	ch.xlog = gan_plot_is_log(w, 'x');
	ch.ylog = gan_plot_is_log(w, 'y');
	ch.keep_above = gan_chart_legend_room(&ch, legend, l->n);
	rc = set_ranges(w, l, &ch, e);
	if (!rc) {
		gan_chart_axes(&ch);
		gan_chart_legend_above(&ch, legend, l->n);
		rc = draw_all(&ch, l, legend, e);
	}
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
		                    .y1 = what->y1, .mean = what->mean };
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
