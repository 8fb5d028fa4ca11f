#include "model/trainer.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "base/mem.h"

/* The step in one of its forms, compiled. */
struct compiled {
	struct compiled *next;
	struct gan_step_form form;
	struct gan_step_graph sg;
	struct gan_plan *plan;
	const struct gan_entry **counter; /* of sg.host; NULL: the step counts */
	struct gan_entry *tick[GAN_MAX_TICK];
	int column[GAN_MAX_WATCH];
	int64_t (*rng)[3]; /* of sg.rng */
};

struct gan_trainer {
	struct gan_model *m;
	struct gan_step_spec spec;
	unsigned flags;
	struct compiled *all, *now;
	int64_t rng[3];
	double value[GAN_MAX_WATCH];
	float logged[GAN_MAX_WATCH];
};

static int find_counters(struct gan_trainer *t, struct compiled *c, struct gan_err *e)
{
	c->counter = gan_alloc(c->sg.nhost + 1, sizeof *c->counter, e);
	c->rng = gan_alloc(c->sg.nrng + 1, sizeof *c->rng, e);
	if (!c->counter || !c->rng)
		return -1;
	for (size_t i = 0; i < c->sg.nhost; i++)
		if (*c->sg.host[i].counter && !(c->counter[i] = gan_store_find(&t->m->store, c->sg.host[i].counter)))
			return gan_fail(e, GAN_INTERNAL, "no counter '%s'", c->sg.host[i].counter);
	for (int i = 0; i < c->sg.ntick; i++) {
		c->tick[i] = gan_store_find(&t->m->store, c->sg.tick[i].name);
		if (!c->tick[i])
			return gan_fail(e, GAN_INTERNAL, "no counter '%s'", c->sg.tick[i].name);
		if (c->tick[i]->t.dtype != GAN_I64 || c->tick[i]->t.shape.rank || *(int64_t *)c->tick[i]->t.data < 0)
			return gan_fail(e, GAN_DATA, "tensor '%s': expected a count (I64 [])", c->sg.tick[i].name);
	}
	return 0;
}

static unsigned plan_flags(const struct gan_trainer *t, unsigned flags)
{
	const int bf16 = !strcmp(gan_train_text(&t->m->hyper, "precision"), "bf16");

	return (flags & GAN_TRAINER_NAIVE ? GAN_PLAN_NAIVE : 0) | (bf16 ? GAN_PLAN_BF16 : 0);
}

static int make_plan(struct gan_trainer *t, struct compiled *c, struct gan_err *e)
{
	struct gan_node *out[GAN_MAX_WATCH];

	for (int i = 0; i < c->sg.nwatch; i++) {
		out[i] = c->sg.watch[i].node;
		c->column[i] = gan_log_column(&t->m->log, c->sg.watch[i].name, e);
		if (c->column[i] < 0)
			return -1;
	}
	if (gan_stream_max_bytes(&c->sg.g->max_bytes, e))
		return -1;
	c->plan = gan_plan_new(c->sg.g, &t->m->store, out, c->sg.nwatch, plan_flags(t, t->flags), e);
	return c->plan ? 0 : -1;
}

static void compiled_free(struct compiled *c)
{
	if (!c)
		return;
	gan_plan_free(c->plan);
	gan_step_graph_free(&c->sg);
	gan_free(c->counter);
	gan_free(c->rng);
	gan_free(c);
}

static struct compiled *compile(struct gan_trainer *t, struct gan_err *e)
{
	struct compiled *c = gan_alloc(1, sizeof *c, e);

	if (!c)
		return NULL;
	c->form = t->spec.form;
	if (!gan_step_graph_build(&c->sg, &t->spec, e) && !find_counters(t, c, e) && !make_plan(t, c, e))
		return c;
	compiled_free(c);
	return NULL;
}

/* Makes the form of the next step the present one. */
static int choose(struct gan_trainer *t, struct gan_err *e)
{
	struct gan_step_form *f = &t->spec.form;
	struct compiled *c = t->all;

	if (gan_step_form_at(f, &t->spec, t->m->step, e))
		return -1;
	while (c && (c->form.d_steps != f->d_steps || c->form.d_idle != f->d_idle))
		c = c->next;
	if (!c) {
		c = compile(t, e);
		if (!c)
			return -1;
		c->next = t->all;
		t->all = c;
	}
	t->now = c;
	return 0;
}

struct gan_trainer *gan_trainer_new(struct gan_model *m, const struct gan_data_size *size, unsigned flags, struct gan_err *e)
{
	struct gan_trainer *t = gan_alloc(1, sizeof *t, e);

