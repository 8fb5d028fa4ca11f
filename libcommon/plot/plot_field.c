/* D's score over the plane as colours, its gradient (where it would push samples) as arrows, and the points in it. */
#include <math.h>
#include <stdio.h>
#include "infer/critic.h"
#include "plot/plot.h"
#include "base/mem.h"

#define CELLS 160  /* scores along the longer side; between them they are interpolated */

static const struct gan_setting settings[] = {
	GAN_PLOT_RANGE,
	{ "show", GAN_SET_ENUM, "score", 0, 0, "score|probability", "", "D's output s as it is, or 1/(1+exp(-s))" },
	{ "arrows", GAN_SET_INT, "20", 0, 200, NULL, "", "arrows along a side; 0: none" },
};

#define SETTINGS settings, sizeof settings / sizeof *settings

/* A grid of points over the chart's box, [nx,ny], from edge to edge or from middle to middle of cells. */
struct lattice {
	int nx, ny, middle;
	float *x, *score, *grad;
};

static void lattice_free(struct lattice *l)
{
	gan_free(l->x);
	gan_free(l->score);
	gan_free(l->grad);
}

static double at(int i, int n, int middle)
{
	return middle ? (i + .5) / n : (double)i / (n - 1);
}

static int lattice_of(struct lattice *l, const struct gan_chart *ch, struct gan_model *m, int side, int middle, struct gan_err *e)
{
	double w = ch->right - ch->left, h = ch->bottom - ch->top, most = fmax(w, h);
	size_t n;

	*l = (struct lattice){ .nx = (int)fmax(2, side * w / most), .ny = (int)fmax(2, side * h / most), .middle = middle };
	n = (size_t)l->nx * (size_t)l->ny;
	l->x = gan_alloc(n, 2 * sizeof *l->x, e);
	l->score = gan_alloc(n, sizeof *l->score, e);
	l->grad = gan_alloc(n, 2 * sizeof *l->grad, e);
	if (!l->x || !l->score || !l->grad)
		return -1;
	for (int j = 0; j < l->ny; j++)
		for (int i = 0; i < l->nx; i++) {
			float *x = l->x + 2 * ((size_t)j * (size_t)l->nx + (size_t)i);

			x[0] = (float)(ch->x0 + (ch->x1 - ch->x0) * at(i, l->nx, middle));
			x[1] = (float)(ch->y0 + (ch->y1 - ch->y0) * at(j, l->ny, middle));
		}
	return gan_critic(m, l->x, (int64_t)n, 2, l->score, l->grad, e);
}

/* ---- colours ---- */

static void span(const struct lattice *l, double *lo, double *hi)
{
	size_t n = (size_t)l->nx * (size_t)l->ny;

	*lo = INFINITY;
	*hi = -INFINITY;
	for (size_t i = 0; i < n; i++)
		if (isfinite(l->score[i])) {
			*lo = fmin(*lo, l->score[i]);
			*hi = fmax(*hi, l->score[i]);
		}
}

/* The score at pixel x,y of the box, which is w x h. */
static double between(const struct lattice *l, double x, double y, double w, double h)
{
	double u = x / w * (l->nx - 1), v = (1 - y / h) * (l->ny - 1);
	int i = (int)fmin(u, l->nx - 2), j = (int)fmin(v, l->ny - 2);
	const float *p = l->score + (size_t)j * (size_t)l->nx + (size_t)i;

	u -= i;
	v -= j;
	return (1 - v) * ((1 - u) * p[0] + u * p[1]) + v * ((1 - u) * p[l->nx] + u * p[l->nx + 1]);
}

/* White is where D does not know: score 0, probability 1/2; or the middle, where all scores are on one side of 0. */
static void middle_of(double *lo, double *hi)
{
	double most = fmax(fabs(*lo), fabs(*hi));

	if (*lo < 0 && *hi > 0) {
		*lo = -most;
		*hi = most;
	}
}

static void paint(const struct gan_chart *ch, const struct lattice *l, double lo, double hi)
{
	double w = ch->right - ch->left, h = ch->bottom - ch->top;

	for (int y = 0; y < (int)h; y++)
		for (int x = 0; x < (int)w; x++)
			gan_canvas_dot(ch->c, (int)ch->left + x, (int)ch->top + y,
			               gan_colour_diverging((between(l, x + .5, y + .5, w, h) - lo) / (hi - lo)), 1);
}

/* ---- arrows and points ---- */

