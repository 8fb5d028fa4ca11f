/* One descent step of a group of parameters (a net's trained entries) through the optimiser of that group. */
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "train/train.h"

struct gan_node *gan_update_host(const struct gan_update *u, const char *what,
                                 double (*value)(const double *a, const struct gan_when *w), const double *a, int na)
{
	const char *optim = gan_train_group_text(u->hyper, "optim", u->group);
	char name[64], counter[64];

	snprintf(name, sizeof name, "%s.%s.%d", what, u->group, u->ahead);
	snprintf(counter, sizeof counter, "%s.t.%s", optim, u->group);
	return gan_step_host(u->sg, name, counter, u->ahead, value, a, na);
}

struct gan_node *gan_update_lr(const struct gan_update *u)
{
	double a[GAN_LR_ARGS];

	gan_lr_args(u, a);
	return gan_update_host(u, "lr", gan_lr_at, a, GAN_LR_ARGS);
}

/* Is the store's entry a trained parameter of the net? */
static int is_param(const struct gan_net *net, const char *entry)
{
	size_t n = strlen(net->name);

	return !strncmp(entry, net->name, n) && entry[n] == '.' && gan_net_is_trained(net, entry);
}

/* "adam.m.g.main.0.weight"; NULL where that is longer than any name may be. */
static const char *slot_name(char *buf, size_t size, const char *optim, const char *slot, const char *entry)
{
	int n = snprintf(buf, size, "%s.%s.%s", optim, slot, entry);

	return n > 0 && (size_t)n < size ? buf : NULL;
}

static int has_slot(const char *const *slots, const char *name)
{
	for (; *slots; slots++)
		if (!strcmp(*slots, name))
			return 1;
	return 0;
}

/* Is the entry state of this group under an optimiser or slot that is not in use any more? Such moments would be
   stale when the optimiser came back, so they go. */
static int is_stale(const char *entry, const struct gan_net *net, const char *optim, const char *const *slots)
{
	size_t group = strlen(net->name);

	for (size_t i = 0; i < gan_optim_count(); i++) {
		const char *name = gan_optim_at(i)->name, *rest, *dot;
		size_t n = strlen(name);
		char slot[16];

		if (strncmp(entry, name, n) || entry[n] != '.')
			continue;
		rest = entry + n + 1;
		dot = strchr(rest, '.');
		if (!dot || (size_t)(dot - rest) >= sizeof slot)
			continue;
		snprintf(slot, sizeof slot, "%.*s", (int)(dot - rest), rest);
		if (strncmp(dot + 1, net->name, group) || (dot[1 + group] && dot[1 + group] != '.'))
			continue;
		return strcmp(name, optim) || (strcmp(slot, "t") && !has_slot(slots, slot));
	}
	return 0;
}

static void remove_stale(struct gan_store *store, const struct gan_net *net, const char *optim, const char *const *slots)
{
	for (size_t i = store->n; i-- > 0;)
		if (is_stale(store->entry[i]->name, net, optim, slots))
			gan_store_remove(store, store->entry[i]->name);
}

static int add_slots(struct gan_store *store, const struct gan_entry *param, const char *optim, const char *const *slots,
                     struct gan_err *e)
{
	char name[1280];

	for (; *slots; slots++) {
		struct gan_entry *old;

		if (!slot_name(name, sizeof name, optim, *slots, param->name))
			return gan_fail(e, GAN_DATA, "the name '%.80s...' is too long", param->name);
		old = gan_store_find(store, name);
		if (old && !gan_shape_eq(&old->t.shape, &param->t.shape))
			return gan_fail(e, GAN_DATA, "tensor '%s' has another shape than its parameter", name);
		if (!old && !gan_store_add(store, name, param->t.dtype, &param->t.shape, param->t.layout, e))
			return -1;
	}
	return 0;
}

