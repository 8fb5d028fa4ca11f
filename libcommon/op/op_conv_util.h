/* What conv2d and its two gradients share: checks, geometry for the kernels, geometries for the tests. */
#ifndef GAN_OP_CONV_UTIL_H
#define GAN_OP_CONV_UTIL_H

#include "kernel/conv.h"
#include "op/op_util.h"

/* Geometry of a convolution from picture x[N,H,W,C] with filters w[K,R,S,C/groups]; checks it and fails with a message
   that begins with the op's name. p and q are computed. */
int gan_conv_geometry(const struct gan_node *n, const struct gan_shape *x, const struct gan_shape *w,
                      struct gan_conv *c, struct gan_err *e);
/* x is [N,h,w,C] with C from w and the attribute's groups, N and h,w given. */
struct gan_shape gan_conv_picture(const struct gan_conv_attr *a, int64_t n, int64_t h, int64_t w,
                                  const struct gan_shape *f);
/* Fails unless s is [c->n, c->p, c->q, c->k]. */
int gan_conv_want_y(const struct gan_node *n, const struct gan_shape *s, const struct gan_conv *c, struct gan_err *e);
/* Fails unless input i is REAL of rank 4; `what` names its axes. */
int gan_want_picture(const struct gan_node *n, int i, const char *what, struct gan_err *e);

/* Geometries for gradient checks: x[N,H,W,C] and the rest. */
struct gan_conv_case {
	const char *x, *w, *y;  /* shapes as text */
	struct gan_conv_attr a; /* with r,s,h,w */
};
extern const struct gan_conv_case gan_conv_case[];

/* Defines the case table `cases`: static gan_n *make(gan_g *, const struct gan_conv_case *) builds the op. */
#define GAN_CONV_CASE(i) static gan_n *case##i(gan_g *g) { return make(g, &gan_conv_case[i]); }
#define GAN_CONV_CASES \
	GAN_CONV_CASE(0) GAN_CONV_CASE(1) GAN_CONV_CASE(2) GAN_CONV_CASE(3) GAN_CONV_CASE(4) GAN_CONV_CASE(5) \
	GAN_CONV_CASE(6) GAN_CONV_CASE(7) GAN_CONV_CASE(8) GAN_CONV_CASE(9) \
	static const struct gan_op_case cases[] = { \
		{ "3x3 on odd sizes", case0, -1, 1, 2 }, \
		{ "4x4 stride 2, padding 1", case1, -1, 1, 2 }, \
		{ "3x2 stride 3 and 2, asymmetric padding", case2, -1, 1, 2 }, \
		{ "groups", case3, -1, 1, 2 }, \
		{ "depthwise", case4, -1, 1, 2 }, \
		{ "dilation, stride 2", case5, -1, 1, 2 }, \
		{ "1x1", case6, -1, 1, 2 }, \
		{ "filter of the picture's size", case7, -1, 1, 2 }, \
		{ "stride 2 with rows left over (output padding)", case8, -1, 1, 2 }, \
		{ "stride greater than the filter", case9, -1, 1, 2 }, \
		{ 0 } \
	};

#endif
