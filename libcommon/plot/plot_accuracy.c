/* How often D, or a classifier, is right, over the steps of a training. */
#include "plot/plotlines.h"

static const struct gan_setting settings[] = { GAN_PLOT_LINE_SETTINGS("0") };

static int draw(const struct gan_plot_with *w, const struct gan_columns *t, struct gan_canvas *c, struct gan_err *e)
{
	struct gan_plot_watched all = {
		.what = "accuracy", .ending = ".accuracy", .beginning = "d.acc.", .y0 = -.02, .y1 = 1.02,
		.mean = gan_setting_int(w->set, settings, sizeof settings / sizeof *settings, "mean"),
	};

	return gan_plot_draw_watched(w, t, &all, c, e);
}

const struct gan_plot gan_plot_accuracy = {
	.name = "accuracy",
	.help = "how often D or a classifier is right, over the steps of a training",
	.flags = GAN_PLOT_COLUMNS,
	.w = 800,
	.h = 500,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.draw_columns = draw,
};
