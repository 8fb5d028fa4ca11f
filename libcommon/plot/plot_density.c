/* Numbers on a line, as figure 1 of Goodfellow et al. 2014, "Generative Adversarial Networks", has them: the densities of real
   and generated numbers, what D thinks of each place, and, where latents are single numbers, how G carries them over. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "infer/critic.h"
#include "plot/plot.h"
#include "infer/sampler.h"
#include "base/mem.h"
#include "train/train.h"

#define BINS 800
#define LINES 41 /* from z to x */

static const struct gan_setting settings[] = {
	GAN_PLOT_RANGE,
	{ "show", GAN_SET_ENUM, "probability", 0, 0, "score|probability", "",
	  "D's output s from its least to its greatest, or 1/(1+exp(-s)) from 0 to 1" },
};

struct curves {
	double x[BINS], real[BINS], fake[BINS], d[BINS], most;
};

/* ---- densities ---- */

/* .9 min(deviation, quartiles' distance / 1.34) n^(-1/5): Silverman 1986, eq. 3.31. */
static double bandwidth(const struct gan_dataset *s, struct gan_err *e)
{
	float *v = gan_dataset_sorted(s, 0, e);
	double mean = 0, var = 0, quartiles;

	if (!v)
		return -1;
	quartiles = (v[s->n * 3 / 4] - v[s->n / 4]) / 1.34;
	gan_free(v);
	for (int64_t i = 0; i < s->n; i++)
		mean += s->xf[i] / (double)s->n;
	for (int64_t i = 0; i < s->n; i++)
		var += (s->xf[i] - mean) * (s->xf[i] - mean) / (double)s->n;
	return .9 * (quartiles > 0 ? fmin(sqrt(var), quartiles) : sqrt(var)) * pow((double)s->n, -.2);
}

static int density(const struct gan_dataset *s, double lo, double hi, double *y, double *most, struct gan_err *e)
{
	double step = (hi - lo) / BINS, wide = bandwidth(s, e);
	float v[BINS] = { 0 };

	if (wide < 0)
		return -1;
	for (int64_t i = 0; i < s->n; i++) {
		double at = floor((s->xf[i] - lo) / step);

		if (at >= 0 && at < BINS)
			v[(int)at]++;
	}
	if (gan_plot_blur(v, BINS, 1, fmax(wide / step, 2), e))
		return -1;
	for (int i = 0; i < BINS; i++) {
		y[i] = v[i] / ((double)s->n * step);
		*most = fmax(*most, y[i]);
	}
	return 0;
}

/* ---- D ---- */

/* The height of the box is this many times the greatest density; D from 0 to 1 takes all of it, and so do scores from the least to
   the greatest. */
#define ROOM 1.15

static int opinion(struct curves *c, struct gan_model *m, int probability, struct gan_err *e)
{
	float x[BINS], s[BINS];
	double lo = INFINITY, hi = -INFINITY;

	for (int i = 0; i < BINS; i++)
		x[i] = (float)c->x[i];
	if (gan_critic(m, x, BINS, 1, s, NULL, e))
		return -1;
	for (int i = 0; i < BINS; i++) {
		lo = fmin(lo, s[i]);
		hi = fmax(hi, s[i]);
	}
	for (int i = 0; i < BINS; i++)
		c->d[i] = ROOM * c->most * (probability ? 1 / (1 + exp(-s[i])) : hi > lo ? (s[i] - lo) / (hi - lo) : .5);
	return 0;
}

/* ---- z to x ---- */

/* How far latents reach, for the eye. */
static double reach(const struct gan_model *m)
{
	const char *dist = gan_train_text(&m->hyper, "z-dist");

	return !strcmp(dist, "uniform") || !strcmp(dist, "sphere") ? 1 : !strcmp(dist, "truncated") ? 2 : 2.5;
}

/* LINES latents, evenly spaced, and where they go: 1; 0 where latents are more than single numbers; -1. */
static int carry(const struct gan_plot_with *w, struct gan_model *m, float *z, float *x, struct gan_err *e)
{
	struct gan_sampler *s = gan_sampler_new(m, GAN_SAMPLE_LATENTS | (w->no_ema ? GAN_SAMPLE_NO_EMA : 0), e);
	int rc;

	if (!s)
		return -1;
	for (int i = 0; i < LINES; i++)
		z[i] = (float)(reach(m) * (2. * i / (LINES - 1) - 1));
	rc = gan_sampler_latents(s) == 1;
	if (rc && gan_sampler_run(s, m->seed, 0, LINES, z, x, e))
		rc = -1;
	gan_sampler_free(s);
	return rc;
}

