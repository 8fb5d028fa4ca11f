/* Historical averaging (Salimans et al. 2016, sec. 3.3): weight ||theta - m||^2 over all trained numbers of a net, m their mean
   over all updates so far, this one's start included. The mean is state: "hist.<parameter>", and "hist.n.<net>" counts. */
#include <stdio.h>
#include "train/duel.h"

static int add_means(const struct gan_step_spec *s, const struct gan_net *net, struct gan_err *e)
{
	const struct gan_shape scalar = gan_shape_of(0);
	const size_t n = s->store->n;
	char name[1280];

	for (size_t i = 0; i < n; i++) {
		const struct gan_entry *w = s->store->entry[i];

		if (!gan_net_is_trained(net, w->name))
			continue;
		snprintf(name, sizeof name, "hist.%s", w->name);
		if (!gan_store_find(s->store, name) && !gan_store_add(s->store, name, w->t.dtype, &w->t.shape, w->t.layout, e))
			return -1;
	}
	snprintf(name, sizeof name, "hist.n.%s", net->name);
	return gan_store_find(s->store, name) || gan_store_add(s->store, name, GAN_REAL, &scalar, GAN_LAYOUT_PLAIN, e) ? 0 : -1;
}

static int prepare(const struct gan_step_spec *s, int on, struct gan_err *e)
{
	static const char *const nets[] = { "d", "g" };
	char name[64];

	for (size_t i = 0; i < 2; i++) {
		if (on && gan_train_group_real(s->hyper, "hist", nets[i]) > 0) {
			if (add_means(s, gan_nets_find(s->nets, nets[i]), e))
				return -1;
			continue;
		}
		snprintf(name, sizeof name, "hist.%s.", nets[i]);
		gan_store_remove_all(s->store, name);
		snprintf(name, sizeof name, "hist.n.%s", nets[i]);
		gan_store_remove_all(s->store, name);
	}
	return 0;
}

/* The means go on by what the net is now. */
static void run_on(const struct gan_duel *d, const struct gan_net *net)
{
	const struct gan_store *store = d->s->store;
	struct gan_graph *g = d->g;
	struct gan_node *n, *w, *m;
	char name[1280];

	snprintf(name, sizeof name, "hist.n.%s", net->name);
	n = gan_adds(g, gan_scope_get(d->scope, name), 1);
	gan_scope_set(d->scope, name, n);
	for (size_t i = 0; i < store->n; i++) {
		if (!gan_net_is_trained(net, store->entry[i]->name))
			continue;
		snprintf(name, sizeof name, "hist.%s", store->entry[i]->name);
		w = gan_scope_get(d->scope, store->entry[i]->name);
		m = gan_scope_get(d->scope, name);
		gan_scope_set(d->scope, name, gan_stop_gradient(g, gan_add(g, m, gan_div(g, gan_sub(g, w, m), n))));
	}
}

/* An update in parts is one: its first part moves the means. */
static struct gan_node *of_net(const struct gan_duel *d, const struct gan_pass *p, const struct gan_net *net, double weight)
{
	const struct gan_store *store = d->s->store;
	struct gan_graph *g = d->g;
	struct gan_node *sum = NULL, *far, *sq;
	char name[1280];

	if (!p->part)
		run_on(d, net);
	for (size_t i = 0; i < store->n; i++) {
		if (!gan_net_is_trained(net, store->entry[i]->name))
			continue;
		snprintf(name, sizeof name, "hist.%s", store->entry[i]->name);
		far = gan_sub(g, gan_scope_get(d->scope, store->entry[i]->name), gan_scope_get(d->scope, name));
		sq = gan_sum_all(g, gan_square(g, far));
		sum = sum ? gan_add(g, sum, sq) : sq;
	}
	return sum ? gan_muls(g, sum, weight) : NULL;
}

static struct gan_node *of_d(const struct gan_duel *d, const struct gan_pass *p, double weight)
{
	return of_net(d, p, d->dis, weight);
}

static struct gan_node *of_g(const struct gan_duel *d, const struct gan_pass *p, double weight)
{
	return of_net(d, p, d->gen, weight);
}

const struct gan_reg gan_reg_hist = {
	.name = "hist",
	.help = "hist ||theta - mean of theta so far||^2 (historical averaging: Salimans 2016)",
	.prepare = prepare,
	.d = of_d,
	.g = of_g,
};
