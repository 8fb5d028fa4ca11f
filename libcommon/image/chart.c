#include "image/chart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TICKS 40

const struct gan_colour gan_chart_colours[GAN_CHART_COLOURS] = {
	{ 0, 114, 178 }, { 213, 94, 0 }, { 0, 158, 115 }, { 170, 80, 150 }, { 230, 159, 0 }, { 86, 180, 233 }, { 110, 110, 110 },
};
const struct gan_colour gan_chart_ink = { 40, 40, 40 }, gan_chart_paper = { 255, 255, 255 }, gan_chart_grid = { 225, 225, 225 };

void gan_chart_init(struct gan_chart *ch, struct gan_canvas *c, const char *xname, const char *yname, const char *title)
{
	int side = c->im.w < c->im.h ? c->im.w : c->im.h;

	*ch = (struct gan_chart){ .c = c, .xname = xname, .yname = yname, .title = title };
	ch->text = side / 50. < 6 ? 6 : side / 50.;
	ch->pen = side / 300. < 1 ? 1 : side / 300.;
	ch->x1 = ch->y1 = 1;
}

double gan_chart_step(double lo, double hi, int least)
{
	double wide = (hi - lo) / least, power = pow(10, floor(log10(wide)));

	return wide >= 5 * power ? 5 * power : wide >= 2 * power ? 2 * power : power;
}

static void widen(double *lo, double *hi)
{
	double half = fabs(*lo) > 1 ? fabs(*lo) * .05 : .5;

	if (!isfinite(*lo) || !isfinite(*hi)) {
		*lo = 0;
		*hi = 1;
	}
	if (*hi - *lo > 1e-9 * (fabs(*lo) + fabs(*hi)) + 1e-300)
		return;
	*lo -= half;
	*hi += half;
}

static void widen_log(double *lo, double *hi)
{
	if (!isfinite(*lo) || !isfinite(*hi) || !(*lo > 0) || !(*hi > 0)) {
		*lo = 1;
		*hi = 10;
	}
	if (*hi > 1.001 * *lo)
		return;
	*lo /= 1.5;
	*hi *= 1.5;
}

/* A number beside an axis, whose steps are `step`. */
static void number(char *buf, size_t n, double v, double step)
{
	int digits = step < 1 ? (int)ceil(-log10(step) - 1e-9) : 0;

	if (fabs(v) < step * 1e-6)
		v = 0;
	if (digits > 4 || fabs(v) >= 1e6)
		snprintf(buf, n, "%.3g", v);
	else
		snprintf(buf, n, "%.*f", digits, v);
}

/* The numbers beside an axis. */
struct ticks {
	int n;
	double v[TICKS];
	char text[TICKS][24];
};

static void add_tick(struct ticks *t, double v, double step)
{
	if (t->n == TICKS)
		return;
	t->v[t->n] = v;
	if (step > 0)
		number(t->text[t->n], sizeof t->text[0], v, step);
	else if (v < .99e-3 || v > 1.01e5)
		snprintf(t->text[t->n], sizeof t->text[0], "%.0e", v);
	else
		snprintf(t->text[t->n], sizeof t->text[0], "%.6g", v);
	t->n++;
}

/* Powers of ten, and 2 and 5 times these where there are few. */
static void log_ticks(struct ticks *t, double lo, double hi)
{
	static const double times[] = { 1, 2, 5 };
	int first = (int)floor(log10(lo)), last = (int)ceil(log10(hi)), every = (last - first + 9) / 10;

	for (int k = first; k <= last; k += every)
		for (int i = 0; i < (last - first <= 3 ? 3 : 1); i++) {
			double v = times[i] * pow(10, k);

			if (v >= lo * (1 - 1e-9) && v <= hi * (1 + 1e-9))
				add_tick(t, v, 0);
		}
}

static void make_ticks(struct ticks *t, double lo, double hi, int log)
{
	double step = gan_chart_step(lo, hi, 4);

	t->n = 0;
	if (log && hi > 5 * lo) {
		log_ticks(t, lo, hi);
		return;
	}
	for (double v = ceil(lo / step - 1e-9) * step; v <= hi + step * 1e-9; v += step)
		add_tick(t, v, step);
}

