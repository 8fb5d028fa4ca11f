/* Fusion: which pointwise nodes run as one program. Nodes of one shape are grouped from the end of the graph towards its
   beginning, each with the earliest of its readers that it may join; a group must not depend on itself through nodes
   outside it. What several groups read is computed again where that is cheaper than a trip through memory. */
#include "plan/plan_priv.h"

#include <string.h>

#include "base/mem.h"
#include "graph/build.h"
#include "kernel/colsum.h"

#define MAX_MEMBERS 96
#define INLINE_COST 12 /* instructions an element that beat storing and loading it */

struct clusters {
	struct gan_plan *p;
	int *next;      /* member list: id -> next member, -1 at the end */
	int *first;     /* cluster -> its first member */
	int *size;
	int64_t *cols;  /* cluster -> columns of its sums, 0 where it has none; all alike, for they share slices */
	int n;
	int *stamp;     /* visited marks of the search */
	int now;
	int *stack;
};

/* Sums whose reduced axes all stand before the kept ones: column sums, which a program can make as it goes. */
int64_t plan_sum_cols(const struct gan_node *n)
{
	const struct gan_reduce_attr *a = n->attr;

	return strcmp(n->op->name, "sum") == 0 ? gan_colsum_cols(&n->in[0]->shape, a->axes) : 0;
}

/* May n be a member of a group? Its iteration space is then *shape. */
static const struct gan_shape *member_shape(const struct gan_node *n)
{
	if (is_pointwise(n))
		return &n->shape;
	return plan_sum_cols(n) ? &n->in[0]->shape : NULL;
}

/* Pushes what node id reads and the search has not seen. Groups are made from the end of the graph, so what stands before
   node `first`, the one that looks for a group now, is in none and reads no member of any. Returns the new top, or -1 where
   a member of a or b ends the search: any, or, from within the two, one that is whole only after its group (a sum). */
static int push_inputs(struct clusters *c, int id, int top, int first, int a, int b, bool within)
{
	const struct gan_node *n = c->p->g->node[id];

	for (int i = 0; i < n->nin; i++) {
		int x = n->in[i]->id, k = c->p->val[x].cluster;

		if (k >= 0 && (k == a || k == b)) {
			if (!within || !is_pointwise(n->in[i]))
				return -1;
			continue; /* an edge inside the group that is to be */
		}
		if (x < first || c->stamp[x] == c->now)
			continue;
		c->stamp[x] = c->now;
		c->stack[top++] = x;
	}
	return top;
}

/* Is there a path from a member of a or b through outside nodes back to a member? Then they cannot run as one. Searched
   backwards: what lies between `first` and the group is less than all that follows it. */
static bool would_loop(struct clusters *c, int first, int a, int b)
{
	const int both[2] = { a, b };
	int top = 0;

	c->now++;
	for (int i = 0; i < 2; i++)
		for (int id = c->first[both[i]]; id >= 0 && top >= 0; id = c->next[id])
			top = push_inputs(c, id, top, first, a, b, true);
	while (top > 0) {
		int id = c->stack[--top], k = c->p->val[id].cluster;

		if (k < 0) {
			top = push_inputs(c, id, top, first, a, b, false);
			continue;
		}
		for (int m = c->first[k]; m >= 0 && top >= 0; m = c->next[m]) {
			c->stamp[m] = c->now;
			top = push_inputs(c, m, top, first, a, b, false);
		}
	}
	return top < 0;
}

static void merge(struct clusters *c, int into, int from)
{
	int id = c->first[from], last = id;

	for (; id >= 0; last = id, id = c->next[id])
		c->p->val[id].cluster = into;
	c->next[last] = c->first[into];
	c->first[into] = c->first[from];
	c->size[into] += c->size[from];
	c->cols[into] = c->cols[into] ? c->cols[into] : c->cols[from];
	c->first[from] = -1;
}

