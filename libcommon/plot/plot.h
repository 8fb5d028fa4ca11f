/* Plots: what gan-stat --plot draws of data, of a model's samples, of a model, or of a table of numbers. A registry: a plot is
   one file plot/plot_NAME.c and one line in plot/plots.def. Each thing that is drawn becomes one picture, so a series of models
   becomes a film. */
#ifndef GAN_PLOT_PLOT_H
#define GAN_PLOT_PLOT_H

#include "data/columns.h"
#include "metric/judged.h"
#include "image/chart.h"

/* What all pictures of a run are drawn with. */
struct gan_plot_with {
	const struct gan_dataset *ref; /* --ref, or NULL; reals are finite */
	const struct gan_kv *set;      /* settings, checked against the plot's table */
	int no_ema;
};

enum {
	GAN_PLOT_REF = 1,       /* --ref may be given */
	GAN_PLOT_NEEDS_REF = 3, /* --ref must be given */
	GAN_PLOT_MODEL = 4,     /* wants a model; data is refused */
	GAN_PLOT_NO_SAMPLES = 8, /* takes no samples of it */
	GAN_PLOT_COLUMNS = 16,  /* of columns: a model's log or a table */
	GAN_PLOT_TENSOR = 48    /* the same, but of streams the column is the tensor that of= names */
};

struct gan_plot {
	const char *name, *help;
	unsigned flags;
	int w, h;                          /* size of the picture where -S does not say */
	const struct gan_setting *setting;
	size_t nsetting;
	/* Draws on c, which is empty. GAN_DATA where this cannot be drawn, and why; the message begins with in->name. */
	int (*draw)(const struct gan_plot_with *w, const struct gan_judged *in, struct gan_canvas *c, struct gan_err *e);
	/* The same with GAN_PLOT_COLUMNS. */
	int (*draw_columns)(const struct gan_plot_with *w, const struct gan_columns *t, struct gan_canvas *c, struct gan_err *e);
};

/* The registry, sorted by name. */
const struct gan_plot *gan_plot_find(const char *name, struct gan_err *e); /* GAN_USAGE, with the nearest name */
size_t gan_plot_count(void);
const struct gan_plot *gan_plot_at(size_t i);

/* ---- gan-stat --plot ---- */

#define GAN_PLOT_SAMPLES 2500

struct gan_plot_opt {
	const char *plot;
	struct gan_judged_opt from;
	const struct gan_kv *set;
	int w, h;                 /* 0: the plot's own size */
	const char *output;
};
int gan_app_plot(const struct gan_plot_opt *o, struct gan_err *e);

/* ---- for plots (plot/plot_util.c) ---- */

/* The setting of every plot of points: what part of the plane or line is shown. */
#define GAN_PLOT_RANGE \
	{ "range", GAN_SET_TEXT, "", 0, 0, NULL, "", "LO:HI, what is shown of each coordinate (default: what the points take)" }

/* Points of d numbers, whatever is drawn of them; else GAN_DATA. */
int gan_plot_check_points(const struct gan_judged *in, int64_t d, const char *plot, struct gan_err *e);
/* "LO:HI", two numbers that rise, the value of that setting: 0, or -1 GAN_USAGE. */
int gan_plot_parse_range(const char *key, const char *text, double *lo, double *hi, struct gan_err *e);
/* What to show of coordinate j, lo and hi: range=, else the reference with a margin, else the set with one. */
int gan_plot_range(const struct gan_plot_with *w, const struct gan_judged *in, int64_t j, double *lo, double *hi,
                   struct gan_err *e);
/* "step 2000", or "" for data; returns buf. */
char *gan_plot_title(const struct gan_judged *in, char *buf, size_t n);
/* Blurs v[h,w] by nearly a Gaussian of that deviation, in cells; a side of 1 is left alone. What is blurred over the edge is
   lost. */
int gan_plot_blur(float *v, int w, int h, double blur, struct gan_err *e);
/* A density in the chart's box, a cell for each pixel: v[h,w] of [0,1], 1 where the points are densest; blurred by `blur`
   pixels. The caller frees. */
float *gan_plot_shade(const struct gan_chart *ch, const struct gan_dataset *s, double blur, int *w, int *h, struct gan_err *e);

#endif