/* The widest number of the y axis. */
static double numbers_width(const struct gan_chart *ch)
{
	struct ticks ticks;
	double most = 0;

	make_ticks(&ticks, ch->y0, ch->y1, ch->ylog);
	for (int i = 0; i < ticks.n; i++)
		most = fmax(most, gan_text_width(ch->text, ticks.text[i]));
	return most;
}

/* What the x axis's last number takes beyond the box, where it stands at its very edge. */
static double number_beyond(const struct gan_chart *ch)
{
	struct ticks ticks;

	make_ticks(&ticks, ch->x0, ch->x1, ch->xlog);
	return ticks.n ? .5 * gan_text_width(ch->text, ticks.text[ticks.n - 1]) + .3 * ch->text : 0;
}

/* The box shrinks until a unit is as long in x as in y. */
static void make_square(struct gan_chart *ch)
{
	double w = ch->right - ch->left, h = ch->bottom - ch->top, unit = fmin(w / (ch->x1 - ch->x0), h / (ch->y1 - ch->y0));
	double dw = (w - unit * (ch->x1 - ch->x0)) / 2, dh = (h - unit * (ch->y1 - ch->y0)) / 2;

	ch->left += dw;
	ch->right -= dw;
	ch->top += dh;
	ch->bottom -= dh;
}

void gan_chart_range(struct gan_chart *ch, double x0, double x1, double y0, double y1, int square)
{
	double t = ch->text;

	(ch->xlog ? widen_log : widen)(&x0, &x1);
	(ch->ylog ? widen_log : widen)(&y0, &y1);
	ch->x0 = x0;
	ch->x1 = x1;
	ch->y0 = y0;
	ch->y1 = y1;
	ch->left = numbers_width(ch) + t * (ch->yname ? 4 : 2);
	ch->top = t * (ch->title ? 3.2 : 1.2) + ch->keep_above;
	ch->right = ch->c->im.w - fmax(1.5 * t, number_beyond(ch) - ch->keep_right) - ch->keep_right;
	ch->bottom = ch->c->im.h - t * (ch->xname ? 5 : 3) - ch->keep_below;
	if (square)
		make_square(ch);
	ch->left = floor(ch->left);
	ch->top = floor(ch->top);
	ch->right = floor(ch->right);
	ch->bottom = floor(ch->bottom);
}

/* Where v is from lo (0) to hi (1); NaN where it is on no logarithmic axis. */
static double part(double v, double lo, double hi, int log)
{
	if (!log)
		return (v - lo) / (hi - lo);
	return v > 0 ? (log10(v) - log10(lo)) / (log10(hi) - log10(lo)) : NAN;
}

double gan_chart_px(const struct gan_chart *ch, double x)
{
	return ch->left + part(x, ch->x0, ch->x1, ch->xlog) * (ch->right - ch->left);
}

double gan_chart_py(const struct gan_chart *ch, double y)
{
	return ch->bottom - part(y, ch->y0, ch->y1, ch->ylog) * (ch->bottom - ch->top);
}

void gan_chart_clip(const struct gan_chart *ch)
{
	gan_canvas_clip(ch->c, ch->left, ch->top, ch->right, ch->bottom);
}

static void x_numbers(const struct gan_chart *ch)
{
	struct ticks ticks;
	double t = ch->text;

	make_ticks(&ticks, ch->x0, ch->x1, ch->xlog);
	for (int i = 0; i < ticks.n; i++) {
		double x = floor(gan_chart_px(ch, ticks.v[i])) + .5;

		gan_canvas_line(ch->c, x, ch->top, x, ch->bottom, 1, gan_chart_grid, 1);
		gan_canvas_text(ch->c, x, ch->bottom + 2 * t, t, GAN_MIDDLE, 0, gan_chart_ink, ticks.text[i]);
	}
	if (ch->xname)
		gan_canvas_text(ch->c, (ch->left + ch->right) / 2, ch->bottom + 4.1 * t, t, GAN_MIDDLE, 0, gan_chart_ink, ch->xname);
}

