/* Nodes: allocation, value numbering, and the general builder. */
#include "graph/graph.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "graph/op.h"

#define BLOCK_BYTES 65536

/* Memory that lives as long as the graph. Blocks are kept whole; the first word of each counts what is used. */
static void *graph_alloc(struct gan_graph *g, size_t n)
{
	size_t need = (n + 15) & ~(size_t)15;
	size_t size = need + 16 > BLOCK_BYTES ? need + 16 : BLOCK_BYTES;
	size_t *head = g->nblock ? g->block[g->nblock - 1] : NULL;

	if (!head || head[0] + need > head[1]) {
		if (gan_grow((void **)&g->block, &g->blockcap, g->nblock + 1, sizeof(*g->block), &g->err))
			return NULL;
		head = gan_alloc(size, 1, &g->err);
		if (!head)
			return NULL;
		head[0] = 16;
		head[1] = size;
		g->block[g->nblock++] = head;
	}
	head[0] += need;
	return (char *)head + head[0] - need;
}

static void *graph_copy(struct gan_graph *g, const void *p, size_t n)
{
	void *q = graph_alloc(g, n);

	if (q && n)
		memcpy(q, p, n);
	return q;
}

struct gan_graph *gan_graph_new(struct gan_err *e)
{
	return gan_alloc(1, sizeof(struct gan_graph), e);
}

void gan_graph_free(struct gan_graph *g)
{
	if (!g)
		return;
	for (size_t i = 0; i < g->nblock; i++)
		gan_free(g->block[i]);
	gan_free(g->block);
	gan_free(g->node);
	gan_free(g->assign);
	gan_free(g->hash);
	gan_free(g);
}

int gan_graph_ok(const struct gan_graph *g, struct gan_err *e)
{
	if (g->err.code == GAN_OK)
		return 0;
	if (e)
		*e = g->err;
	return -1;
}

struct gan_node *gan_graph_fail(struct gan_graph *g, int code, const char *fmt, ...)
{
	if (g->err.code == GAN_OK) {
		char msg[sizeof(g->err.msg)];
		va_list ap;

		va_start(ap, fmt);
		vsnprintf(msg, sizeof(msg), fmt, ap);
		va_end(ap);
		gan_fail(&g->err, code, "%s", msg);
	}
	return NULL;
}

/* ---- value numbering ---- */

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9e3779b97f4a7c15u;
	return h ^ (h >> 29);
}

static uint64_t mix_bytes(uint64_t h, const void *p, size_t n)
{
	const unsigned char *c = p;

	for (size_t i = 0; i < n; i++)
		h = mix(h, c[i]);
	return mix(h, n);
}

static uint64_t node_hash(const struct gan_node *n)
{
	uint64_t h = mix(0x51ed, (uint64_t)(uintptr_t)n->op);

	for (int i = 0; i < n->nin; i++)
		h = mix(h, (uint64_t)n->in[i]->id);
	h = mix_bytes(h, n->attr, n->attr ? n->op->attr_size : 0);
	return n->name ? mix_bytes(h, n->name, strlen(n->name)) : h;
}

static bool node_equal(const struct gan_node *a, const struct gan_node *b)
{
	if (a->op != b->op || a->nin != b->nin || !a->name != !b->name || !a->attr != !b->attr)
		return false;
	for (int i = 0; i < a->nin; i++)
		if (a->in[i] != b->in[i])
			return false;
	if (a->name && strcmp(a->name, b->name) != 0)
		return false;
	return !a->attr || memcmp(a->attr, b->attr, a->op->attr_size) == 0;
}

static void hash_put(struct gan_graph *g, const struct gan_node *n)
{
	size_t k = node_hash(n) & (g->hashcap - 1);

	while (g->hash[k])
		k = (k + 1) & (g->hashcap - 1);
	g->hash[k] = n->id + 1;
}

static int hash_room(struct gan_graph *g)
{
	if (2 * (g->n + 1) <= g->hashcap)
		return 0;

	size_t cap = g->hashcap ? 2 * g->hashcap : 1024;
	int *h = gan_alloc(cap, sizeof(*h), &g->err);

	if (!h)
		return -1;
	gan_free(g->hash);
	g->hash = h;
	g->hashcap = cap;
	for (size_t i = 0; i < g->n; i++)
		hash_put(g, g->node[i]);
	return 0;
}

static struct gan_node *hash_find(struct gan_graph *g, const struct gan_node *n)
{
	for (size_t k = node_hash(n) & (g->hashcap - 1); g->hash[k]; k = (k + 1) & (g->hashcap - 1)) {
		struct gan_node *m = g->node[g->hash[k] - 1];

		if (node_equal(m, n))
			return m;
	}
	return NULL;
}

