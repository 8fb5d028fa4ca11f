/* Pictures: PNM through libnetpbm (the only includer of <netpbm/pam.h> is image/pnm.c), IDX, CIFAR, resize, grid, toys.
   A picture is bytes [H,W,C] with C 1, 3 (or 2, 4 with alpha until it is composed over black). */
#ifndef GAN_IMAGE_IMAGE_H
#define GAN_IMAGE_IMAGE_H

#include <stdint.h>
#include <stdio.h>
#include "base/err.h"

struct gan_image {
	int h, w, c;
	uint8_t *px;  /* gan_alloc'd */
};
void gan_image_free(struct gan_image *im);

/* Tiles n pictures of one size, px [n,h,w,c], into cols x rows with one-pixel gaps (of value 0). cols 0: near-square. */
int gan_image_grid(struct gan_image *out, const uint8_t *px, int64_t n, int h, int w, int c, int cols, int rows, struct gan_err *e);
/* Writes one raw PGM (c=1) or PPM (c=3), or PAM otherwise. name is for errors. */
int gan_pnm_write(FILE *f, const struct gan_image *im, const char *name, struct gan_err *e);

#endif
