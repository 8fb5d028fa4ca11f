/* The graph of a step: what every objective shares. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "train/train.h"

void gan_step_watch(struct gan_step_graph *sg, const char *name, struct gan_node *node, int must_be_finite)
{
	if (!node)
		return;
	if (sg->nwatch == GAN_MAX_WATCH) {
		gan_graph_fail(sg->g, GAN_INTERNAL, "more than %d watches", GAN_MAX_WATCH);
		return;
	}
	sg->watch[sg->nwatch++] = (struct gan_watch){ .name = name, .node = node, .must_be_finite = must_be_finite };
}

struct gan_node *gan_step_host(struct gan_step_graph *sg, const char *name, const char *counter, int ahead,
                               double (*value)(const double *a, const struct gan_when *w), const double *a, int na)
{
	struct gan_host *h;

	for (size_t i = 0; i < sg->nhost; i++)
		if (!strcmp(sg->host[i].name, name))
			return gan_scalar(sg->g, name);
	if (na > GAN_MAX_HOST_ARG)
		return gan_graph_fail(sg->g, GAN_INTERNAL, "host scalar '%s': %d constants", name, na);
	if (gan_grow((void **)&sg->host, &sg->hostcap, sg->nhost + 1, sizeof *sg->host, &sg->g->err))
		return NULL;
	h = &sg->host[sg->nhost++];
	memset(h, 0, sizeof *h);
	snprintf(h->name, sizeof h->name, "%s", name);
	snprintf(h->counter, sizeof h->counter, "%s", counter);
	h->ahead = ahead;
	h->value = value;
	for (int i = 0; i < na; i++)
		h->a[i] = a[i];
	return gan_scalar(sg->g, name);
}

void gan_step_rng_from(struct gan_step_graph *sg, int64_t first, int again)
{
	char *name = sg->g->rng;
	size_t size = sizeof sg->g->rng;

	if (!first && !again) {
		*name = 0;
		return;
	}
	snprintf(name, size, "rng.%s%" PRId64, again ? "again." : "", first);
	for (size_t i = 0; i < sg->nrng; i++)
		if (!strcmp(sg->rng[i].name, name))
			return;
	if (gan_grow((void **)&sg->rng, &sg->rngcap, sg->nrng + 1, sizeof *sg->rng, &sg->g->err))
		return;
	snprintf(sg->rng[sg->nrng].name, sizeof sg->rng->name, "%s", name);
	sg->rng[sg->nrng++].first = first;
}

void gan_step_tick(struct gan_step_graph *sg, const char *counter, int add)
{
	struct gan_tick *t = &sg->tick[sg->ntick];

	if (sg->ntick == GAN_MAX_TICK) {
		gan_graph_fail(sg->g, GAN_INTERNAL, "more than %d counters", GAN_MAX_TICK);
		return;
	}
	snprintf(t->name, sizeof t->name, "%s", counter);
	t->add = add;
	sg->ntick++;
}

static const struct gan_objective *objective(const struct gan_step_spec *s, struct gan_err *e)
{
	const char *name = gan_train_text(s->hyper, "objective");
	const struct gan_objective *o = gan_objective_find(name);

	if (!o)
		gan_fail(e, GAN_USAGE, "unknown objective '%s'", name);
	return o;
}

int gan_step_form_at(struct gan_step_form *form, const struct gan_step_spec *s, uint64_t step, struct gan_err *e)
{
	const struct gan_objective *o = objective(s, e);

	*form = (struct gan_step_form){ .d_steps = 1 };
	if (o && o->form)
		o->form(form, s, step);
	return o ? 0 : -1;
}

int gan_step_graph_build(struct gan_step_graph *sg, const struct gan_step_spec *s, struct gan_err *e)
{
	const struct gan_objective *o = objective(s, e);

	memset(sg, 0, sizeof *sg);
	if (!o || o->fits(s, e) || gan_train_only(s->hyper, o, e) || o->prepare(s, e))
		return -1;
	sg->g = gan_graph_new(e);
	if (!sg->g)
		return -1;
	sg->samples = s->batch;
	if (!o->build(s, sg, e) && !gan_graph_ok(sg->g, e))
		return 0;
	gan_step_graph_free(sg);
	return -1;
}

void gan_step_graph_free(struct gan_step_graph *sg)
{
	if (!sg)
		return;
	gan_graph_free(sg->g);
	gan_free(sg->host);
	gan_free(sg->rng);
	memset(sg, 0, sizeof *sg);
}