/* ---- building ---- */

/* The shape rule of pointwise ops: numpy broadcasting of REAL inputs. */
static int broadcast_shape(struct gan_node *n, struct gan_err *e)
{
	struct gan_shape *y = &n->shape;

	n->type = GAN_REAL;
	for (int k = 0; k < n->nin; k++)
		if (n->in[k]->shape.rank > y->rank)
			y->rank = n->in[k]->shape.rank;
	for (int d = 0; d < y->rank; d++)
		y->dim[d] = 1;
	for (int k = 0; k < n->nin; k++) {
		const struct gan_shape *x = &n->in[k]->shape;

		if (n->in[k]->type != GAN_REAL)
			return gan_fail(e, GAN_DATA, "%s: input %d: expected real numbers, found %s", n->op->name, k + 1,
			                gan_dtype_name(n->in[k]->type));
		for (int d = 0; d < x->rank; d++) {
			int64_t *yd = &y->dim[y->rank - x->rank + d];

			if (x->dim[d] != *yd && x->dim[d] != 1 && *yd != 1) {
				char a[128], b[128];

				return gan_fail(e, GAN_DATA, "%s: shapes %s and %s do not broadcast", n->op->name,
				                gan_shape_str(&n->in[0]->shape, a, sizeof(a)), gan_shape_str(x, b, sizeof(b)));
			}
			if (x->dim[d] != 1)
				*yd = x->dim[d];
		}
	}
	return 0;
}

static int check_node(struct gan_node *n, struct gan_err *e)
{
	const struct gan_op *op = n->op;
	int64_t count;

	if (n->nin < op->nin_min || (op->nin_max >= 0 && n->nin > op->nin_max))
		return gan_fail(e, GAN_INTERNAL, "%s: expected %d inputs, found %d", op->name, op->nin_min, n->nin);
	if (op->shape ? op->shape(n, e) : broadcast_shape(n, e))
		return -1;
	if (n->shape.rank > GAN_MAX_RANK || gan_shape_count_ok(&n->shape, &count) || count > INT64_MAX / 16)
		return gan_fail(e, GAN_DATA, "%s: the result is too large", op->name);
	return 0;
}

/* A permanent copy of the candidate node. */
static struct gan_node *keep(struct gan_graph *g, const struct gan_node *cand)
{
	struct gan_node *n = graph_copy(g, cand, sizeof(*cand));

	if (!n || gan_grow((void **)&g->node, &g->cap, g->n + 1, sizeof(*g->node), &g->err))
		return NULL;
	n->in = graph_copy(g, cand->in, (size_t)cand->nin * sizeof(*cand->in));
	n->attr = cand->attr ? graph_copy(g, cand->attr, cand->op->attr_size) : NULL;
	n->name = cand->name ? graph_copy(g, cand->name, strlen(cand->name) + 1) : NULL;
	if (g->err.code)
		return NULL;
	n->id = (int)g->n;
	g->node[g->n++] = n;
	hash_put(g, n);
	return n;
}

struct gan_node *gan_node(struct gan_graph *g, const char *opname, int nin, struct gan_node *const *in,
                          const void *attr, const char *name)
{
	const struct gan_op *op = gan_op_find(opname);
	struct gan_node cand = { .op = op, .nin = nin, .in = (struct gan_node **)in, .attr = attr, .name = name };
	struct gan_node *old;

	if (g->err.code)
		return NULL;
	if (!op)
		return gan_graph_fail(g, GAN_INTERNAL, "no op named '%s'", opname);
	for (int i = 0; i < nin; i++)
		if (!in[i])
			return NULL;
	if (hash_room(g))
		return NULL;
	old = hash_find(g, &cand);
	if (old)
		return old;
	if (check_node(&cand, &g->err))
		return NULL;
	return keep(g, &cand);
}

void gan_assign(struct gan_graph *g, const char *name, struct gan_node *value)
{
	struct gan_assign *a = NULL;

	if (!value || g->err.code)
		return;
	for (size_t i = 0; i < g->nassign && !a; i++)
		if (strcmp(g->assign[i].name, name) == 0)
			a = &g->assign[i];
	if (!a) {
		if (gan_grow((void **)&g->assign, &g->assigncap, g->nassign + 1, sizeof(*g->assign), &g->err))
			return;
		a = &g->assign[g->nassign];
		a->name = graph_copy(g, name, strlen(name) + 1);
		if (!a->name)
			return;
		g->nassign++;
	}
	a->value = value;
}
