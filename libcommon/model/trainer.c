#include "model/trainer.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "base/mem.h"

struct gan_trainer {
	struct gan_model *m;
	struct gan_step_graph sg;
	struct gan_plan *plan;
	int64_t batch;
	int64_t rng[3];
	const struct gan_entry *counter[GAN_MAX_HOST]; /* of sg.host; NULL: the step counts */
	struct gan_entry *tick[GAN_MAX_TICK];
	int column[GAN_MAX_WATCH];
	float value[GAN_MAX_WATCH];
};

static int find_counters(struct gan_trainer *t, struct gan_err *e)
{
	for (int i = 0; i < t->sg.nhost; i++)
		if (*t->sg.host[i].counter && !(t->counter[i] = gan_store_find(&t->m->store, t->sg.host[i].counter)))
			return gan_fail(e, GAN_INTERNAL, "no counter '%s'", t->sg.host[i].counter);
	for (int i = 0; i < t->sg.ntick; i++) {
		t->tick[i] = gan_store_find(&t->m->store, t->sg.tick[i].name);
		if (!t->tick[i])
			return gan_fail(e, GAN_INTERNAL, "no counter '%s'", t->sg.tick[i].name);
		if (t->tick[i]->t.dtype != GAN_I64 || t->tick[i]->t.shape.rank || *(int64_t *)t->tick[i]->t.data < 0)
			return gan_fail(e, GAN_DATA, "tensor '%s': expected a count (I64 [])", t->sg.tick[i].name);
	}
	return 0;
}

static unsigned plan_flags(const struct gan_trainer *t, unsigned flags)
{
	const int bf16 = !strcmp(gan_train_text(&t->m->hyper, "precision"), "bf16");

	return (flags & GAN_TRAINER_NAIVE ? GAN_PLAN_NAIVE : 0) | (bf16 ? GAN_PLAN_BF16 : 0);
}

static int compile(struct gan_trainer *t, unsigned flags, struct gan_err *e)
{
	struct gan_node *out[GAN_MAX_WATCH];

	for (int i = 0; i < t->sg.nwatch; i++) {
		out[i] = t->sg.watch[i].node;
		t->column[i] = gan_log_column(&t->m->log, t->sg.watch[i].name, e);
		if (t->column[i] < 0)
			return -1;
	}
	if (gan_stream_max_bytes(&t->sg.g->max_bytes, e))
		return -1;
	t->plan = gan_plan_new(t->sg.g, &t->m->store, out, t->sg.nwatch, plan_flags(t, flags), e);
	return t->plan ? 0 : -1;
}

struct gan_trainer *gan_trainer_new(struct gan_model *m, const struct gan_data_size *size, unsigned flags, struct gan_err *e)
{
	struct gan_trainer *t = gan_alloc(1, sizeof *t, e);
	struct gan_step_spec spec = {
		.nets = &m->nets, .hyper = &m->hyper, .store = &m->store, .batch = gan_train_int(&m->hyper, "batch"),
		.has_labels = size->has_labels, .source = size->source, .h = size->h, .w = size->w, .c = size->c, .d = size->d,
		.z_input = !!(flags & GAN_TRAINER_Z_INPUT),
	};

	if (!t)
		return NULL;
	t->m = m;
	t->batch = spec.batch;
	if (plan_flags(t, 0) & GAN_PLAN_BF16 && !gan_plan_bf16()) {
		gan_fail(e, GAN_UNAVAILABLE, "precision=bf16: expected a CPU with AMX-BF16 or AVX512-BF16, found neither "
		         "(give precision=f32, which goes on with the same model anywhere)");
		gan_trainer_free(t);
		return NULL;
	}
	if (gan_step_graph_build(&t->sg, &spec, e) || find_counters(t, e) || compile(t, flags, e)) {
		gan_trainer_free(t);
		return NULL;
	}
	return t;
}

void gan_trainer_free(struct gan_trainer *t)
{
	if (!t)
		return;
	gan_plan_free(t->plan);
	gan_step_graph_free(&t->sg);
	gan_free(t);
}

static void bind(struct gan_trainer *t, const void *x, const int64_t *y)
{
	t->rng[0] = (int64_t)t->m->seed;
	t->rng[1] = (int64_t)t->m->step;
	t->rng[2] = 0;
	/* inputs that this step does not have are none of our business */
	gan_plan_bind(t->plan, "rng", t->rng);
	gan_plan_bind(t->plan, "x", x);
	if (y)
		gan_plan_bind(t->plan, "y", y);
	for (int i = 0; i < t->sg.nhost; i++) {
		const struct gan_host *h = &t->sg.host[i];
		uint64_t n = t->m->step + 1;

		if (t->counter[i])
			n = *(const uint64_t *)t->counter[i]->t.data + (uint64_t)h->ahead;
		gan_plan_bind_scalar(t->plan, h->name, h->value(h->a, n));
	}
}

/* Takes the watches' values; fails at the first that must be finite and is not. */
static int look(struct gan_trainer *t, struct gan_err *e)
{
	for (int i = 0; i < t->sg.nwatch; i++) {
		const struct gan_watch *w = &t->sg.watch[i];
		double v = gan_plan_scalar(t->plan, w->node);

		t->value[i] = (float)v;
		if (w->must_be_finite && !isfinite(v))
			return gan_fail(e, GAN_DIVERGED, "step %" PRIu64 ": %s is %s: training diverged (a smaller lr= may help)",
			                t->m->step + 1, w->name, isnan(v) ? "not a number" : v > 0 ? "infinite" : "minus infinite");
	}
	return 0;
}

int gan_trainer_step(struct gan_trainer *t, const void *x, const int64_t *y, struct gan_err *e)
{
	bind(t, x, y);
	if (gan_plan_run(t->plan, e) || look(t, e))
		return -1;
	gan_plan_commit(t->plan);
	for (int i = 0; i < t->sg.ntick; i++)
		*(int64_t *)t->tick[i]->t.data += t->sg.tick[i].add;
	t->m->step++;
	t->m->images += (uint64_t)t->batch;
	gan_log_add(&t->m->log, (int64_t)t->m->step, t->column, t->value, t->sg.nwatch);
	return 0;
}

int gan_trainer_nwatch(const struct gan_trainer *t)
{
	return t->sg.nwatch;
}

const char *gan_trainer_watch(const struct gan_trainer *t, int i)
{
	return t->sg.watch[i].name;
}

double gan_trainer_value(const struct gan_trainer *t, int i)
{
	return t->value[i];
}

struct gan_plan *gan_trainer_plan(struct gan_trainer *t)
{
	return t->plan;
}
