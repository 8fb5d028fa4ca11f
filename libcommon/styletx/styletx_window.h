/* Private to styletx/: a picture looked at window by window, so that memory does not grow with it. Sums of terms are
   additive over positions: each position belongs to one window, which reaches far enough beyond for the network to see there
   what it sees in the whole picture. Windows begin at multiples of all layers' steps and are of one size, so they share
   their plans. Borders of the picture are borders of windows, unless the picture wraps around: then there are none. */
#ifndef GAN_STYLETX_STYLETX_WINDOW_H
#define GAN_STYLETX_STYLETX_WINDOW_H

#include "styletx/styletx_sight.h"

/* Rows or columns. */
struct gan_styletx_axis {
	int64_t n;        /* pixels of the picture */
	int64_t step;     /* windows begin at multiples of it */
	int64_t own;      /* pixels from one window's own to the next one's */
	int64_t before, after; /* how far a window goes beyond its own */
	int64_t size;     /* of a window, own or not */
	int64_t count;    /* of windows */
	int wraps;
};
/* tile is rounded up to a multiple of step; 0: one window. */
void gan_styletx_axis_make(struct gan_styletx_axis *a, int64_t n, int64_t tile, int64_t step, int64_t before, int64_t after,
                           int wraps);
/* Where window i begins (below 0 only where the picture wraps). */
int64_t gan_styletx_axis_start(const struct gan_styletx_axis *a, int64_t i);

/* Sums over positions, added up over windows. */
struct gan_styletx_sums {
	double *v[GAN_STYLE_MAX_PARTS][GAN_STYLE_MAX_SUMS];
	struct gan_shape shape[GAN_STYLE_MAX_PARTS][GAN_STYLE_MAX_SUMS];
	double count[GAN_STYLE_MAX_PARTS];
};
void gan_styletx_sums_free(struct gan_styletx_sums *s);

struct gan_styletx_windows;

/* Of picture `which` (struct gan_styletx_sight), which is h x w. spread: the sums of content parts are those of their variance,
   of all others what the term says. with_grad: gan_styletx_windows_pull will be used. tile 0: one window. */
struct gan_styletx_windows *gan_styletx_windows_new(const struct gan_styletx_goal_spec *s, int which, int64_t h, int64_t w,
                                                    int64_t tile, int spread, int with_grad, struct gan_err *e);
void gan_styletx_windows_free(struct gan_styletx_windows *v); /* NULL-safe */
size_t gan_styletx_windows_bytes(const struct gan_styletx_windows *v);
/* The term whose sums part k has; NULL: none in this picture. */
const struct gan_style_term *gan_styletx_windows_term(const struct gan_styletx_windows *v, int k);

/* Sums of nothing: their shapes. */
int gan_styletx_windows_clear(const struct gan_styletx_windows *v, struct gan_styletx_sums *sum, struct gan_err *e);
/* x, and content where parts compare it (with spread x itself is the content): REAL [h,w,c] of 0..1. sum is filled anew. */
int gan_styletx_windows_sum(struct gan_styletx_windows *v, const gan_real *x, const gan_real *content, struct gan_styletx_sums *sum,
                            struct gan_err *e);
/* grad [h,w,c]: the gradient in x of sum over k, i of <pull[k][i], sum k,i>. */
int gan_styletx_windows_pull(struct gan_styletx_windows *v, const gan_real *x, const gan_real *content,
                             gan_real *const (*pull)[GAN_STYLE_MAX_SUMS], gan_real *grad, struct gan_err *e);

#endif
