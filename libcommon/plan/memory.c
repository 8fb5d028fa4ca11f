/* Where values live: values that are never needed at the same time share memory. */
#include "plan/plan_priv.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/pool.h"
#include "graph/build.h"

static size_t value_bytes(const struct gan_node *n)
{
	size_t bytes = (size_t)gan_shape_count(&n->shape) * gan_dtype_bits(n->type) / 8;

	return (bytes + 63) & ~(size_t)63;
}

/* ---- sources and store entries ---- */

static int place_source(struct gan_plan *p, const struct gan_node *n, struct gan_err *e)
{
	struct value *v = &p->val[n->id];

	if (strcmp(n->op->name, "const") == 0) {
		const struct gan_const_attr *a = n->attr;
		gan_real r = (gan_real)a->value;

		memcpy(&v->scalar, &r, sizeof(r));
		v->where = AT_CONST;
		v->ptr = &v->scalar;
		return 0;
	}
	v->where = strcmp(n->op->name, "state") == 0 ? AT_STATE : AT_INPUT;
	if (v->where == AT_INPUT)
		return 0;
	v->entry = p->store ? gan_store_find(p->store, n->name) : NULL;
	if (!v->entry)
		return gan_fail(e, GAN_INTERNAL, "the graph reads '%s', which the model does not have", n->name);
	if (v->entry->t.dtype != n->type || !gan_shape_eq(&v->entry->t.shape, &n->shape))
		return gan_fail(e, GAN_INTERNAL, "the graph reads '%s' in another shape or type than the model's", n->name);
	return 0;
}

static bool is_out(const struct gan_plan *p, int root)
{
	for (int i = 0; i < p->nout; i++)
		if (p->val[p->out[i]->id].root == root)
			return true;
	return false;
}

/* Assigned values are computed where commit wants them, or copied there at the end where that cannot be. */
static int place_commits(struct gan_plan *p, struct gan_err *e)
{
	for (int i = 0; i < p->ncommit; i++) {
		struct commit *c = &p->commit[i];
		struct value *v = &p->val[p->val[c->value].root];

		if (!c->entry->next) {
			c->entry->next = gan_alloc(c->entry->t.nbytes ? c->entry->t.nbytes : 1, 1, e);
			if (!c->entry->next)
				return -1;
		}
		p->shadow_bytes += c->entry->t.nbytes;
		c->copy = v->where != AT_NONE;
		if (!c->copy) {
			v->where = AT_SHADOW;
			v->entry = c->entry;
		}
	}
	return 0;
}

/* ---- the arena ---- */

struct block {
	size_t bytes, offset;
	int first, last, id; /* positions of the units between which it is needed */
};

static int larger(const void *a, const void *b)
{
	const struct block *x = a, *y = b;

	if (x->bytes != y->bytes)
		return x->bytes < y->bytes ? 1 : -1;
	return x->id - y->id;
}

/* Best fit among the placed blocks (sorted by offset) that live at the same time; returns where b goes in the list. */
static void place(struct block **placed, int *n, struct block *b)
{
	size_t end = 0, best = SIZE_MAX, best_gap = SIZE_MAX;
	int at = 0;

	for (int i = 0; i < *n; i++) {
		const struct block *o = placed[i];

		if (o->first > b->last || o->last < b->first)
			continue;
		if (o->offset >= end + b->bytes && o->offset - end < best_gap) {
			best = end;
			best_gap = o->offset - end;
		}
		if (o->offset + o->bytes > end)
			end = o->offset + o->bytes;
	}
	b->offset = best == SIZE_MAX ? end : best;
	while (at < *n && placed[at]->offset <= b->offset)
		at++;
	memmove(placed + at + 1, placed + at, (size_t)(*n - at) * sizeof(*placed));
	placed[at] = b;
	++*n;
}

static int lay_out(struct gan_plan *p, struct gan_err *e)
{
	struct block *b = gan_alloc((size_t)p->n + 1, sizeof(*b), e);
	struct block **placed = gan_alloc((size_t)p->n + 1, sizeof(*placed), e);
	int n = 0, nplaced = 0, rc = -1;

	if (!b || !placed)
		goto out;
	for (int id = 0; id < p->n; id++) {
		struct value *v = &p->val[id];

		if (v->where != AT_ARENA)
			continue;
		b[n++] = (struct block){ value_bytes(p->g->node[id]), 0, v->unit, is_out(p, id) ? p->nunit : v->last, id };
		if (p->flags & GAN_PLAN_NAIVE) {
			b[n - 1].first = 0;
			b[n - 1].last = p->nunit;
		}
	}
	qsort(b, (size_t)n, sizeof(*b), larger);
	for (int i = 0; i < n; i++) {
		place(placed, &nplaced, &b[i]);
		p->val[b[i].id].offset = b[i].offset;
		if (b[i].offset + b[i].bytes > p->arena_bytes)
			p->arena_bytes = b[i].offset + b[i].bytes;
	}
	rc = 0;
out:
	gan_free(b);
	gan_free(placed);
	return rc;
}

static void find_lifetimes(struct gan_plan *p)
{
	for (int id = 0; id < p->n; id++)
		p->val[id].last = p->val[id].unit;
	for (int i = 0; i < p->nunit; i++)
		for (int k = 0; k < p->unit[i].nread; k++)
			if (p->val[p->unit[i].read[k]].last < i)
				p->val[p->unit[i].read[k]].last = i;
	for (int i = 0; i < p->ncommit; i++)
		if (p->commit[i].copy)
			p->val[p->val[p->commit[i].value].root].last = p->nunit;
}

static size_t unit_scratch(const struct gan_plan *p, const struct unit *u)
{
	if (u->prog)
		return program_scratch(u->prog);
	return u->node->op->scratch ? u->node->op->scratch(u->node, (p->flags & GAN_PLAN_BF16) != 0) : 0;
}

int plan_memory(struct gan_plan *p, struct gan_err *e)
{
	int widest = 1;

	for (int id = 0; id < p->n; id++)
		if (p->val[id].live && (p->g->node[id]->op->flags & GAN_OP_SOURCE) && place_source(p, p->g->node[id], e))
			return -1;
	if (place_commits(p, e))
		return -1;
	for (int i = 0; i < p->nunit; i++) {
		const struct unit *u = &p->unit[i];

		for (int k = 0; k < u->nwrite; k++)
			if (p->val[u->write[k]].where == AT_NONE)
				p->val[u->write[k]].where = AT_ARENA;
		if (unit_scratch(p, u) > p->scratch_bytes)
			p->scratch_bytes = unit_scratch(p, u);
		if (u->node && u->node->nin > widest)
			widest = u->node->nin;
	}
	find_lifetimes(p);
	if (lay_out(p, e))
		return -1;
	if (p->g->max_bytes && p->arena_bytes + p->scratch_bytes > p->g->max_bytes)
		return gan_fail(e, GAN_NOMEM, "the nets need %zu bytes at work, the limit is %" PRIu64
		                " (a smaller batch= or picture, or "
		                "GAN_MAX_BYTES)", p->arena_bytes + p->scratch_bytes, p->g->max_bytes);
	p->arena = gan_alloc(p->arena_bytes + 64, 1, e);
	p->scratch = gan_alloc(p->scratch_bytes + 64, 1, e);
	p->ptrs = gan_alloc((size_t)widest, sizeof(*p->ptrs), e);
	return p->arena && p->scratch && p->ptrs ? 0 : -1;
}
