#include "style/reach.h"

#include <string.h>
#include "base/mem.h"
#include "graph/build.h"
#include "graph/op.h"

/* One axis of one node: rows (0) or columns (1). */
struct line {
	int64_t stride, lo, hi;
};

/* Windows of `size` every `step`, the first `before` outside. */
static void windows(struct line *l, int size, int step, int before)
{
	l->lo -= before * l->stride;
	l->hi += (size - 1 - before) * l->stride;
	l->stride *= step;
}

static int conv(const struct gan_node *n, struct line *l, int axis)
{
	const struct gan_conv_attr *a = n->attr;
	int64_t kernel = n->in[1]->shape.dim[1 + axis];

	windows(l, (int)((axis ? a->dil_w : a->dil_h) * (kernel - 1) + 1), axis ? a->stride_w : a->stride_h, axis ? a->left : a->top);
	return 0;
}

static int pool(const struct gan_node *n, struct line *l, int axis)
{
	const struct gan_pool_attr *a = n->attr;

	windows(l, axis ? a->s : a->r, axis ? a->stride_w : a->stride_h, axis ? a->left : a->top);
	return 0;
}

static int pad(const struct gan_node *n, struct line *l, int axis)
{
	const struct gan_pad_attr *a = n->attr;

	windows(l, 1, 1, a->lo[1 + axis]);
	return 0;
}

static int slice(const struct gan_node *n, struct line *l, int axis)
{
	const struct gan_slice_attr *a = n->attr;

	if (a->step[1 + axis] < 1)
		return -1;
	windows(l, 1, (int)a->step[1 + axis], -(int)a->start[1 + axis]);
	return 0;
}

static int same(const struct gan_node *n, struct line *l, int axis)
{
	(void)l;
	return n->shape.dim[1 + axis] == n->in[0]->shape.dim[1 + axis] ? 0 : -1;
}

static int reduce(const struct gan_node *n, struct line *l, int axis)
{
	(void)l;
	return ((const struct gan_reduce_attr *)n->attr)->axes >> (1 + axis) & 1 ? -1 : 0;
}

static const struct {
	const char *op;
	int (*step)(const struct gan_node *n, struct line *l, int axis);
} rules[] = {
	{ "avgpool", pool }, { "cast", same }, { "concat", same }, { "conv2d", conv }, { "expand", same }, { "maxpool", pool },
	{ "pad", pad }, { "reshape", same }, { "slice", slice }, { "stop_gradient", same }, { "straight_through", same },
	{ "sum", reduce }, { "amax", reduce },
};

/* What input k of n makes of its line; -1 where that is no line. */
static int step(const struct gan_node *n, struct line *l, int axis)
{
	if (n->shape.rank != 4 || n->in[0]->shape.rank != 4)
		return -1;
	if (n->op->flags & GAN_OP_POINTWISE)
		return 0;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (!strcmp(n->op->name, rules[i].op))
			return rules[i].step(n, l, axis);
	return -1;
}

struct seen {
	unsigned char depends; /* on x */
	unsigned char wraps;
	struct line line[2];
};

/* Adds what n sees by its input m. */
static int add(const struct gan_node *n, const struct gan_node *m, const struct seen *from, struct seen *to)
{
	for (int axis = 0; axis < 2; axis++) {
		struct line l = from->line[axis], *t = &to->line[axis];

		/* beside what depends on the place there is only what has as many places */
		if (m->shape.rank != 4 || (n->op->flags & GAN_OP_POINTWISE && m->shape.dim[1 + axis] != n->shape.dim[1 + axis]) ||
		    step(n, &l, axis) || (to->depends && l.stride != t->stride))
			return -1;
		t->lo = to->depends && t->lo < l.lo ? t->lo : l.lo;
		t->hi = to->depends && t->hi > l.hi ? t->hi : l.hi;
		t->stride = l.stride;
	}
	to->depends = 1;
	to->wraps |= from->wraps;
	if (!strcmp(n->op->name, "pad") && ((const struct gan_pad_attr *)n->attr)->mode == GAN_PAD_CIRCULAR)
		to->wraps = 1;
	return 0;
}

static int look(struct seen *seen, const struct gan_node *n, struct gan_err *e)
{
	for (int i = 0; i < n->nin; i++)
		if (seen[n->in[i]->id].depends && add(n, n->in[i], &seen[n->in[i]->id], &seen[n->id]))
			return gan_fail(e, GAN_DATA, "its op '%s' looks at the whole picture at once, or moves positions otherwise than by "
			                "steps", n->op->name);
	return 0;
}

/* need[id]: value depends on it. */
static void ancestors(const struct gan_graph *g, const struct gan_node *value, unsigned char *need)
{
	need[value->id] = 1;
	for (int id = value->id; id >= 0; id--)
		for (int i = 0; need[id] && i < g->node[id]->nin; i++)
			need[g->node[id]->in[i]->id] = 1;
}

int gan_style_reach(const struct gan_graph *g, const struct gan_node *x, const struct gan_node *value, struct gan_style_reach *r,
                    struct gan_err *e)
{
	struct seen *seen = gan_alloc(g->n, sizeof *seen, e), *v;
	unsigned char *need = gan_alloc(g->n, 1, e);
	int rc = seen && need ? 0 : -1;

	if (!rc) {
		ancestors(g, value, need);
		seen[x->id] = (struct seen){ 1, 0, { { 1, 0, 0 }, { 1, 0, 0 } } };
	}
	for (int id = x->id + 1; !rc && id <= value->id; id++)
		if (need[id])
			rc = look(seen, g->node[id], e);
	v = seen ? &seen[value->id] : NULL;
	if (!rc && !v->depends)
		rc = gan_fail(e, GAN_DATA, "it does not depend on the picture");
	for (int axis = 0; axis < 2 && !rc; axis++) {
		r->stride[axis] = v->line[axis].stride;
		r->lo[axis] = v->line[axis].lo;
		r->hi[axis] = v->line[axis].hi;
		r->wraps = v->wraps;
	}
	gan_free(seen);
	gan_free(need);
	return rc;
}
