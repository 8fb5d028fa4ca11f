/* A functional view of a store while a graph is built: name -> the node that holds its value *now*. Reading an
   entry that was not set gives its state node; setting one (an optimiser's result, a running mean) changes what
   later readers get. At the end, gan_scope_commit assigns every entry that was set. So a step that updates D and
   then uses the new D in G's loss, or unrolls five updates without keeping them, needs nothing special. */
#ifndef GAN_GRAPH_SCOPE_H
#define GAN_GRAPH_SCOPE_H

#include "graph/graph.h"
#include "tensor/tensor.h"

struct gan_scope;

struct gan_scope *gan_scope_new(struct gan_graph *g, const struct gan_store *store, struct gan_err *e);
/* A child sees its parent's values; what is set in it stays in it. Free children first. */
struct gan_scope *gan_scope_child(struct gan_scope *parent, struct gan_err *e);
/* A child with what was set in its parent itself, cut from its past: a gradient ends there. */
struct gan_scope *gan_scope_settled(struct gan_scope *parent, struct gan_err *e);
void gan_scope_free(struct gan_scope *s);
/* NULL (and the graph's sticky error) where the store has no such entry. F32 entries read as REAL. */
struct gan_node *gan_scope_get(struct gan_scope *s, const char *name);
void gan_scope_set(struct gan_scope *s, const char *name, struct gan_node *value);
int gan_scope_has(const struct gan_scope *s, const char *name);
/* Cuts what was set in s from its past: gradients of what is made of it from here on end there. */
void gan_scope_settle(struct gan_scope *s);
/* gan_assign for each name set in s itself. */
void gan_scope_commit(struct gan_scope *s);

#endif
