/* Points in the plane: the real ones as a shade, the generated ones as dots over it, or as another shade. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "plot/plot.h"
#include "base/mem.h"

static const struct gan_setting settings[] = {
	GAN_PLOT_RANGE,
	{ "show", GAN_SET_ENUM, "dots", 0, 0, "dots|density", "", "the samples one by one, or their density" },
};

/* The root, because a density's height says less to the eye than where it is not nothing. */
static int shade(const struct gan_chart *ch, const struct gan_dataset *s, struct gan_colour k, struct gan_err *e)
{
	int w, h;
	float *v = gan_plot_shade(ch, s, 2.5 * ch->pen, &w, &h, e);

	if (!v)
		return -1;
	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; x++)
			gan_canvas_dot(ch->c, (int)ch->left + x, (int)ch->top + y, k, .75 * sqrt(v[(size_t)y * (size_t)w + (size_t)x]));
	gan_free(v);
	return 0;
}

static void dots(const struct gan_chart *ch, const struct gan_dataset *s, struct gan_colour k)
{
	double a = s->n > 500 ? fmax(.12, .8 * sqrt(500. / (double)s->n)) : .8;

	gan_chart_clip(ch);
	for (int64_t i = 0; i < s->n; i++)
		gan_canvas_disc(ch->c, gan_chart_px(ch, s->xf[2 * i]), gan_chart_py(ch, s->xf[2 * i + 1]), .8 * ch->pen, k, a);
	gan_canvas_unclip(ch->c);
}

static int draw(const struct gan_plot_with *w, const struct gan_judged *in, struct gan_canvas *c, struct gan_err *e)
{
	const struct gan_legend legend[] = {
		{ in->model ? "generated" : "data", gan_chart_colours[1], GAN_SOLID, 1 }, { "real", gan_chart_colours[0], GAN_SOLID, 1 },
	};
	int density = !strcmp(gan_setting_text(w->set, settings, sizeof settings / sizeof *settings, "show"), "density");
	double x0, x1, y0, y1;
	struct gan_chart ch;
	char title[64];

	if (gan_plot_check_points(in, 2, "points", e) || gan_plot_range(w, in, 0, &x0, &x1, e) ||
	    gan_plot_range(w, in, 1, &y0, &y1, e))
		return -1;
	gan_plot_title(in, title, sizeof title);
	gan_chart_init(&ch, c, "x", "y", *title ? title : NULL);
	gan_chart_range(&ch, x0, x1, y0, y1, 1);
	gan_chart_axes(&ch);
	if (w->ref && shade(&ch, w->ref, gan_chart_colours[0], e))
		return -1;
	if (density && shade(&ch, in->set, gan_chart_colours[1], e))
		return -1;
	if (!density)
		dots(&ch, in->set, gan_chart_colours[1]);
	gan_chart_legend(&ch, legend, w->ref ? 2 : 1);
	return 0;
}

const struct gan_plot gan_plot_points = {
	.name = "points",
	.help = "points in the plane: samples as dots, the reference as a shade",
	.flags = GAN_PLOT_REF,
	.w = 600,
	.h = 600,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.draw = draw,
};
