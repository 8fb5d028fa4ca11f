/* Expressions. A graph owns its nodes; a node is a typed value of static shape made by an op from other
   nodes. Building does no arithmetic. Element types of nodes are GAN_REAL (gan_real), GAN_U8 and GAN_I64.

   Errors are sticky: a builder that fails records the first error in the graph and returns NULL, a builder
   given a NULL input returns NULL, so a whole expression can be written and checked once with gan_graph_ok. */
#ifndef GAN_GRAPH_GRAPH_H
#define GAN_GRAPH_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "tensor/tensor.h"

struct gan_op;

struct gan_node {
	int id;                  /* position in graph->node: inputs stand before their users */
	const struct gan_op *op;
	enum gan_dtype type;     /* GAN_REAL, GAN_U8 or GAN_I64 */
	struct gan_shape shape;
	int nin;
	struct gan_node **in;
	const void *attr;        /* the op's attribute struct (graph/build.h), op->attr_size bytes, padding zeroed */
	const char *name;        /* input, state and random nodes: the name or purpose; else NULL */
};

struct gan_assign { /* commit: entry `name` of the store becomes `value` */
	const char *name;
	struct gan_node *value;
};

struct gan_graph {
	struct gan_node **node;
	size_t n, cap;
	struct gan_assign *assign;
	size_t nassign, assigncap;
	struct gan_err err;      /* first failure */
	uint64_t max_bytes;      /* the most memory that a plan of this graph may take; 0: no bound. Set by who makes the graph */
	char rng[32];            /* the input that gan_rng (graph/build.h) gives; "": "rng" */
	void **block;            /* memory of nodes, attributes, names */
	size_t nblock, blockcap;
	int *hash;               /* node ids by value number, so that equal expressions are one node */
	size_t hashcap;
};

struct gan_graph *gan_graph_new(struct gan_err *e);
void gan_graph_free(struct gan_graph *g);

/* 0, or -1 with the first failure in e. */
int gan_graph_ok(const struct gan_graph *g, struct gan_err *e);
/* Records a failure (the first stays) and returns NULL. */
struct gan_node *gan_graph_fail(struct gan_graph *g, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The general builder under all of graph/build.h: finds the op, checks the inputs with its shape rule, and
   returns an equal node where one exists already (same op, inputs, attributes and name). attr may be NULL
   where the op has none. */
struct gan_node *gan_node(struct gan_graph *g, const char *op, int nin, struct gan_node *const *in,
                          const void *attr, const char *name);

/* At commit, store entry `name` becomes value (same type and shape). A later assign to a name replaces the earlier. */
void gan_assign(struct gan_graph *g, const char *name, struct gan_node *value);

/* gx[i] = dy/dx[i] for scalar y (one element), as new nodes of g; NULL where y does not depend on x[i].
   Closed: the results can be differentiated again. 0 or -1 (also recorded in g). */
int gan_grad(struct gan_graph *g, struct gan_node *y, struct gan_node *const *x, int nx, struct gan_node **gx);

/* The same from a given cotangent gy (shape of y) instead of 1. */
int gan_grad_from(struct gan_graph *g, struct gan_node *y, struct gan_node *gy,
                  struct gan_node *const *x, int nx, struct gan_node **gx);

#endif
