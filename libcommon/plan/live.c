/* What a plan has to compute, and who reads what. */
#include "plan/plan_priv.h"

#include <string.h>

#include "base/mem.h"

static void mark(struct gan_plan *p, const struct gan_node *n)
{
	p->val[n->id].live = true;
	p->val[n->id].must = true;
}

/* The entries that assigns name. */
static int find_commits(struct gan_plan *p, struct gan_err *e)
{
	if (!p->store || !p->g->nassign)
		return 0;
	p->commit = gan_alloc(p->g->nassign, sizeof(*p->commit), e);
	if (!p->commit)
		return -1;
	for (size_t i = 0; i < p->g->nassign; i++) {
		const struct gan_assign *a = &p->g->assign[i];
		struct gan_entry *entry = gan_store_find(p->store, a->name);

		if (!entry)
			return gan_fail(e, GAN_INTERNAL, "assignment to '%s', which the model does not have", a->name);
		if (entry->t.dtype != a->value->type || !gan_shape_eq(&entry->t.shape, &a->value->shape)) {
			char s[128], t[128];

			return gan_fail(e, GAN_INTERNAL, "assignment to '%s': expected %s %s, found %s %s", a->name,
			                gan_dtype_name(entry->t.dtype), gan_shape_str(&entry->t.shape, s, sizeof(s)),
			                gan_dtype_name(a->value->type), gan_shape_str(&a->value->shape, t, sizeof(t)));
		}
		p->commit[p->ncommit++] = (struct commit){ .entry = entry, .value = a->value->id };
		mark(p, a->value);
	}
	return 0;
}

/* user lists of the live nodes, all in one block */
static int find_users(struct gan_plan *p, struct gan_err *e)
{
	size_t total = 0;
	int *at;

	for (int id = 0; id < p->n; id++)
		for (int k = 0; p->val[id].live && k < p->g->node[id]->nin; k++, total++)
			p->val[p->g->node[id]->in[k]->id].nuser++;
	at = p->users = gan_alloc(total ? total : 1, sizeof(*at), e);
	if (!at)
		return -1;
	for (int id = 0; id < p->n; id++) {
		p->val[id].user = at;
		at += p->val[id].nuser;
		p->val[id].nuser = 0;
	}
	for (int id = 0; id < p->n; id++)
		for (int k = 0; p->val[id].live && k < p->g->node[id]->nin; k++) {
			struct value *v = &p->val[p->g->node[id]->in[k]->id];

			v->user[v->nuser++] = id;
		}
	return 0;
}

int plan_live(struct gan_plan *p, struct gan_err *e)
{
	for (int i = 0; i < p->nout; i++)
		mark(p, p->out[i]);
	if (find_commits(p, e))
		return -1;
	for (int id = p->n - 1; id >= 0; id--)
		for (int k = 0; p->val[id].live && k < p->g->node[id]->nin; k++)
			p->val[p->g->node[id]->in[k]->id].live = true;
	for (int id = 0; id < p->n; id++) {
		const struct gan_node *n = p->g->node[id];

		p->val[id].cluster = -1;
		p->val[id].unit = -1;
		p->val[id].root = n->op->flags & GAN_OP_VIEW ? p->val[n->in[0]->id].root : id;
	}
	return find_users(p, e);
}
