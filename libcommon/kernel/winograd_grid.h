/* How the tiles of minimal filtering lie on the pictures of a convolution.

   With stride 2 the pictures are taken apart by the parity of rows and columns: y is the sum of four convolutions of
   stride 1, one for each phase of x, and each phase of dx is one of gy. Filters then have t = ceil(R / stride) taps in each
   direction, some of them missing where R is odd. A part is a phase, of x or, if dx is set, of dx: part = (row phase) *
   stride + (column phase). Tiles are numbered picture by picture; they do not reach from one to the next. */
#ifndef GAN_KERNEL_WINOGRAD_GRID_H
#define GAN_KERNEL_WINOGRAD_GRID_H

#include "kernel/conv.h"
#include "kernel/winograd_tile.h"

enum { GAN_WGRID_POINTS = GAN_WTILE_MAX * GAN_WTILE_MAX };

struct gan_wgrid {
	const struct gan_conv *g;
	int dx;
	int n, m, t, points;   /* kernel/winograd_tile.h; points = n*n */
	long parts;
	long th, tw, tiles;    /* of a picture, down and across; of all */
};

/* 0 and the tile size that takes the least time, or -1 where the convolution as it is defined is as quick. A rule on sizes,
   without the number of pictures. */
int gan_wgrid_plan(const struct gan_conv *g, int dx, struct gan_wgrid *w);

/* The n x n pixels that a tile of a part reads: pointers into src, or to zeros outside. */
void gan_wgrid_source(const struct gan_wgrid *w, long part, long tile, const gan_real *src, const gan_real *zeros,
                      const gan_real **px);
/* The m x m pixels that a tile has for results: pointers into out, or NULL outside. (Not dx: the part does not matter.) */
void gan_wgrid_result(const struct gan_wgrid *w, long part, long tile, gan_real *out, gan_real **px);
/* The filter's taps that a part has: rs[t*t] = r*S + s, or -1 where there is none. */
void gan_wgrid_taps(const struct gan_wgrid *w, long part, long *rs);

#endif