	if (!t)
		return NULL;
	t->m = m;
	t->flags = flags;
	t->spec = (struct gan_step_spec){
		.nets = &m->nets, .hyper = &m->hyper, .store = &m->store, .batch = gan_train_int(&m->hyper, "batch"),
		.has_labels = size->has_labels, .nclass = size->nclass, .source = size->source, .h = size->h, .w = size->w, .c = size->c,
		.d = size->d, .z_input = !!(flags & GAN_TRAINER_Z_INPUT),
	};
	if (plan_flags(t, 0) & GAN_PLAN_BF16 && !gan_plan_bf16())
		gan_fail(e, GAN_UNAVAILABLE, "precision=bf16: expected a CPU with AMX-BF16 or AVX512-BF16, found neither "
		         "(give precision=f32, which goes on with the same model anywhere)");
	else if (!choose(t, e))
		return t;
	gan_trainer_free(t);
	return NULL;
}

void gan_trainer_free(struct gan_trainer *t)
{
	if (!t)
		return;
	while (t->all) {
		struct compiled *c = t->all;

		t->all = c->next;
		compiled_free(c);
	}
	gan_free(t);
}

int64_t gan_trainer_wants(struct gan_trainer *t, struct gan_err *e)
{
	return choose(t, e) ? -1 : t->now->sg.samples;
}

static void bind(struct gan_trainer *t, const void *x, const int64_t *y)
{
	t->rng[0] = (int64_t)t->m->seed;
	t->rng[1] = (int64_t)t->m->step;
	t->rng[2] = 0;
	/* inputs that this step does not have are none of our business */
	gan_plan_bind(t->now->plan, "rng", t->rng);
	for (size_t i = 0; i < t->now->sg.nrng; i++) {
		memcpy(t->now->rng[i], t->rng, sizeof t->rng);
		t->now->rng[i][2] = t->now->sg.rng[i].first;
		gan_plan_bind(t->now->plan, t->now->sg.rng[i].name, t->now->rng[i]);
	}
	gan_plan_bind(t->now->plan, "x", x);
	if (y)
		gan_plan_bind(t->now->plan, "y", y);
	for (size_t i = 0; i < t->now->sg.nhost; i++) {
		const struct gan_host *h = &t->now->sg.host[i];
		struct gan_when w = { .t = t->m->step + 1, .step = t->m->step + 1 };

		if (t->now->counter[i])
			w.t = *(const uint64_t *)t->now->counter[i]->t.data + (uint64_t)h->ahead;
		gan_plan_bind_scalar(t->now->plan, h->name, h->value(h->a, &w));
	}
}

/* Takes all the watches' values; fails where one must be finite and is not. */
static int look(struct gan_trainer *t, struct gan_err *e)
{
	const struct gan_watch *lost = NULL;
	double at = 0;

	for (int i = 0; i < t->now->sg.nwatch; i++) {
		const struct gan_watch *w = &t->now->sg.watch[i];
		double v = gan_plan_scalar(t->now->plan, w->node);

		t->value[i] = v;
		t->logged[i] = (float)v;
		if (!lost && w->must_be_finite && !isfinite(v)) {
			lost = w;
			at = v;
		}
	}
	if (!lost)
		return 0;
	return gan_fail(e, GAN_DIVERGED, "step %" PRIu64 ": %s is %s: training diverged (a smaller lr= may help)", t->m->step + 1,
	                lost->name, isnan(at) ? "not a number" : at > 0 ? "infinite" : "minus infinite");
}

int gan_trainer_step(struct gan_trainer *t, const void *x, const int64_t *y, struct gan_err *e)
{
	if (choose(t, e))
		return -1;
	bind(t, x, y);
	if (gan_plan_run(t->now->plan, e) || look(t, e))
		return -1;
	gan_plan_commit(t->now->plan);
	for (int i = 0; i < t->now->sg.ntick; i++)
		*(int64_t *)t->now->tick[i]->t.data += t->now->sg.tick[i].add;
	t->m->step++;
	t->m->images += (uint64_t)t->now->sg.samples;
	gan_log_add(&t->m->log, (int64_t)t->m->step, t->now->column, t->logged, t->now->sg.nwatch);
	return 0;
}

int gan_trainer_nwatch(const struct gan_trainer *t)
{
	return t->now->sg.nwatch;
}

const char *gan_trainer_watch(const struct gan_trainer *t, int i)
{
	return t->now->sg.watch[i].name;
}

double gan_trainer_value(const struct gan_trainer *t, int i)
{
	return t->value[i];
}

void gan_trainer_stats(const struct gan_trainer *t, struct gan_plan_stats *s)
{
	*s = (struct gan_plan_stats){ 0 };
	for (const struct compiled *c = t->all; c; c = c->next) {
		struct gan_plan_stats one;

		gan_plan_stats(c->plan, &one);
		s->arena_bytes += one.arena_bytes;
		s->scratch_bytes += one.scratch_bytes;
		s->shadow_bytes = one.shadow_bytes > s->shadow_bytes ? one.shadow_bytes : s->shadow_bytes;
		s->nodes += one.nodes;
		s->kernels += one.kernels;
	}
}

struct gan_plan *gan_trainer_plan(struct gan_trainer *t)
{
	return t->now->plan;
}
