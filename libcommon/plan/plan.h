/* A plan is a compiled graph: dead code removed, pointwise chains fused, memory shared by lifetime, order fixed.
   Nothing is allocated while it runs. A plan keeps pointers into its graph and store, which must outlive it. */
#ifndef GAN_PLAN_PLAN_H
#define GAN_PLAN_PLAN_H

#include "graph/graph.h"
#include "tensor/tensor.h"

enum {
	GAN_PLAN_NAIVE = 1, /* no fusion, no memory reuse: the reference that gives the same bytes */
	GAN_PLAN_BF16 = 2   /* operands of convolutions and matrix products are rounded to bf16 as they are packed */
};

struct gan_plan;

/* Can this CPU and build run plans with GAN_PLAN_BF16? Its name for how ("amx", "avx512bf16"), or NULL. */
const char *gan_plan_bf16(void);

/* Compiles what out[0..nout) and, where store is given, g's assigns need. store supplies the state nodes. */
struct gan_plan *gan_plan_new(struct gan_graph *g, struct gan_store *store, struct gan_node *const *out, int nout,
                              unsigned flags, struct gan_err *e);
void gan_plan_free(struct gan_plan *p);

/* Binds an input node's bytes (dense, of its type and shape, alive until the next bind). -1 where the plan has no such
   input: its value is not needed, which callers may ignore. */
int gan_plan_bind(struct gan_plan *p, const char *input, const void *data);
int gan_plan_bind_scalar(struct gan_plan *p, const char *input, double v); /* copied */

/* Computes; fails only where an input was not bound. */
int gan_plan_run(struct gan_plan *p, struct gan_err *e);

/* The bytes of out node n after a run, valid until the next run. */
const void *gan_plan_value(const struct gan_plan *p, const struct gan_node *n);
double gan_plan_scalar(const struct gan_plan *p, const struct gan_node *n);

/* Makes the assigned values of the last run the store's (swaps pointers, cannot fail). */
void gan_plan_commit(struct gan_plan *p);

struct gan_plan_stats {
	size_t arena_bytes, shadow_bytes, scratch_bytes, nodes, kernels;
};
void gan_plan_stats(const struct gan_plan *p, struct gan_plan_stats *s);

/* Profile: seconds and calls by op name, most first, as TSV into b. Enable before running. */
void gan_plan_profile(struct gan_plan *p, int on);
void gan_plan_profile_print(const struct gan_plan *p, struct gan_buf *b);

#endif
