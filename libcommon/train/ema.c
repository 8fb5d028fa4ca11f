/* Running averages of weights: ema.w <- b ema.w + (1-b) w', with b = min(ema, (1+t)/(10+t)) in step t, so that the average
   of a young model is not made of its first weights. Buffers (running statistics) are copied. */
#include <stdio.h>
#include <string.h>
#include "graph/op.h"
#include "train/train.h"

static double decay(const double *a, const struct gan_when *w)
{
	double t = (double)w->t, ramp = (1 + t) / (10 + t);

	return ramp < a[0] ? ramp : a[0];
}

static double rest(const double *a, const struct gan_when *w)
{
	return 1 - decay(a, w);
}

static int of_net(const struct gan_net *net, const char *entry)
{
	size_t n = strlen(net->name);

	return !strncmp(entry, net->name, n) && entry[n] == '.';
}

int gan_ema_prepare(const struct gan_step_spec *s, const struct gan_net *net, struct gan_err *e)
{
	char name[1280];
	size_t n;

	if (!(gan_train_real(s->hyper, "ema") > 0)) {
		snprintf(name, sizeof name, "ema.%s.", net->name);
		gan_store_remove_all(s->store, name);
		return 0;
	}
	n = s->store->n;
	for (size_t i = 0; i < n; i++) {
		const struct gan_entry *from = s->store->entry[i];
		struct gan_entry *to;

		if (!of_net(net, from->name))
			continue;
		snprintf(name, sizeof name, "ema.%s", from->name);
		if (gan_store_find(s->store, name))
			continue;
		to = gan_store_add(s->store, name, from->t.dtype, &from->t.shape, from->t.layout, e);
		if (!to)
			return -1;
		memcpy(to->t.data, from->t.data, from->t.nbytes);
	}
	return 0;
}

void gan_ema_update(struct gan_step_graph *sg, struct gan_scope *scope, const struct gan_step_spec *s, const struct gan_net *net)
{
	double ema = gan_train_real(s->hyper, "ema");
	struct gan_node *b, *c;

	if (!(ema > 0))
		return;
	b = gan_step_host(sg, "ema.decay", "", 0, decay, &ema, 1);
	c = gan_step_host(sg, "ema.rest", "", 0, rest, &ema, 1);
	for (size_t i = 0; i < s->store->n; i++) {
		const char *entry = s->store->entry[i]->name;
		struct gan_node *w, *old;
		char name[1280];

		if (!of_net(net, entry))
			continue;
		snprintf(name, sizeof name, "ema.%s", entry);
		w = gan_scope_get(scope, entry);
		if (w && !strcmp(w->op->name, "state"))
			continue; /* not changed in this step */
		if (gan_net_is_trained(net, entry)) {
			old = gan_scope_get(scope, name);
			w = gan_add(sg->g, gan_mul(sg->g, old, b), gan_mul(sg->g, w, c));
		}
		gan_scope_set(scope, name, w);
	}
}
