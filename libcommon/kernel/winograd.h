/* Convolution by minimal filtering (kernel/winograd_tile.h), for conv.h's functions, which ask here first. What it promises is
   what conv.h promises: a tile's results depend on nothing but its own pixels and the filters.

   Each point of the tiles is a matrix product of its own, [tiles][channels] times [channels][filters], or, for the weight gradient,
   [filters][tiles] times [tiles][channels]. Phases of x that are summed are summed by the product. */
#ifndef GAN_KERNEL_WINOGRAD_H
#define GAN_KERNEL_WINOGRAD_H

#include "kernel/winograd_grid.h"

/* Forward, or dx where the grid has it: out and src are y and x, or gx and gy. */
size_t gan_winograd_scratch(const struct gan_wgrid *w);
void gan_winograd(const struct gan_wgrid *w, gan_real *out, const gan_real *src, const gan_real *filters, void *scratch);

/* The weight gradient; the grid is the forward pass's. */
size_t gan_winograd_dw_scratch(const struct gan_wgrid *w);
void gan_winograd_dw(const struct gan_wgrid *w, gan_real *gw, const gan_real *x, const gan_real *gy, void *scratch);

#endif