static void draw_map(const struct gan_chart *ch, const float *z, const float *x)
{
	double top = ch->bottom + 6.5 * ch->text, below = ch->c->im.h - 3.2 * ch->text, w = ch->right - ch->left, t = ch->text;
	char text[32];

	gan_canvas_line(ch->c, ch->left, top, ch->right, top, ch->pen, gan_chart_ink, 1);
	gan_canvas_line(ch->c, ch->left, below, ch->right, below, ch->pen, gan_chart_ink, 1);
	gan_canvas_text(ch->c, ch->left - t, top + t / 2, t, GAN_RIGHT, 0, gan_chart_ink, "x");
	gan_canvas_text(ch->c, ch->left - t, below + t / 2, t, GAN_RIGHT, 0, gan_chart_ink, "z");
	gan_canvas_clip(ch->c, ch->left - 1, top - 1, ch->right + 1, below + 1);
	for (int i = 0; i < LINES; i++)
		gan_canvas_arrow(ch->c, ch->left + w * i / (LINES - 1), below, gan_chart_px(ch, x[i]), top, .8 * ch->pen,
		                 gan_chart_colours[2], .8);
	gan_canvas_unclip(ch->c);
	for (int i = 0; i < LINES; i += (LINES - 1) / 4) {
		snprintf(text, sizeof text, "%g", (double)z[i]);
		gan_canvas_text(ch->c, ch->left + w * i / (LINES - 1), below + 2 * t, t, GAN_MIDDLE, 0, gan_chart_ink, text);
	}
}

/* ---- all ---- */

/* The numbers of D, on the right. */
static void d_numbers(const struct gan_chart *ch)
{
	for (int i = 0; i <= 4; i++) {
		double y = ch->bottom - (ch->bottom - ch->top) * i / 4;
		char text[32];

		snprintf(text, sizeof text, "%g", i / 4.);
		gan_canvas_line(ch->c, ch->right, y, ch->right + .4 * ch->text, y, 1, gan_chart_colours[0], 1);
		gan_canvas_text(ch->c, ch->right + .8 * ch->text, y + ch->text / 2, ch->text, GAN_LEFT, 0, gan_chart_colours[0], text);
	}
}

static void draw_curves(const struct gan_chart *ch, const struct curves *c, int real, int d, int model, int probability)
{
	struct gan_legend l[3];
	size_t n = 0;

	if (real) {
		gan_chart_line(ch, c->x, c->real, BINS, GAN_DOTTED, 1.4, gan_chart_ink);
		l[n++] = (struct gan_legend){ "real", gan_chart_ink, GAN_DOTTED, 0 };
	}
	gan_chart_line(ch, c->x, c->fake, BINS, GAN_SOLID, 1.2, gan_chart_colours[2]);
	l[n++] = (struct gan_legend){ model ? "generated" : "data", gan_chart_colours[2], GAN_SOLID, 0 };
	if (d) {
		gan_chart_line(ch, c->x, c->d, BINS, GAN_DASHED, 1, gan_chart_colours[0]);
		l[n++] = (struct gan_legend){ probability ? "D" : "D's score", gan_chart_colours[0], GAN_DASHED, 0 };
		if (probability)
			d_numbers(ch);
	}
	gan_chart_legend(ch, l, n);
}

static int measure(struct curves *c, const struct gan_plot_with *w, const struct gan_judged *in, double lo, double hi, int d,
                   int probability, struct gan_err *e)
{
	for (int i = 0; i < BINS; i++)
		c->x[i] = lo + (hi - lo) * (i + .5) / BINS;
	if (density(in->set, lo, hi, c->fake, &c->most, e) || (w->ref && density(w->ref, lo, hi, c->real, &c->most, e)))
		return -1;
	/* A generator that has collapsed must not flatten what is real. */
	if (w->ref) {
		double real = 0;

		for (int i = 0; i < BINS; i++)
			real = fmax(real, c->real[i]);
		c->most = real > 0 ? fmin(c->most, 2.5 * real) : c->most;
	}
	return d && opinion(c, in->model, probability, e) ? -1 : 0;
}

static int draw(const struct gan_plot_with *w, const struct gan_judged *in, struct gan_canvas *c, struct gan_err *e)
{
	int d = in->model && gan_nets_find(&in->model->nets, "d"), map = 0;
	int probability = gan_setting_text(w->set, settings, sizeof settings / sizeof *settings, "show")[0] == 'p';
	struct curves curves = { .most = 0 };
	float z[LINES], x[LINES];
	struct gan_chart ch;
	double lo, hi;
	char title[64];

	if (gan_plot_check_points(in, 1, "density", e) || gan_plot_range(w, in, 0, &lo, &hi, e))
		return -1;
	if (measure(&curves, w, in, lo, hi, d, probability, e) || (in->model && (map = carry(w, in->model, z, x, e)) < 0))
		return gan_fail_prefix(e, "%s", in->name);
	gan_plot_title(in, title, sizeof title);
	gan_chart_init(&ch, c, map ? NULL : "x", "density", *title ? title : NULL);
	ch.keep_right = d && probability ? 3.5 * ch.text : 0;
	ch.keep_below = map ? c->im.h * .34 : 0;
	gan_chart_range(&ch, lo, hi, 0, ROOM * curves.most, 0);
	gan_chart_axes(&ch);
	draw_curves(&ch, &curves, w->ref != NULL, d, in->model != NULL, probability);
	if (map)
		draw_map(&ch, z, x);
	return 0;
}

const struct gan_plot gan_plot_density = {
	.name = "density",
	.help = "numbers on a line: densities, D, and how G carries z to x",
	.flags = GAN_PLOT_REF,
	.w = 640,
	.h = 560,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.draw = draw,
};