/* The longest takes most of a cell; the root keeps the shorter ones visible. */
static void arrows(const struct gan_chart *ch, const struct lattice *l)
{
	double cell = (ch->right - ch->left) / l->nx, most = 0;
	size_t n = (size_t)l->nx * (size_t)l->ny;

	for (size_t i = 0; i < n; i++)
		most = fmax(most, hypot(l->grad[2 * i], l->grad[2 * i + 1]));
	for (size_t i = 0; i < n && most > 0; i++) {
		double gx = l->grad[2 * i], gy = l->grad[2 * i + 1], norm = hypot(gx, gy), len;
		double px = gan_chart_px(ch, l->x[2 * i]), py = gan_chart_py(ch, l->x[2 * i + 1]);

		if (!(norm > most * 1e-6))
			continue;
		len = .45 * cell * sqrt(norm / most) / norm;
		gan_canvas_arrow(ch->c, px - gx * len, py + gy * len, px + gx * len, py - gy * len, .8 * ch->pen, gan_chart_ink, .75);
	}
}

static void dots(const struct gan_chart *ch, const struct gan_dataset *s, int64_t most, double r, struct gan_colour k)
{
	gan_chart_clip(ch);
	for (int64_t i = 0; i < s->n && i < most; i++) {
		double x = gan_chart_px(ch, s->xf[2 * i]), y = gan_chart_py(ch, s->xf[2 * i + 1]);

		gan_canvas_disc(ch->c, x, y, r, k, .8);
	}
	gan_canvas_unclip(ch->c);
}

static int probability(const struct gan_plot_with *w)
{
	return gan_setting_text(w->set, SETTINGS, "show")[0] == 'p';
}

/* Colours, scale and arrows in a chart whose range is set. */
static int field(const struct gan_plot_with *w, struct gan_chart *ch, struct gan_model *m, struct gan_err *e)
{
	int n = (int)gan_setting_int(w->set, SETTINGS, "arrows"), prob = probability(w), rc;
	struct lattice all = { 0 }, few = { 0 };
	double lo = 0, hi = 1;

	rc = lattice_of(&all, ch, m, CELLS, 0, e);
	if (!rc && n)
		rc = lattice_of(&few, ch, m, n, 1, e);
	if (!rc) {
		for (size_t i = 0; prob && i < (size_t)all.nx * (size_t)all.ny; i++)
			all.score[i] = 1 / (1 + expf(-all.score[i]));
		if (!prob) {
			span(&all, &lo, &hi);
			middle_of(&lo, &hi);
		}
		gan_chart_axes(ch);
		paint(ch, &all, lo, hi);
		gan_chart_scale(ch, gan_colour_diverging, lo, hi, prob ? "D" : "score");
		if (n)
			arrows(ch, &few);
	}
	lattice_free(&all);
	lattice_free(&few);
	return rc;
}

static int draw(const struct gan_plot_with *w, const struct gan_judged *in, struct gan_canvas *c, struct gan_err *e)
{
	const struct gan_colour real = { 20, 20, 20 }, fake = { 10, 150, 60 };
	const struct gan_legend legend[] = { { "generated", fake, GAN_SOLID, 1 }, { "real", real, GAN_SOLID, 1 } };
	double x0, x1, y0, y1;
	struct gan_chart ch;
	char title[64];

	if (gan_plot_check_points(in, 2, "field", e) || gan_plot_range(w, in, 0, &x0, &x1, e) ||
	    gan_plot_range(w, in, 1, &y0, &y1, e))
		return -1;
	gan_chart_init(&ch, c, "x", "y", gan_plot_title(in, title, sizeof title));
	ch.keep_right = gan_chart_scale_room(&ch);
	gan_chart_range(&ch, x0, x1, y0, y1, 1);
	if (field(w, &ch, in->model, e))
		return gan_fail_prefix(e, "%s", in->name);
	if (w->ref)
		dots(&ch, w->ref, 1000, 1.1 * ch.pen, real);
	dots(&ch, in->set, 1000, 1.1 * ch.pen, fake);
	gan_chart_legend(&ch, legend, w->ref ? 2 : 1);
	return 0;
}

const struct gan_plot gan_plot_field = {
	.name = "field",
	.help = "D's score over the plane, its gradient as arrows, and the points",
	.flags = GAN_PLOT_REF | GAN_PLOT_MODEL,
	.w = 680,
	.h = 600,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.draw = draw,
};
