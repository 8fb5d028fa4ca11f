/* What the op files share: loops of pointwise ops, checks of shapes, inputs of test cases. */
#ifndef GAN_OP_OP_UTIL_H
#define GAN_OP_OP_UTIL_H

#include "base/simd.h"
#include "graph/build.h"
#include "graph/op.h"

/* Defines `fn`, a gan_pw_fn that applies the inline function f to each element. y may equal an input, and an element
   depends on its own index only, hence GAN_IVDEP. */
#define GAN_PW1(fn, f) \
	GAN_SIMD static void fn(gan_real *y, const gan_real *const *x, long n, const void *attr) \
	{ \
		const gan_real *a = x[0]; \
		(void)attr; \
		GAN_IVDEP \
		for (long i = 0; i < n; i++) \
			y[i] = f(a[i]); \
	}
#define GAN_PW2(fn, f) \
	GAN_SIMD static void fn(gan_real *y, const gan_real *const *x, long n, const void *attr) \
	{ \
		const gan_real *a = x[0], *b = x[1]; \
		(void)attr; \
		GAN_IVDEP \
		for (long i = 0; i < n; i++) \
			y[i] = f(a[i], b[i]); \
	}
#define GAN_PW3(fn, f) \
	GAN_SIMD static void fn(gan_real *y, const gan_real *const *x, long n, const void *attr) \
	{ \
		const gan_real *a = x[0], *b = x[1], *c = x[2]; \
		(void)attr; \
		GAN_IVDEP \
		for (long i = 0; i < n; i++) \
			y[i] = f(a[i], b[i], c[i]); \
	}

/* A REAL input for a test case; dims is text such as "2,3,4", "" for a scalar. */
gan_n *gan_case_in(gan_g *g, const char *name, const char *dims);
/* An I64 node of the given shape whose elements are (start + step*i) mod n, made of iota and pointwise ops. */
gan_n *gan_case_index(gan_g *g, const char *dims, int start, int step, int n);

/* The usual case of a pointwise op: `fn`(g) applies builder `b` to inputs of [3,5] (and [5], and [3,1]). */
#define GAN_CASE1(fn, b) \
	static gan_n *fn(gan_g *g) { return b(g, gan_case_in(g, "a", "3,5")); }
#define GAN_CASE2(fn, b) \
	static gan_n *fn(gan_g *g) { return b(g, gan_case_in(g, "a", "3,5"), gan_case_in(g, "b", "5")); }

/* Fails unless input i of n is of the given type. */
int gan_want_type(const struct gan_node *n, int i, enum gan_dtype type, struct gan_err *e);
/* Fails unless 0 <= axis < rank of input i. */
int gan_want_axis(const struct gan_node *n, int i, int axis, struct gan_err *e);
/* n takes type and shape of its input 0: a shape rule. */
int gan_same_shape(struct gan_node *n, struct gan_err *e);
/* The shape rule of reductions (struct gan_reduce_attr). */
int gan_reduce_shape(struct gan_node *n, struct gan_err *e);
/* The shape of a slice of a value of shape x; fails where it reaches outside. */
int gan_slice_shape(const struct gan_node *n, const struct gan_shape *x, const struct gan_slice_attr *a,
                    struct gan_shape *y, struct gan_err *e);
/* Fails unless a value of shape x can be padded so. */
int gan_pad_check(const struct gan_node *n, const struct gan_shape *x, const struct gan_pad_attr *a, struct gan_err *e);
/* Strides, in elements, of a dense array. */
void gan_dense_strides(const struct gan_shape *s, int64_t *stride);
/* Bytes of an element of a node's type. */
size_t gan_elem_size(enum gan_dtype type);
/* s seen as [outer, dim[axis], inner]. */
void gan_split_at(const struct gan_shape *s, int axis, long *outer, long *inner);

#endif
