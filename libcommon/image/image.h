/* Pictures in memory: grids, resizing, colour, mirror images and random warps; and PNM in and out.
   A picture is bytes [H,W,C], 0 black to 255, with C 1 (gray) or 3 (red, green, blue).
   Ownership: a gan_image owns px; gan_image_free is NULL-safe and leaves an empty picture. Functions that fill
   an `out` picture make it anew (whatever it held must have been freed) and leave it empty on failure. */
#ifndef GAN_IMAGE_IMAGE_H
#define GAN_IMAGE_IMAGE_H

#include <stdint.h>
#include <stdio.h>
#include "base/err.h"
#include "base/rng.h"

/* The longest side of a picture, and of a grid. */
#define GAN_IMAGE_MAX 32768

struct gan_image {
	int h, w, c;
	uint8_t *px;  /* gan_alloc'd */
};
void gan_image_free(struct gan_image *im);
/* A black picture; GAN_DATA where a side is not in 1..GAN_IMAGE_MAX. */
int gan_image_alloc(struct gan_image *im, int h, int w, int c, struct gan_err *e);

/* ---- grids ---- */

/* The number of columns and rows of a grid of n pictures: cols 0 means ceil(sqrt(n)), rows 0 as many as are needed. */
void gan_grid_shape(int64_t n, int *cols, int *rows);
/* GAN_USAGE where such a grid of pictures of w x h would have a side beyond GAN_IMAGE_MAX. */
int gan_grid_check(int cols, int rows, int w, int h, struct gan_err *e);
/* Tiles n pictures of one size, px [n,h,w,c], row by row into cols x rows cells with one-pixel gaps between them
   (gaps and cells without a picture are 0). Where n is more than cols*rows, the first cols*rows are taken. */
int gan_image_grid(struct gan_image *out, const uint8_t *px, int64_t n, int h, int w, int c, int cols, int rows,
                   struct gan_err *e);

/* ---- changes ---- */

/* out [h,w,c] from in: gray to rgb by repeating, rgb to gray by ITU-R BT.601 luma (299 R + 587 G + 114 B) / 1000,
   rounded. */
int gan_image_colour(struct gan_image *out, const struct gan_image *in, int c, struct gan_err *e);
/* out [h,w,C]: in is scaled, keeping its aspect, until it just covers w x h, and the middle is taken. One
   resampling, from the exact (fractional) rectangle of in, by a triangle filter whose half-width is max(1, in/out)
   input pixels a side: linear interpolation where the picture grows, an antialiasing average where it shrinks. Taps
   outside in are left out and the weights normalised. Sums are float, rounded once at the end. (The rule of PIL's
   resize with BILINEAR and a box.) */
int gan_image_cover(struct gan_image *out, const struct gan_image *in, int h, int w, struct gan_err *e);
/* px [h,w,c] becomes its mirror image, left for right. */
void gan_image_flip(uint8_t *px, int h, int w, int c);

/* A random warp about the middle of the picture: rotation by up to +-rotate degrees, scale by up to scale^+-1
   (log-uniform, the same both ways), horizontal shear by up to +-shear, shift by up to +-shift of each side, all
   uniform. */
struct gan_warp {
	double rotate, scale, shear, shift;
};
extern const struct gan_warp gan_warp_default; /* 10 degrees, 1.1, .1, .06 */
/* dst [h,w,c] is src warped by the draw (r, step, sample): bilinear, the edge's pixels repeated outside. No alias. */
void gan_image_warp(uint8_t *dst, const uint8_t *src, int h, int w, int c, const struct gan_warp *p, struct gan_rng r,
                    uint64_t step, uint64_t sample);

/* ---- PNM ---- */

/* The bytes begin a PBM, PGM, PPM or PAM picture (8 bytes are enough): 1, else 0. */
int gan_pnm_detect(const void *head, size_t n);

/* Reads the pictures of one file or pipe, one after another: PBM, PGM, PPM, PAM, plain and raw, any maxval up to 65535
   (scaled to 0..255, rounded). Alpha is composed over black. f and name are borrowed.
   libnetpbm is not thread-safe: one thread only. */
struct gan_pnm {
	FILE *f;
	const char *name;
	int64_t count; /* pictures read so far */
};
/* The next picture into out: 1; 0 at the end of the file; -1 GAN_DATA (message: name, which picture, what is wrong). */
int gan_pnm_next(struct gan_pnm *r, struct gan_image *out, struct gan_err *e);

/* Writes one raw PGM (c=1) or PPM (c=3), or PAM otherwise. name is for errors; every write is checked, nothing is
   flushed. */
int gan_pnm_write(FILE *f, const struct gan_image *im, const char *name, struct gan_err *e);

/* One character of libnetpbm's built-in fonts, "bdf" (proportional serif) or "fixed": out is its ink [h,w,1], 255 on 0,
   without margins. */
int gan_font_glyph(struct gan_image *out, const char *font, unsigned char code, struct gan_err *e);

#endif
