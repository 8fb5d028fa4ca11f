/* What plots of columns share: lines over a common axis, and their settings. */
#ifndef GAN_PLOT_PLOTLINES_H
#define GAN_PLOT_PLOTLINES_H

#include "data/columns.h"
#include "plot/plot.h"

/* mean: "1", or "0" where a long log is mostly noise */
#define GAN_PLOT_LINE_SETTINGS(mean) \
	{ "log", GAN_SET_LIST, "none", 0, 0, "x|y", "", "logarithmic axes; what is not above 0 is left out" }, \
	{ "mean", GAN_SET_INT, mean, 0, 1e9, NULL, "rows", "a line is the mean of so many, over pale values (0: a 100th of all)" }, \
	{ "title", GAN_SET_TEXT, "", 0, 0, NULL, "", "stands above" }, \
	{ "x-range", GAN_SET_TEXT, "", 0, 0, NULL, "", "LO:HI, what is shown (default: all)" }, \
	{ "y-range", GAN_SET_TEXT, "", 0, 0, NULL, "", "LO:HI, what is shown (default: all)" }

struct gan_plot_line {
	const char *name;
	const double *x, *y; /* [n] */
	size_t n;
};

struct gan_plot_lines {
	const char *source;         /* for messages */
	const char *xname, *yname;
	const struct gan_plot_line *line;
	size_t n;
	double y0, y1;              /* what is shown of y where y-range= does not say; NaN: what the lines take */
	int64_t mean;               /* over how many rows a line is a mean; 1: none, 0: a hundredth of them */
};
/* out[i]: the mean of y over `rows` rows about i (one more where that is even), fewer at the ends of a part; a part ends where y is
   not finite, which stays, or x falls. */
int gan_plot_mean(double *out, const double *x, const double *y, size_t n, size_t rows, struct gan_err *e);
/* GAN_DATA where there is nothing to see. */
int gan_plot_draw_lines(const struct gan_plot_with *w, const struct gan_plot_lines *l, struct gan_canvas *c, struct gan_err *e);

/* What a training watches, over its steps: all columns whose name is `what`, or has that ending or that beginning. */
struct gan_plot_watched {
	const char *what;              /* the y axis */
	const char *ending, *beginning; /* NULL: none */
	double y0, y1;                 /* as above */
	int64_t mean;
};
int gan_plot_draw_watched(const struct gan_plot_with *w, const struct gan_columns *t, const struct gan_plot_watched *what,
                          struct gan_canvas *c, struct gan_err *e);

/* The value of a text setting, or NULL where it was not given or is empty. */
const char *gan_plot_text(const struct gan_plot_with *w, const char *key);
/* Is that axis ('x' or 'y') logarithmic? */
int gan_plot_is_log(const struct gan_plot_with *w, char axis);
/* The range that is given (x-range, y-range) over that of the data. */
int gan_plot_set_range(const struct gan_plot_with *w, const char *key, int log, double *lo, double *hi, struct gan_err *e);

#endif
