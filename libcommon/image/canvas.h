/* A canvas: an RGB picture that is drawn on with soft (antialiased) edges. Coordinates are pixels, 0,0 the upper left corner of
   the first pixel, y downwards. Nothing is drawn outside the clip. Text is drawn with the strokes of libnetpbm's own font
   (ASCII; other bytes are left out), at any height. */
#ifndef GAN_IMAGE_CANVAS_H
#define GAN_IMAGE_CANVAS_H

#include "image/image.h"

struct gan_colour {
	uint8_t r, g, b;
};

struct gan_canvas {
	struct gan_image im;   /* [h,w,3] */
	int x0, y0, x1, y1;    /* the clip: x0 <= x < x1 */
};

/* A canvas of one colour, the clip all of it; freed with gan_image_free(&c->im). */
int gan_canvas_init(struct gan_canvas *c, int w, int h, struct gan_colour ground, struct gan_err *e);
void gan_canvas_clip(struct gan_canvas *c, double x0, double y0, double x1, double y1); /* rounded */
void gan_canvas_unclip(struct gan_canvas *c);

/* a: opacity, 0 to 1. */
void gan_canvas_dot(struct gan_canvas *c, int x, int y, struct gan_colour k, double a); /* one pixel */
void gan_canvas_box(struct gan_canvas *c, double x0, double y0, double x1, double y1, struct gan_colour k, double a);
void gan_canvas_disc(struct gan_canvas *c, double x, double y, double r, struct gan_colour k, double a);
void gan_canvas_line(struct gan_canvas *c, double x0, double y0, double x1, double y1, double width, struct gan_colour k,
                      double a);
/* A line with a head at its end. */
void gan_canvas_arrow(struct gan_canvas *c, double x0, double y0, double x1, double y1, double width, struct gan_colour k,
                      double a);

enum gan_align { GAN_LEFT, GAN_MIDDLE, GAN_RIGHT };
/* Text whose capitals are `size` high; x,y: the left end, middle or right end of its base line. up: it runs upwards. */
void gan_canvas_text(struct gan_canvas *c, double x, double y, double size, enum gan_align at, int up, struct gan_colour k,
                     const char *s);
double gan_text_width(double size, const char *s);

/* ---- palettes; t is cut to 0..1 ---- */
struct gan_colour gan_colour_mix(struct gan_colour a, struct gan_colour b, double t);
/* Blue over white to red: for values with a middle. */
struct gan_colour gan_colour_diverging(double t);

/* ---- strokes (image/pnm.c) ---- */

#define GAN_FONT_CAPITAL 21 /* height of a capital in the font's units; the base line is at y = 0, y downwards */

struct gan_strokes {
	int n;                     /* segments */
	signed char seg[256][4];   /* x0 y0 x1 y1 */
	int advance;               /* to the next character's origin; x is from 0 to it */
};
/* The strokes of an ASCII character of libnetpbm's built-in font; n 0 where it has none. */
void gan_font_strokes(struct gan_strokes *s, unsigned char code);

#endif
