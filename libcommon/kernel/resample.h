/* Resizing of NHWC pictures x[N,H,W,C] -> y[N,h,w,C] without antialiasing, and the adjoints. Results are overwritten
   and may not overlap inputs; every element is gathered in a fixed order, so bytes do not depend on threads or on other
   pictures. */
#ifndef GAN_KERNEL_RESAMPLE_H
#define GAN_KERNEL_RESAMPLE_H

#include "tensor/tensor.h"

/* Where row i of h lies in H rows (bilinear): the numbers of enum gan_resize_grid. */
enum gan_resample_grid {
	GAN_GRID_CENTRES, /* (i + 1/2)*H/h - 1/2, at least 0: a pixel's place is its middle */
	GAN_GRID_CORNERS, /* i*(H-1)/(h-1): the corners' middles stay where they are */
	GAN_GRID_EDGE     /* i*H/h: a pixel's place is its upper left corner */
};

struct gan_resample {
	long n, c;
	long h, w;   /* of x */
	long oh, ow; /* of y */
	int grid;    /* bilinear */
};

/* y[i] = x[floor(i*H/h)] in both directions. */
void gan_nearest_forward(const struct gan_resample *g, gan_real *y, const gan_real *x);
void gan_nearest_adjoint(const struct gan_resample *g, gan_real *gx, const gan_real *gy);
/* Linear between rows, the last one repeated. */
void gan_bilinear_forward(const struct gan_resample *g, gan_real *y, const gan_real *x);
void gan_bilinear_adjoint(const struct gan_resample *g, gan_real *gx, const gan_real *gy);

#endif
