/* What the resize ops share. */
#ifndef GAN_OP_RESIZE_UTIL_H
#define GAN_OP_RESIZE_UTIL_H

#include "kernel/resample.h"
#include "op/op_util.h"

/* The shape rule of all four: [N,H,W,C] -> [N,h,w,C]. */
int gan_resize_shape(struct gan_node *n, struct gan_err *e);
/* The kernel's geometry; of an adjoint, x and y change places. */
struct gan_resample gan_resize_geometry(const struct gan_node *n, int adjoint);

#endif
