#include "image/chart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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

/* The widest number of the y axis. */
static double numbers_width(const struct gan_chart *ch, double lo, double hi)
{
	double step = gan_chart_step(lo, hi, 4), most = 0;
	char text[32];

	for (double v = ceil(lo / step - 1e-9) * step; v <= hi + step * 1e-9; v += step) {
		number(text, sizeof text, v, step);
		most = fmax(most, gan_text_width(ch->text, text));
	}
	return most;
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

	widen(&x0, &x1);
	widen(&y0, &y1);
	ch->x0 = x0;
	ch->x1 = x1;
	ch->y0 = y0;
	ch->y1 = y1;
	ch->left = numbers_width(ch, y0, y1) + t * (ch->yname ? 4 : 2);
	ch->top = t * (ch->title ? 3.2 : 1.2);
	ch->right = ch->c->im.w - 1.5 * t - ch->keep_right;
	ch->bottom = ch->c->im.h - t * (ch->xname ? 5 : 3) - ch->keep_below;
	if (square)
		make_square(ch);
	ch->left = floor(ch->left);
	ch->top = floor(ch->top);
	ch->right = floor(ch->right);
	ch->bottom = floor(ch->bottom);
}

double gan_chart_px(const struct gan_chart *ch, double x)
{
	return ch->left + (x - ch->x0) / (ch->x1 - ch->x0) * (ch->right - ch->left);
}

double gan_chart_py(const struct gan_chart *ch, double y)
{
	return ch->bottom - (y - ch->y0) / (ch->y1 - ch->y0) * (ch->bottom - ch->top);
}

void gan_chart_clip(const struct gan_chart *ch)
{
	gan_canvas_clip(ch->c, ch->left, ch->top, ch->right, ch->bottom);
}

static void x_numbers(const struct gan_chart *ch)
{
	double step = gan_chart_step(ch->x0, ch->x1, 4), t = ch->text;
	char text[32];

	for (double v = ceil(ch->x0 / step - 1e-9) * step; v <= ch->x1 + step * 1e-9; v += step) {
		double x = floor(gan_chart_px(ch, v)) + .5;

		gan_canvas_line(ch->c, x, ch->top, x, ch->bottom, 1, gan_chart_grid, 1);
		number(text, sizeof text, v, step);
		gan_canvas_text(ch->c, x, ch->bottom + 2 * t, t, GAN_MIDDLE, 0, gan_chart_ink, text);
	}
	if (ch->xname)
		gan_canvas_text(ch->c, (ch->left + ch->right) / 2, ch->bottom + 4.1 * t, t, GAN_MIDDLE, 0, gan_chart_ink, ch->xname);
}

static void y_numbers(const struct gan_chart *ch)
{
	double step = gan_chart_step(ch->y0, ch->y1, 4), t = ch->text;
	char text[32];

	for (double v = ceil(ch->y0 / step - 1e-9) * step; v <= ch->y1 + step * 1e-9; v += step) {
		double y = floor(gan_chart_py(ch, v)) + .5;

		gan_canvas_line(ch->c, ch->left, y, ch->right, y, 1, gan_chart_grid, 1);
		number(text, sizeof text, v, step);
		gan_canvas_text(ch->c, ch->left - .7 * t, y + t / 2, t, GAN_RIGHT, 0, gan_chart_ink, text);
	}
	if (ch->yname)
		gan_canvas_text(ch->c, ch->left - numbers_width(ch, ch->y0, ch->y1) - 1.7 * t, (ch->top + ch->bottom) / 2, t, GAN_MIDDLE, 1,
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
		gan_canvas_text(ch->c, (ch->left + ch->right) / 2, ch->top - 1.1 * ch->text, 1.15 * ch->text, GAN_MIDDLE, 0, gan_chart_ink,
		                ch->title);
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

void gan_chart_legend(const struct gan_chart *ch, const struct gan_legend *l, size_t n)
{
	double t = ch->text, wide = 0, x1 = ch->right - t, y0 = ch->top + t, x0, at = 0;

	for (size_t i = 0; i < n; i++)
		wide = fmax(wide, gan_text_width(t, l[i].text));
	x0 = x1 - wide - 6 * t;
	gan_canvas_box(ch->c, x0, y0, x1, y0 + ((double)n * 1.9 + .7) * t, gan_chart_paper, .85);
	for (size_t i = 0; i < n; i++) {
		double y = y0 + (1.9 * (double)i + 1.8) * t;

		if (l[i].disc)
			gan_canvas_disc(ch->c, x0 + 2.5 * t, y - t / 2, .45 * t, l[i].colour, 1);
		else
			segment(ch, x0 + t, y - t / 2, x0 + 4 * t, y - t / 2, l[i].dash, 1, l[i].colour, &at);
		gan_canvas_text(ch->c, x0 + 5 * t, y, t, GAN_LEFT, 0, gan_chart_ink, l[i].text);
	}
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
