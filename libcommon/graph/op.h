/* The op registry's descriptor. One op is one file, op/op_NAME.c, that exports `const struct gan_op gan_op_NAME`
   and has one line in op/ops.def (sorted). */
#ifndef GAN_GRAPH_OP_H
#define GAN_GRAPH_OP_H

#include "graph/graph.h"

enum {
	GAN_OP_POINTWISE = 1, /* y[i] = f(x0[i], x1[i], ...) over inputs broadcast to y's shape; has pw, not run; plan fuses it */
	GAN_OP_SOURCE = 2,    /* no computation: input, state, const */
	GAN_OP_VIEW = 4,      /* y has the bytes of input 0 (reshape, stop_gradient) */
	GAN_OP_RANDOM = 8,    /* equal nodes are merged only with equal purpose (name) */
	GAN_OP_NOGRAD = 16    /* derivative is zero everywhere: comparisons, argmax, casts to integers */
};

/* y[n] = f(x[0][n], x[1][n], ...); all pointers contiguous, y may equal any x[k]. */
typedef void (*gan_pw_fn)(gan_real *y, const gan_real *const *x, long n, const void *attr);

/* One execution of a non-pointwise op. Inputs and output are dense, row-major, 64-byte aligned, and never overlap. */
struct gan_run {
	const struct gan_node *node;
	void *y;
	const void *const *x; /* node->nin of them */
	void *scratch;        /* as many bytes as op->scratch said, 64-byte aligned, content undefined */
	int bf16;             /* operands of products are rounded to bf16 */
};

/* A test point of the gradient check: makes the op's inputs as named inputs of g ("a", "b", ... REAL; other types from
   constants such as gan_iota) and returns the node to differentiate. lo..hi is the range of the random inputs.
   order 1: first derivative only is smooth; 2: second too; 0: forward only (compared by ref, where given). */
struct gan_op_case {
	const char *label;
	struct gan_node *(*build)(struct gan_graph *g);
	double lo, hi;
	int order;
};

struct gan_op {
	const char *name;
	const char *help;     /* one line for gan-net(5) and debugging: formula */
	int nin_min, nin_max; /* nin_max -1: any number */
	unsigned flags;
	size_t attr_size;
	/* Checks inputs and attributes, fills n->type and n->shape. Pointwise ops may leave it NULL: broadcast, REAL. */
	int (*shape)(struct gan_node *n, struct gan_err *e);
	/* Sets gx[i] (initially NULL = zero) for those i with want[i]. gy has y's shape. gx[i] may have y's broadcast
	   shape: the caller sums it down to in[i]'s shape. NULL with NOGRAD. */
	void (*grad)(struct gan_graph *g, struct gan_node *n, struct gan_node *gy, const bool *want, struct gan_node **gx);
	gan_pw_fn pw;
	int pw_cost;          /* rough instructions per element, 1 for add; 20 for exp (decides on recomputing) */
	void (*run)(const struct gan_run *r);
	/* NULL: none. May ask gan_pool_threads(). bf16 as it will be in gan_run. */
	size_t (*scratch)(const struct gan_node *n, int bf16);
	const struct gan_op_case *cases; /* ended by .build == NULL; every op has at least one */
};

const struct gan_op *gan_op_find(const char *name); /* NULL where unknown */
size_t gan_op_count(void);
const struct gan_op *gan_op_at(size_t i);

#endif