static void y_numbers(const struct gan_chart *ch)
{
	struct ticks ticks;
	double t = ch->text;

	make_ticks(&ticks, ch->y0, ch->y1, ch->ylog);
	for (int i = 0; i < ticks.n; i++) {
		double y = floor(gan_chart_py(ch, ticks.v[i])) + .5;

		gan_canvas_line(ch->c, ch->left, y, ch->right, y, 1, gan_chart_grid, 1);
		gan_canvas_text(ch->c, ch->left - .7 * t, y + t / 2, t, GAN_RIGHT, 0, gan_chart_ink, ticks.text[i]);
	}
	if (ch->yname)
		gan_canvas_text(ch->c, ch->left - numbers_width(ch) - 1.7 * t, (ch->top + ch->bottom) / 2, t, GAN_MIDDLE, 1,
		                gan_chart_ink, ch->yname);
}

static void frame(const struct gan_chart *ch)
{
	const double x0 = ch->left + .5, x1 = ch->right - .5, y0 = ch->top + .5, y1 = ch->bottom - .5;

	gan_canvas_line(ch->c, x0, y0, x1, y0, 1, gan_chart_ink, .5);
	gan_canvas_line(ch->c, x1, y0, x1, y1, 1, gan_chart_ink, .5);
	gan_canvas_line(ch->c, x1, y1, x0, y1, 1, gan_chart_ink, .5);
	gan_canvas_line(ch->c, x0, y1, x0, y0, 1, gan_chart_ink, .5);
}

void gan_chart_axes(struct gan_chart *ch)
{
	x_numbers(ch);
	y_numbers(ch);
	frame(ch);
	if (ch->title)
		gan_canvas_text(ch->c, (ch->left + ch->right) / 2, ch->top - ch->keep_above - 1.1 * ch->text, 1.15 * ch->text,
		                GAN_MIDDLE, 0, gan_chart_ink, ch->title);
}

/* ---- lines ---- */

/* Part of a line of `dash`; *at is how far the line has come, in pixels. */
static void dashed(const struct gan_chart *ch, double x0, double y0, double x1, double y1, double on, double off, double width,
                   struct gan_colour k, double *at)
{
	double len = hypot(x1 - x0, y1 - y0), from = 0, period = on + off;

	while (from < len) {
		double phase = fmod(*at + from, period), left = phase < on ? on - phase : period - phase;
		double to = fmin(from + fmax(left, 1e-3), len), a = from / len, b = to / len;

		if (phase < on)
			gan_canvas_line(ch->c, x0 + a * (x1 - x0), y0 + a * (y1 - y0), x0 + b * (x1 - x0), y0 + b * (y1 - y0), width, k, 1);
		from = to;
	}
	*at += len;
}

static void segment(const struct gan_chart *ch, double x0, double y0, double x1, double y1, enum gan_dash dash, double width,
                    struct gan_colour k, double *at)
{
	double w = width * ch->pen;

	if (dash == GAN_SOLID)
		gan_canvas_line(ch->c, x0, y0, x1, y1, w, k, 1);
	else
		dashed(ch, x0, y0, x1, y1, dash == GAN_DOTTED ? .1 * w : 4 * w, dash == GAN_DOTTED ? 2.5 * w : 3 * w, w, k, at);
}

/* Far outside nothing is to be seen, and dashes would be counted there for long. */
static double near_box(double v, double lo, double hi)
{
	double far = 4 * (hi - lo);

	return v < lo - far ? lo - far : v > hi + far ? hi + far : v;
}

void gan_chart_line(const struct gan_chart *ch, const double *x, const double *y, size_t n, enum gan_dash dash, double width,
                    struct gan_colour k)
{
	double at = 0, px = NAN, py = NAN;

