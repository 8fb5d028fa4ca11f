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

/* Is the entry state of this group under an optimiser or slot that is not in use any more, or of a parameter that is frozen? Such
   moments would be stale when they came back, so they go. */
static int is_stale(const struct gan_kv *hyper, const char *entry, const struct gan_net *net, const char *optim,
                    const char *const *slots)
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
		return strcmp(name, optim) || (strcmp(slot, "t") && !has_slot(slots, slot)) || gan_is_frozen(hyper, dot + 1);
	}
	return 0;
}

static void remove_stale(const struct gan_kv *hyper, struct gan_store *store, const struct gan_net *net, const char *optim,
                         const char *const *slots)
{
	for (size_t i = store->n; i-- > 0;)
		if (is_stale(hyper, store->entry[i]->name, net, optim, slots))
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

	if (gan_lr_fits(s->hyper, net->name, e) || gan_freeze_fits(s, net, e))
		return -1;
	remove_stale(s->hyper, s->store, net, optim, slots);
	n = s->store->n;
	for (size_t i = 0; i < n; i++)
		if (gan_is_updated(s->hyper, net, s->store->entry[i]->name) && add_slots(s->store, s->store->entry[i], optim, slots, e))
			return -1;
	if (snprintf(counter, sizeof counter, "%s.t.%s", optim, net->name) >= (int)sizeof counter)
		return gan_fail(e, GAN_DATA, "the net name '%.80s' is too long", net->name);
	if (!gan_store_find(s->store, counter) && !gan_store_add(s->store, counter, GAN_I64, &scalar, GAN_LAYOUT_PLAIN, e))
		return -1;
	return 0;
}

/* The parameters of a net: names, their values when the descent began, and the gradients so far. */
struct gan_descent {
	struct gan_step_graph *sg;
	struct gan_scope *scope;
	const struct gan_step_spec *s;
	const struct gan_net *net;
	int parts;
	const char **name;
	struct gan_node **w, **sum, **grad;
	int n;
};

static void descent_free(struct gan_descent *d)
{
	gan_free(d->name);
	gan_free(d->w);
	gan_free(d->sum);
	gan_free(d->grad);
	gan_free(d);
}

struct gan_descent *gan_descent_new(struct gan_step_graph *sg, struct gan_scope *scope, const struct gan_step_spec *s,
                                    const struct gan_net *net, int parts)
{
	struct gan_err *e = &sg->g->err;
	struct gan_descent *d = gan_alloc(1, sizeof *d, e);

	if (!d)
		return NULL;
	*d = (struct gan_descent){ .sg = sg, .scope = scope, .s = s, .net = net, .parts = parts };
	d->name = gan_alloc(s->store->n, sizeof *d->name, e);
	d->w = gan_alloc(s->store->n, sizeof *d->w, e);
	d->sum = gan_alloc(s->store->n, sizeof *d->sum, e);
	d->grad = gan_alloc(s->store->n, sizeof *d->grad, e);
	if (!d->name || !d->w || !d->sum || !d->grad) {
		descent_free(d);
		return NULL;
	}
	for (size_t i = 0; i < s->store->n; i++) {
		const char *name = s->store->entry[i]->name;

		if (!gan_is_updated(s->hyper, net, name))
			continue;
		d->name[d->n] = name;
		d->w[d->n++] = gan_scope_get(scope, name);
	}
	return d;
}

void gan_descent_add(struct gan_descent *d, struct gan_node *loss)
{
	struct gan_graph *g;

	if (!d || !loss)
		return;
	g = d->sg->g;
	if (d->parts > 1)
		loss = gan_muls(g, loss, 1. / d->parts);
	if (gan_grad(g, loss, d->w, d->n, d->grad))
		return;
	for (int i = 0; i < d->n; i++) {
		if (!d->grad[i]) /* the loss does not depend on it */
			continue;
		/* a view is not fused with what follows: else all parts' gradients would be kept for one sum at the end */
		d->sum[i] = d->sum[i] ? gan_stop_gradient(g, gan_add(g, d->sum[i], d->grad[i])) : d->grad[i];
	}
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

/* The squared gradients' sum, or NULL where there is no gradient. */
static struct gan_node *sum_squares(const struct gan_descent *d)
{
	struct gan_graph *g = d->sg->g;
	struct gan_node *sum = NULL;

	for (int i = 0; i < d->n; i++) {
		struct gan_node *sq = d->sum[i] ? gan_sum_all(g, gan_square(g, d->sum[i])) : NULL;

		sum = sum && sq ? gan_add(g, sum, sq) : sq ? sq : sum;
	}
	return sum;
}

/* min(1, c/(norm + 1e-6)), as clip_grad_norm_ of PyTorch; NULL where clip-grad is off. */
static struct gan_node *clip_factor(const struct gan_descent *d, struct gan_node *sumsq)
{
	double c = gan_train_group_real(d->s->hyper, "clip-grad", d->net->name);
	struct gan_graph *g = d->sg->g;

	if (!(c > 0) || !sumsq)
		return NULL;
	return gan_min(g, gan_muls(g, gan_recip(g, gan_adds(g, gan_sqrt(g, sumsq), 1e-6)), c), gan_const(g, 1));
}

void gan_descent_end(struct gan_descent *d, int ahead, struct gan_node **sumsq)
{
	struct gan_node *sum = NULL, *factor;

	if (d) {
		struct gan_update u = { .sg = d->sg, .hyper = d->s->hyper, .group = d->net->name, .ahead = ahead };
		struct gan_graph *g = d->sg->g;

		sum = sum_squares(d);
		factor = clip_factor(d, sum);
		for (int i = 0; i < d->n; i++)
			if (d->sum[i])
				update_param(&u, d->scope, d->name[i], d->w[i], factor ? gan_mul(g, d->sum[i], factor) : d->sum[i]);
		if (!sum)
			gan_graph_fail(g, GAN_DATA, "net %s: the loss does not depend on any of its parameters", d->net->name);
		descent_free(d);
	}
	if (sumsq)
		*sumsq = sum;
}

void gan_group_update(struct gan_step_graph *sg, struct gan_scope *scope, const struct gan_step_spec *s,
                      const struct gan_net *net, struct gan_node *loss, int ahead, struct gan_node **sumsq)
{
	struct gan_descent *d = gan_descent_new(sg, scope, s, net, 1);

	gan_descent_add(d, loss);
	gan_descent_end(d, ahead, sumsq);
}

void gan_group_tick(struct gan_step_graph *sg, const struct gan_step_spec *s, const struct gan_net *net, int updates)
{
	char counter[64];

	snprintf(counter, sizeof counter, "%s.t.%s", gan_train_group_text(s->hyper, "optim", net->name), net->name);
	gan_step_tick(sg, counter, updates);
}
