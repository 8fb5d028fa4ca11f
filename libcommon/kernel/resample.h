/* Resizing of NHWC pictures x[N,H,W,C] -> y[N,h,w,C] without antialiasing, and the adjoints. Results are overwritten
   and may not overlap inputs; every element is gathered in a fixed order, so bytes do not depend on threads or on other
   pictures. */
#ifndef GAN_KERNEL_RESAMPLE_H
#define GAN_KERNEL_RESAMPLE_H

#include "tensor/tensor.h"

struct gan_resample {
	long n, c;
	long h, w;         /* of x */
	long oh, ow;       /* of y */
	int align_corners; /* bilinear: the corners' centres stay where they are; else half-pixel centres */
};

/* y[i] = x[floor(i*H/h)] in both directions. */
void gan_nearest_forward(const struct gan_resample *g, gan_real *y, const gan_real *x);
void gan_nearest_adjoint(const struct gan_resample *g, gan_real *gx, const gan_real *gy);
/* Source position of row i: (i + 1/2)*H/h - 1/2, at least 0; aligned: i*(H-1)/(h-1). Linear between rows, the last one
   repeated. */
void gan_bilinear_forward(const struct gan_resample *g, gan_real *y, const gan_real *x);
void gan_bilinear_adjoint(const struct gan_resample *g, gan_real *gx, const gan_real *gy);

#endif
