/* Compiling, binding, running and committing. */
#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "kernel/micro.h"
#include "plan/plan_priv.h"

static int compile(struct gan_plan *p, struct gan_node *const *out, int nout, struct gan_err *e)
{
	p->n = (int)p->g->n;
	p->val = gan_alloc((size_t)p->n + 1, sizeof(*p->val), e);
	p->out = gan_alloc((size_t)nout + 1, sizeof(*p->out), e);
	if (!p->val || !p->out)
		return -1;
	for (int i = 0; i < nout; i++)
		if (out[i])
			p->out[p->nout++] = out[i];
	if (plan_live(p, e) || plan_cluster(p, e) || plan_units(p, e) || plan_order(p, e))
		return -1;
	return plan_memory(p, e);
}

const char *gan_plan_bf16(void)
{
	return gan_micro_bf16() ? gan_micro_bf16()->name : NULL;
}

struct gan_plan *gan_plan_new(struct gan_graph *g, struct gan_store *store, struct gan_node *const *out, int nout,
                              unsigned flags, struct gan_err *e)
{
	struct gan_plan *p;

	if (gan_graph_ok(g, e))
		return NULL;
	if ((flags & GAN_PLAN_BF16) && !gan_plan_bf16()) {
		gan_fail(e, GAN_UNAVAILABLE, "bf16: this CPU has neither AMX-BF16 nor AVX512-BF16");
		return NULL;
	}
	p = gan_alloc(1, sizeof(*p), e);
	if (!p)
		return NULL;
	p->g = g;
	p->store = store;
	p->flags = flags;
	if (compile(p, out, nout, e)) {
		gan_plan_free(p);
		return NULL;
	}
	return p;
}

void gan_plan_free(struct gan_plan *p)
{
	if (!p)
		return;
	for (int i = 0; i < p->nunit; i++) {
		program_free(p->unit[i].prog);
		gan_free(p->unit[i].read);
		gan_free(p->unit[i].write);
	}
	gan_free(p->unit);
	gan_free(p->val);
	gan_free(p->users);
	gan_free(p->out);
	gan_free(p->commit);
	gan_free(p->arena);
	gan_free(p->scratch);
	gan_free(p->ptrs);
	gan_free(p);
}

/* ---- binding ---- */

static struct value *find_input(struct gan_plan *p, const char *input)
{
	for (int id = 0; id < p->n; id++)
		if (p->val[id].where == AT_INPUT && strcmp(p->g->node[id]->name, input) == 0)
			return &p->val[id];
	return NULL;
}

int gan_plan_bind(struct gan_plan *p, const char *input, const void *data)
{
	struct value *v = find_input(p, input);

	if (!v)
		return -1;
	v->ptr = (void *)(uintptr_t)data;
	return 0;
}

int gan_plan_bind_scalar(struct gan_plan *p, const char *input, double x)
{
	struct value *v = find_input(p, input);
	gan_real r = (gan_real)x;

	if (!v)
		return -1;
	memcpy(&v->scalar, &r, sizeof(r));
	v->ptr = &v->scalar;
	return 0;
}

/* ---- running ---- */

/* Addresses may have changed since the last run: commit swaps the store's. */
static int resolve(struct gan_plan *p, struct gan_err *e)
{
	for (int id = 0; id < p->n; id++) {
		struct value *v = &p->val[id];

		if (v->where == AT_ARENA)
			v->ptr = p->arena + v->offset;
		else if (v->where == AT_STATE)
			v->ptr = v->entry->t.data;
		else if (v->where == AT_SHADOW)
			v->ptr = v->entry->next;
		else if (v->where == AT_INPUT && !v->ptr)
			return gan_fail(e, GAN_INTERNAL, "input '%s' was not bound", p->g->node[id]->name);
	}
	return 0;
}

static void run_unit(struct gan_plan *p, struct unit *u)
{
	struct gan_run r;

	if (u->prog) {
		program_run(p, u->prog);
		return;
	}
	if (gan_shape_count(&u->node->shape) == 0)
		return;
	for (int k = 0; k < u->node->nin; k++)
		p->ptrs[k] = root_of(p, u->node->in[k])->ptr;
	r = (struct gan_run){ .node = u->node, .y = p->val[u->node->id].ptr, .x = p->ptrs, .scratch = p->scratch,
		.bf16 = (p->flags & GAN_PLAN_BF16) != 0 };
	u->node->op->run(&r);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int gan_plan_run(struct gan_plan *p, struct gan_err *e)
{
	if (resolve(p, e))
		return -1;
	for (int i = 0; i < p->nunit; i++) {
		double t = p->profile ? now() : 0;

		run_unit(p, &p->unit[i]);
		if (p->profile) {
			p->unit[i].seconds += now() - t;
			p->unit[i].calls++;
		}
	}
	for (int i = 0; i < p->ncommit; i++)
		if (p->commit[i].copy)
			memcpy(p->commit[i].entry->next, p->val[p->val[p->commit[i].value].root].ptr, p->commit[i].entry->t.nbytes);
	return 0;
}

const void *gan_plan_value(const struct gan_plan *p, const struct gan_node *n)
{
	return root_of(p, n)->ptr;
}

double gan_plan_scalar(const struct gan_plan *p, const struct gan_node *n)
{
	return (double)*(const gan_real *)gan_plan_value(p, n);
}

void gan_plan_commit(struct gan_plan *p)
{
	for (int i = 0; i < p->ncommit; i++) {
		struct gan_entry *entry = p->commit[i].entry;
		void *old = entry->t.data;

		entry->t.data = entry->next;
		entry->next = old;
	}
}

void gan_plan_stats(const struct gan_plan *p, struct gan_plan_stats *s)
{
	*s = (struct gan_plan_stats){ p->arena_bytes, p->shadow_bytes, p->scratch_bytes, 0, (size_t)p->nunit };
	for (int id = 0; id < p->n; id++)
		s->nodes += p->val[id].live;
}
