/* What the pooling ops share. */
#ifndef GAN_OP_POOL_UTIL_H
#define GAN_OP_POOL_UTIL_H

#include "kernel/pooling.h"
#include "op/op_util.h"

/* Geometry of pooling a picture [N,H,W,C] by node n's attribute; fails where a window would see no cell of the
   picture. */
int gan_pool_geometry(const struct gan_node *n, const struct gan_shape *x, struct gan_pooling *p, struct gan_err *e);
/* [N,P,Q,C]. */
struct gan_shape gan_pool_result(const struct gan_pooling *p);
/* Fails unless input i is REAL of rank 4. */
int gan_pool_want(const struct gan_node *n, int i, struct gan_err *e);
/* Fails unless input i has the given shape. */
int gan_pool_want_shape(const struct gan_node *n, int i, const struct gan_shape *s, struct gan_err *e);

/* Geometries for gradient checks: of pictures "2,6,5,3" unless h, w say otherwise. */
extern const struct gan_pool_attr gan_pool_case[];
#define GAN_POOL_CASE(i) static gan_n *case##i(gan_g *g) { return make(g, &gan_pool_case[i]); }
#define GAN_POOL_CASES(o) \
	GAN_POOL_CASE(0) GAN_POOL_CASE(1) GAN_POOL_CASE(2) GAN_POOL_CASE(3) \
	static const struct gan_op_case cases[] = { \
		{ "2x2 stride 2", case0, -1, 1, o }, \
		{ "3x3 stride 2, overlapping, padding 1", case1, -1, 1, o }, \
		{ "3x2 stride 1 and 3, asymmetric padding that counts in part", case2, -1, 1, o }, \
		{ "stride greater than the window", case3, -1, 1, o }, \
		{ 0 } \
	};
/* Text of the shape of the pooled picture's result in case a. */
const char *gan_pool_case_result(const struct gan_pool_attr *a);

#endif
