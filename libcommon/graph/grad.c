/* Reverse-mode differentiation: walks the graph backwards once and lets each op append the nodes of its derivative.
   The results are ordinary nodes, so they can be differentiated again. */
#include "graph/build.h"

#include <string.h>

#include "base/mem.h"
#include "graph/op.h"

struct walk {
	struct gan_graph *g;
	int n;                  /* nodes 0..n-1 existed when the walk began */
	bool *need;             /* does the node depend on some x? */
	struct gan_node **adj;  /* the cotangent gathered so far */
};

static void mark_needed(struct walk *w, struct gan_node *const *x, int nx)
{
	for (int i = 0; i < nx; i++)
		if (x[i] && x[i]->id < w->n && x[i]->type == GAN_REAL)
			w->need[x[i]->id] = true;
	for (int id = 0; id < w->n; id++) {
		const struct gan_node *n = w->g->node[id];

		if (n->type != GAN_REAL || (n->op->flags & GAN_OP_NOGRAD) || !n->op->grad)
			continue;
		for (int k = 0; k < n->nin && !w->need[id]; k++)
			w->need[id] = w->need[n->in[k]->id];
	}
}

/* adj[in] += gx, summed down over what the op broadcast. */
static void gather(struct walk *w, const struct gan_node *in, struct gan_node *gx)
{
	if (!gan_shape_eq(&gx->shape, &in->shape))
		gx = gan_sum_to(w->g, gx, &in->shape);
	w->adj[in->id] = w->adj[in->id] ? gan_add(w->g, w->adj[in->id], gx) : gx;
}

static int step_back(struct walk *w, struct gan_node *n)
{
	bool want[64], any = false, *wide = NULL;
	bool *wanted = want;
	struct gan_node *small[64] = { 0 }, **gx = small, **wide_gx = NULL;

	if (n->nin > 64) { /* concat of many */
		wide = wanted = gan_alloc((size_t)n->nin, sizeof(*wide), &w->g->err);
		wide_gx = gx = gan_alloc((size_t)n->nin, sizeof(*wide_gx), &w->g->err);
		if (!wide || !wide_gx)
			goto out;
	}
	for (int k = 0; k < n->nin; k++)
		any |= wanted[k] = w->need[n->in[k]->id];
	if (any)
		n->op->grad(w->g, n, w->adj[n->id], wanted, gx);
	for (int k = 0; k < n->nin; k++)
		if (wanted[k] && gx[k])
			gather(w, n->in[k], gx[k]);
out:
	gan_free(wide);
	gan_free(wide_gx);
	return w->g->err.code ? -1 : 0;
}

int gan_grad_from(struct gan_graph *g, struct gan_node *y, struct gan_node *gy,
                  struct gan_node *const *x, int nx, struct gan_node **gx)
{
	struct walk w = { .g = g };
	int rc = -1;

	memset(gx, 0, (size_t)nx * sizeof(*gx));
	if (!y || !gy || g->err.code)
		return -1;
	w.n = y->id + 1;
	w.need = gan_alloc((size_t)w.n, sizeof(*w.need), &g->err);
	w.adj = gan_alloc((size_t)w.n, sizeof(*w.adj), &g->err);
	if (!w.need || !w.adj)
		goto out;
	mark_needed(&w, x, nx);
	w.adj[y->id] = gy;
	for (int id = y->id; id >= 0; id--) {
		struct gan_node *n = g->node[id];

		if (w.adj[id] && w.need[id] && n->op->grad && !(n->op->flags & GAN_OP_NOGRAD) && step_back(&w, n))
			goto out;
	}
	for (int i = 0; i < nx; i++)
		gx[i] = x[i] && x[i]->id < w.n ? w.adj[x[i]->id] : NULL;
	rc = 0;
out:
	gan_free(w.need);
	gan_free(w.adj);
	return rc;
}

int gan_grad(struct gan_graph *g, struct gan_node *y, struct gan_node *const *x, int nx, struct gan_node **gx)
{
	if (y && gan_shape_count(&y->shape) != 1)
		gan_graph_fail(g, GAN_INTERNAL, "only a scalar has a gradient");
	return gan_grad_from(g, y, y ? gan_ones(g, &y->shape) : NULL, x, nx, gx);
}
