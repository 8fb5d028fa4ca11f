/* A chart on a canvas: a box with axes, in which data are drawn by their own numbers. Sizes follow from the canvas, so that a
   chart of any size looks alike.

       gan_chart_init(&ch, &canvas, "steps", "loss", "the title");
       gan_chart_range(&ch, 0, 1000, 0, 2, 0);
       gan_chart_axes(&ch);
       gan_chart_line(&ch, x, y, n, GAN_SOLID, 1, gan_chart_colours[0]);
       gan_chart_legend(&ch, ...);                                       */
#ifndef GAN_IMAGE_CHART_H
#define GAN_IMAGE_CHART_H

#include <stddef.h>
#include "image/canvas.h"

/* Colours that are told apart, also by those who see few of them (Okabe and Ito 2008): blue, vermilion, green, purple, orange,
   sky blue, gray. */
#define GAN_CHART_COLOURS 7
extern const struct gan_colour gan_chart_colours[GAN_CHART_COLOURS];
extern const struct gan_colour gan_chart_ink, gan_chart_paper, gan_chart_grid;

struct gan_chart {
	struct gan_canvas *c;
	const char *xname, *yname, *title; /* may be NULL: not drawn */
	double left, top, right, bottom;   /* the box, in pixels; what lies outside is for names and numbers */
	double x0, x1, y0, y1;             /* the data at its edges */
	double text;                       /* height of a capital */
	double pen;                        /* width of a line */
	/* Pixels beside the box for something else, and logarithmic axes: set before gan_chart_range. */
	double keep_right, keep_below, keep_above;
	int xlog, ylog;
};

void gan_chart_init(struct gan_chart *ch, struct gan_canvas *c, const char *xname, const char *yname, const char *title);
/* Sets the data's range (widened where it is empty; on a logarithmic axis 1 to 10 where it is not above 0) and places the box.
   square: units of x and y are as long as each other, and the box may be smaller for that. */
void gan_chart_range(struct gan_chart *ch, double x0, double x1, double y0, double y1, int square);
/* Grid, numbers, names, title. Before the data: they are drawn over the grid. */
void gan_chart_axes(struct gan_chart *ch);

double gan_chart_px(const struct gan_chart *ch, double x); /* data to pixels; NaN of 0 or less on a logarithmic axis */
double gan_chart_py(const struct gan_chart *ch, double y);
/* Draws that follow are cut off at the box, until gan_canvas_unclip. */
void gan_chart_clip(const struct gan_chart *ch);

enum gan_dash { GAN_SOLID, GAN_DASHED, GAN_DOTTED };
/* A line through n points; a point that is not finite parts it. */
void gan_chart_line(const struct gan_chart *ch, const double *x, const double *y, size_t n, enum gan_dash dash, double width,
                    struct gan_colour k);

/* Points for gan_chart_line, whatever their number: of those that fall on one column of pixels the first, least, greatest and last
   stay, so that every spike does. A column with a point that is not finite ends with a gap, and there is one where x falls, for
   there something begins anew. ox and oy have room for 2n; returns how many there are. */
size_t gan_chart_thin(const struct gan_chart *ch, const double *x, const double *y, size_t n, double *ox, double *oy);

struct gan_legend {
	const char *text;
	struct gan_colour colour;
	enum gan_dash dash;
	int disc; /* a disc instead of a line */
};
/* In the box's upper right corner, on a ground of its own. */
void gan_chart_legend(const struct gan_chart *ch, const struct gan_legend *l, size_t n);

/* Above the box, in lines from its left edge on, so that it hides nothing: gan_chart_legend_room is what it wants of keep_above
   (asked before gan_chart_range). */
double gan_chart_legend_room(const struct gan_chart *ch, const struct gan_legend *l, size_t n);
void gan_chart_legend_above(const struct gan_chart *ch, const struct gan_legend *l, size_t n);

/* A scale of colours right of the box (keep_right must have room: gan_chart_scale_room): lo below, hi above. */
double gan_chart_scale_room(const struct gan_chart *ch);
void gan_chart_scale(const struct gan_chart *ch, struct gan_colour (*of)(double t), double lo, double hi, const char *name);

/* Round steps: the largest of 1, 2, 5 times a power of ten that parts lo..hi into at least `least`. */
double gan_chart_step(double lo, double hi, int least);

#endif
