/* Units and their order: every unit after those whose results it reads, otherwise as the graph was built. */
#include "plan/plan_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static struct unit *new_unit(struct gan_plan *p, struct gan_err *e)
{
	size_t cap = (size_t)p->unitcap;
	void *units = p->unit;

	if (gan_grow(&units, &cap, (size_t)p->nunit + 1, sizeof(*p->unit), e))
		return NULL;
	p->unit = units;
	p->unitcap = (int)cap;
	return &p->unit[p->nunit++];
}

static int single(struct gan_plan *p, const struct gan_node *n, struct gan_err *e)
{
	struct unit *u = new_unit(p, e);

	if (!u)
		return -1;
	u->node = n;
	u->read = gan_alloc((size_t)n->nin + 1, sizeof(int), e);
	u->write = gan_alloc(1, sizeof(int), e);
	if (!u->read || !u->write)
		return -1;
	for (int k = 0; k < n->nin; k++)
		u->read[u->nread++] = p->val[n->in[k]->id].root;
	u->write[u->nwrite++] = n->id;
	return 0;
}

static int fused(struct gan_plan *p, const int *member, int nmember, struct gan_err *e)
{
	struct unit *u;
	bool any = false;

	for (int i = 0; i < nmember; i++)
		any |= p->val[member[i]].must;
	if (!any)
		return 0;
	u = new_unit(p, e);
	if (!u)
		return -1;
	u->prog = program_build(p, member, nmember, u, e);
	return u->prog ? 0 : -1;
}

/* Members of each cluster, in order of id, are gathered by a counting sort. */
static int fused_all(struct gan_plan *p, struct gan_err *e)
{
	int *start = gan_alloc((size_t)p->n + 2, sizeof(int), e);
	int *member = gan_alloc((size_t)p->n + 1, sizeof(int), e);
	int rc = -1;

	if (!start || !member)
		goto out;
	for (int id = 0; id < p->n; id++)
		if (p->val[id].cluster >= 0)
			start[p->val[id].cluster + 2]++;
	for (int k = 2; k <= p->n + 1; k++)
		start[k] += start[k - 1];
	for (int id = 0; id < p->n; id++)
		if (p->val[id].cluster >= 0)
			member[start[p->val[id].cluster + 1]++] = id;
	for (int k = 0; k < p->n; k++)
		if (start[k + 1] > start[k] && fused(p, member + start[k], start[k + 1] - start[k], e))
			goto out;
	rc = 0;
out:
	gan_free(start);
	gan_free(member);
	return rc;
}

int plan_units(struct gan_plan *p, struct gan_err *e)
{
	for (int id = 0; id < p->n; id++) {
		const struct gan_node *n = p->g->node[id];

		if (p->val[id].live && p->val[id].cluster < 0 && !(n->op->flags & (GAN_OP_SOURCE | GAN_OP_VIEW)) && single(p, n, e))
			return -1;
	}
	return fused_all(p, e);
}

/* ---- order ---- */

struct heap {
	int *unit;
	int n;
	const struct gan_plan *p;
};

static bool before(const struct heap *h, int a, int b)
{
	return h->p->unit[a].key < h->p->unit[b].key;
}

static void heap_push(struct heap *h, int u)
{
	int i = h->n++;

	for (; i > 0 && before(h, u, h->unit[(i - 1) / 2]); i = (i - 1) / 2)
		h->unit[i] = h->unit[(i - 1) / 2];
	h->unit[i] = u;
}

static int heap_pop(struct heap *h)
{
	int top = h->unit[0], u = h->unit[--h->n], i = 0;

	for (;;) {
		int k = 2 * i + 1;

		if (k + 1 < h->n && before(h, h->unit[k + 1], h->unit[k]))
			k++;
		if (k >= h->n || !before(h, h->unit[k], u))
			break;
		h->unit[i] = h->unit[k];
		i = k;
	}
	h->unit[i] = u;
	return top;
}

/* A unit's place is that of its last member: by then the graph's author expected it. */
static void set_keys(struct gan_plan *p)
{
	for (int i = 0; i < p->nunit; i++) {
		struct unit *u = &p->unit[i];

		u->key = 0;
		for (int k = 0; k < u->nwrite; k++) {
			p->val[u->write[k]].unit = i;
			if (u->write[k] > u->key)
				u->key = u->write[k];
		}
	}
}

static int renumber(struct gan_plan *p, const int *order, struct gan_err *e)
{
	struct unit *sorted = gan_alloc((size_t)p->nunit + 1, sizeof(*sorted), e);

	if (!sorted)
		return -1;
	for (int i = 0; i < p->nunit; i++) {
		sorted[i] = p->unit[order[i]];
		for (int k = 0; k < sorted[i].nwrite; k++)
			p->val[sorted[i].write[k]].unit = i;
	}
	gan_free(p->unit);
	p->unit = sorted;
	return 0;
}

/* Kahn's algorithm over lists of who waits for whom: link[] holds (waiting unit, next) pairs, head[] starts a unit's list. */
static int sort_units(struct gan_plan *p, int *order, int *head, int *link, struct heap *h)
{
	int nlink = 0, done = 0;

	for (int i = 0; i < p->nunit; i++)
		head[i] = -1;
	for (int i = 0; i < p->nunit; i++) {
		p->unit[i].npending = 0;
		for (int k = 0; k < p->unit[i].nread; k++) {
			int w = p->val[p->unit[i].read[k]].unit;

			if (w < 0)
				continue;
			link[2 * nlink] = i;
			link[2 * nlink + 1] = head[w];
			head[w] = nlink++;
			p->unit[i].npending++;
		}
		if (p->unit[i].npending == 0)
			heap_push(h, i);
	}
	while (h->n > 0) {
		int u = heap_pop(h);

		order[done++] = u;
		for (int l = head[u]; l >= 0; l = link[2 * l + 1])
			if (--p->unit[link[2 * l]].npending == 0)
				heap_push(h, link[2 * l]);
	}
	return done;
}

int plan_order(struct gan_plan *p, struct gan_err *e)
{
	size_t reads = 1, n = (size_t)p->nunit + 1;
	int *order, *head, *link, *room, rc = -1;

	set_keys(p);
	for (int i = 0; i < p->nunit; i++)
		reads += (size_t)p->unit[i].nread;
	order = gan_alloc(n, sizeof(int), e);
	head = gan_alloc(n, sizeof(int), e);
	room = gan_alloc(n, sizeof(int), e);
	link = gan_alloc(reads, 2 * sizeof(int), e);
	if (order && head && room && link) {
		struct heap h = { room, 0, p };

		if (sort_units(p, order, head, link, &h) < p->nunit)
			gan_fail(e, GAN_INTERNAL, "the fused graph depends on itself");
		else
			rc = renumber(p, order, e);
	}
	gan_free(order);
	gan_free(head);
	gan_free(room);
	gan_free(link);
	return rc;
}