	gan_chart_clip(ch);
	for (size_t i = 0; i < n; i++) {
		double qx = near_box(gan_chart_px(ch, x[i]), ch->left, ch->right);
		double qy = near_box(gan_chart_py(ch, y[i]), ch->top, ch->bottom);

		if (isfinite(px + py) && isfinite(qx + qy))
			segment(ch, px, py, qx, qy, dash, width, k, &at);
		px = qx;
		py = qy;
	}
	gan_canvas_unclip(ch->c);
}

/* ---- legend and scale ---- */

/* One entry; its line begins at x, its text stands on y. */
static void entry(const struct gan_chart *ch, const struct gan_legend *l, double x, double y)
{
	double t = ch->text, at = 0;

	if (l->disc)
		gan_canvas_disc(ch->c, x + 1.5 * t, y - t / 2, .45 * t, l->colour, 1);
	else
		segment(ch, x, y - t / 2, x + 3 * t, y - t / 2, l->dash, 1, l->colour, &at);
	gan_canvas_text(ch->c, x + 4 * t, y, t, GAN_LEFT, 0, gan_chart_ink, l->text);
}

void gan_chart_legend(const struct gan_chart *ch, const struct gan_legend *l, size_t n)
{
	double t = ch->text, wide = 0, x1 = ch->right - t, y0 = ch->top + t, x0;

	for (size_t i = 0; i < n; i++)
		wide = fmax(wide, gan_text_width(t, l[i].text));
	x0 = x1 - wide - 6 * t;
	gan_canvas_box(ch->c, x0, y0, x1, y0 + ((double)n * 1.9 + .7) * t, gan_chart_paper, .85);
	for (size_t i = 0; i < n; i++)
		entry(ch, &l[i], x0 + t, y0 + (1.9 * (double)i + 1.8) * t);
}

/* Entries in lines, as many as fit each. draw 0: only the lines are counted. The box's place is not known then, so both take the
   widest margin that numbers have. */
static int legend_lines(const struct gan_chart *ch, const struct gan_legend *l, size_t n, int draw)
{
	double t = ch->text, x0 = ch->left, end = x0 + ch->c->im.w - 14 * t, x = x0;
	int lines = n > 0;

	for (size_t i = 0; i < n; i++) {
		double wide = 6 * t + gan_text_width(t, l[i].text);

		if (x > x0 && x + wide - 2 * t > end) {
			x = x0;
			lines++;
		}
		if (draw)
			entry(ch, &l[i], x, ch->top - ch->keep_above + (1.9 * lines - 1) * t);
		x += wide;
	}
	return lines;
}

double gan_chart_legend_room(const struct gan_chart *ch, const struct gan_legend *l, size_t n)
{
	return (1.9 * legend_lines(ch, l, n, 0) + .2) * ch->text;
}

void gan_chart_legend_above(const struct gan_chart *ch, const struct gan_legend *l, size_t n)
{
	legend_lines(ch, l, n, 1);
}

double gan_chart_scale_room(const struct gan_chart *ch)
{
	return 9 * ch->text;
}

void gan_chart_scale(const struct gan_chart *ch, struct gan_colour (*of)(double t), double lo, double hi, const char *name)
{
	double t = ch->text, x0 = ch->right + 1.5 * t, x1 = x0 + 1.5 * t, step;
	char text[32];

	widen(&lo, &hi);
	step = gan_chart_step(lo, hi, 4);
	for (double y = ch->top; y < ch->bottom; y++)
		gan_canvas_box(ch->c, x0, y, x1, y + 1, of((ch->bottom - y - .5) / (ch->bottom - ch->top)), 1);
	for (double v = ceil(lo / step - 1e-9) * step; v <= hi + step * 1e-9; v += step) {
		double y = floor(ch->bottom - (v - lo) / (hi - lo) * (ch->bottom - ch->top)) + .5;

		gan_canvas_line(ch->c, x1, y, x1 + .4 * t, y, 1, gan_chart_ink, 1);
		number(text, sizeof text, v, step);
		gan_canvas_text(ch->c, x1 + .8 * t, y + t / 2, t, GAN_LEFT, 0, gan_chart_ink, text);
	}
	gan_canvas_text(ch->c, x0, ch->top - .8 * t, t, GAN_LEFT, 0, gan_chart_ink, name);
}