static void join(struct clusters *c, int id)
{
	struct value *v = &c->p->val[id];
	const struct gan_node *n = c->p->g->node[id];

	for (int i = 0; i < v->nuser; i++) {
		const struct gan_node *u = c->p->g->node[v->user[i]];
		int a = c->p->val[u->id].cluster, b = v->cluster;
		const struct gan_shape *s = member_shape(u);

		if (a < 0 || a == b || !s || !gan_shape_eq(s, &n->shape) || c->size[a] + c->size[b] > MAX_MEMBERS)
			continue;
		if (c->cols[a] && c->cols[b] && c->cols[a] != c->cols[b])
			continue;
		if (!would_loop(c, id, a, b))
			merge(c, a, b);
	}
}

static int make_clusters(struct clusters *c, struct gan_err *e)
{
	struct gan_plan *p = c->p;
	size_t n = (size_t)p->n + 1;

	c->next = gan_alloc(n, sizeof(int), e);
	c->first = gan_alloc(n, sizeof(int), e);
	c->size = gan_alloc(n, sizeof(int), e);
	c->cols = gan_alloc(n, sizeof(*c->cols), e);
	c->stamp = gan_alloc(n, sizeof(int), e);
	c->stack = gan_alloc(n, sizeof(int), e);
	if (!c->next || !c->first || !c->size || !c->cols || !c->stamp || !c->stack)
		return -1;
	for (int id = p->n - 1; id >= 0; id--) {
		if (!p->val[id].live || !member_shape(p->g->node[id]))
			continue;
		if ((p->flags & GAN_PLAN_NAIVE) && !is_pointwise(p->g->node[id]))
			continue;
		c->first[c->n] = id;
		c->next[id] = -1;
		c->size[c->n] = 1;
		c->cols[c->n] = plan_sum_cols(p->g->node[id]);
		p->val[id].cluster = c->n++;
		if (!(p->flags & GAN_PLAN_NAIVE) && is_pointwise(p->g->node[id]))
			join(c, id);
	}
	return 0;
}

/* ---- what goes through memory ---- */

/* Does reading p from program u need p in memory for certain? Not where u iterates over the same elements. */
static bool reads_memory(const struct gan_plan *p, const struct gan_node *n, const struct gan_node *u)
{
	const struct gan_shape *s = member_shape(u);

	return p->val[u->id].cluster < 0 || !s || !gan_shape_eq(s, &n->shape);
}

/* Cost of computing n again, with the dense values that it would read beyond those that group k reads anyway. */
static int again_cost(const struct gan_plan *p, const struct gan_node *n, int k, int *loads)
{
	int cost = n->op->pw_cost ? n->op->pw_cost : 1;

	for (int i = 0; i < n->nin && cost <= INLINE_COST; i++) {
		const struct gan_node *x = n->in[i];
		const struct value *v = &p->val[x->id];
		bool known = false;

		if (!gan_shape_eq(&x->shape, &n->shape))
			continue; /* a broadcast, cheap to read */
		if (is_pointwise(x) && !v->must) {
			cost += again_cost(p, x, k, loads);
			continue;
		}
		for (int u = 0; u < v->nuser && !known; u++)
			known = p->val[v->user[u]].cluster == k;
		*loads += !known;
	}
	return cost;
}

static void decide_memory(struct gan_plan *p)
{
	for (int id = 0; id < p->n; id++) {
		struct value *v = &p->val[id];

		if (!v->live)
			continue;
		if (!is_pointwise(p->g->node[id]) || (p->flags & GAN_PLAN_NAIVE))
			v->must = true;
		for (int i = 0; i < v->nuser && !v->must; i++)
			v->must = reads_memory(p, p->g->node[id], p->g->node[v->user[i]]);
	}
	for (int id = 0; id < p->n; id++) {
		struct value *v = &p->val[id];

		for (int i = 0; v->live && i < v->nuser && !v->must; i++) {
			int k = p->val[v->user[i]].cluster, loads = 0;

			if (k != v->cluster)
				v->must = again_cost(p, p->g->node[id], k, &loads) > INLINE_COST || loads > 1;
		}
	}
}

int plan_cluster(struct gan_plan *p, struct gan_err *e)
{
	struct clusters c = { .p = p };
	int rc = make_clusters(&c, e);

	if (rc == 0)
		decide_memory(p);
	gan_free(c.next);
	gan_free(c.first);
	gan_free(c.size);
	gan_free(c.cols);
	gan_free(c.stamp);
	gan_free(c.stack);
	return rc;
}
