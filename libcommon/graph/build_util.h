/* What the builders share: attributes without stray bytes, axes, constants seen at building time. */
#ifndef GAN_GRAPH_BUILD_UTIL_H
#define GAN_GRAPH_BUILD_UTIL_H

#include "graph/build.h"

/* Copies rank and dimensions; what lies beyond is zero. Attributes are compared byte by byte. */
void gan_shape_clean(struct gan_shape *to, const struct gan_shape *from);
/* -1..-rank become rank-1..0; out of range fails in g and gives -1. rank is that of x. */
int gan_build_axis(gan_g *g, const gan_n *x, int axis);
/* Is n made by the op of that name? */
bool gan_is_op(const gan_n *n, const char *op);
/* Is n a constant, or one expanded? *v is its value. */
bool gan_is_const(const gan_n *n, double *v);
/* Does broadcasting x with y give y's shape? */
bool gan_covers(const gan_n *y, const gan_n *x);
/* The constant v in the shape of x. */
gan_n *gan_const_like(gan_g *g, const gan_n *x, double v);
gan_n *gan_unary(gan_g *g, const char *op, gan_n *x, const void *attr);
gan_n *gan_binary(gan_g *g, const char *op, gan_n *a, gan_n *b, const void *attr);

#endif