int gan_group_prepare(const struct gan_step_spec *s, const struct gan_net *net, struct gan_err *e)
{
	const char *optim = gan_train_group_text(s->hyper, "optim", net->name);
	const char *const *slots = gan_optim_find(optim)->slots(s->hyper, net->name);
	struct gan_shape scalar = gan_shape_of(0);
	char counter[64];
	size_t n;

	remove_stale(s->store, net, optim, slots);
	n = s->store->n;
	for (size_t i = 0; i < n; i++)
		if (is_param(net, s->store->entry[i]->name) && add_slots(s->store, s->store->entry[i], optim, slots, e))
			return -1;
	if (snprintf(counter, sizeof counter, "%s.t.%s", optim, net->name) >= (int)sizeof counter)
		return gan_fail(e, GAN_DATA, "the net name '%.80s' is too long", net->name);
	if (!gan_store_find(s->store, counter) && !gan_store_add(s->store, counter, GAN_I64, &scalar, GAN_LAYOUT_PLAIN, e))
		return -1;
	return 0;
}

/* The parameters of a net: names and their values now. */
struct params {
	const char **name;
	struct gan_node **w, **grad;
	int n;
};

static int params_collect(struct params *p, struct gan_scope *scope, const struct gan_step_spec *s, const struct gan_net *net,
                          struct gan_err *e)
{
	p->name = gan_alloc(s->store->n, sizeof *p->name, e);
	p->w = gan_alloc(s->store->n, sizeof *p->w, e);
	p->grad = gan_alloc(s->store->n, sizeof *p->grad, e);
	if (!p->name || !p->w || !p->grad)
		return -1;
	for (size_t i = 0; i < s->store->n; i++) {
		const char *name = s->store->entry[i]->name;

		if (!is_param(net, name))
			continue;
		p->name[p->n] = name;
		p->w[p->n++] = gan_scope_get(scope, name);
	}
	return 0;
}

static void update_param(const struct gan_update *u, struct gan_scope *scope, const char *name, struct gan_node *w,
                         struct gan_node *grad)
{
	const char *optim = gan_train_group_text(u->hyper, "optim", u->group);
	const struct gan_optim *o = gan_optim_find(optim);
	const char *const *slots = o->slots(u->hyper, u->group);
	double decay = gan_train_group_real(u->hyper, "weight-decay", u->group);
	struct gan_node *slot[GAN_MAX_SLOT];
	char buf[1280];

	for (int i = 0; slots[i]; i++)
		slot[i] = gan_scope_get(scope, slot_name(buf, sizeof buf, optim, slots[i], name));
	if (decay > 0)
		grad = gan_add(u->sg->g, grad, gan_muls(u->sg->g, w, decay));
	gan_scope_set(scope, name, o->update(u, w, grad, slot));
	for (int i = 0; slots[i]; i++)
		gan_scope_set(scope, slot_name(buf, sizeof buf, optim, slots[i], name), slot[i]);
}

void gan_group_update(struct gan_step_graph *sg, struct gan_scope *scope, const struct gan_step_spec *s,
                      const struct gan_net *net, struct gan_node *loss, int ahead, struct gan_node **sumsq)
{
	struct gan_update u = { .sg = sg, .hyper = s->hyper, .group = net->name, .ahead = ahead };
	struct params p = { 0 };
	struct gan_node *sum = NULL;

	if (params_collect(&p, scope, s, net, &sg->g->err) || !loss || gan_grad(sg->g, loss, p.w, p.n, p.grad))
		goto out;
	for (int i = 0; i < p.n; i++) {
		struct gan_node *sq;

		if (!p.grad[i]) /* the loss does not depend on it */
			continue;
		sq = gan_sum_all(sg->g, gan_square(sg->g, p.grad[i]));
		sum = sum ? gan_add(sg->g, sum, sq) : sq;
		update_param(&u, scope, p.name[i], p.w[i], p.grad[i]);
	}
	if (!sum)
		gan_graph_fail(sg->g, GAN_DATA, "net %s: the loss does not depend on any of its parameters", net->name);
out:
	if (sumsq)
		*sumsq = sum;
	gan_free(p.name);
	gan_free(p.w);
	gan_free(p.grad);
}

void gan_group_tick(struct gan_step_graph *sg, const struct gan_step_spec *s, const struct gan_net *net, int updates)
{
	struct gan_tick *t = &sg->tick[sg->ntick];

	if (sg->ntick == GAN_MAX_TICK) {
		gan_graph_fail(sg->g, GAN_INTERNAL, "more than %d groups", GAN_MAX_TICK);
		return;
	}
	snprintf(t->name, sizeof t->name, "%s.t.%s", gan_train_group_text(s->hyper, "optim", net->name), net->name);
	t->add = updates;
	sg->ntick++;
}
