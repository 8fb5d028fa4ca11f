/* An update of D with and without the gradient penalty of WGAN-GP, and the making of its fakes alone: three plans that take turns
   in one process, so that what else the machine does hits them alike. bench_critic MODEL [THREADS [RUNS]]: prints seconds of an
   update with penalty, of a plain one, both with their fakes made, and how many plain ones the penalised one costs without
   them. On one thread seconds are those of the CPU. MODEL makes pictures. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/mem.h"
#include "base/pool.h"
#include "model/model.h"
#include "plan/plan.h"
#include "train/train.h"

enum { MAX_RUNS = 99 };

struct update {
	struct gan_step_graph sg;
	struct gan_plan *p;
	double seconds[MAX_RUNS];
};

static struct gan_err err;
static clockid_t clock_id = CLOCK_MONOTONIC;
static uint8_t *pictures;

static double now(void)
{
	struct timespec t;

	clock_gettime(clock_id, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Of the step's results only those that D's update makes stay: "d.<parameter>", "adam.m.d.<parameter>". */
static void keep_d(struct gan_graph *g)
{
	size_t n = 0;

	for (size_t i = 0; i < g->nassign; i++)
		if (!strncmp(g->assign[i].name, "d.", 2) || strstr(g->assign[i].name, ".d."))
			g->assign[n++] = g->assign[i];
	g->nassign = n;
}

static void bind_all(struct update *u)
{
	static const int64_t rng[3] = { 1, 1, 0 };
	const struct gan_when first = { .t = 1, .step = 1 };

	gan_plan_bind(u->p, "rng", rng);
	gan_plan_bind(u->p, "x", pictures);
	for (size_t i = 0; i < u->sg.nhost; i++)
		gan_plan_bind_scalar(u->p, u->sg.host[i].name, u->sg.host[i].value(u->sg.host[i].a, &first));
}

/* The nodes of G's pass as D's update has them. */
static struct gan_node *fakes(struct gan_model *m, struct gan_graph *g, int64_t batch)
{
	const struct gan_net *gen = gan_nets_find(&m->nets, "g");
	struct gan_scope *s = gan_scope_new(g, &m->store, &err);
	struct gan_node *z = gan_latents(g, &m->hyper, "z.d", batch, gen->in[0].n), *out = NULL;
	struct gan_apply a = { .mode = GAN_NET_TRAIN, .scope = s, .prefix = "", .rng = gan_rng(g), .purpose = "z.d",
	                       .in = &z, .out = &out };

	if (s && gan_net_apply(gen, g, &a, &err))
		out = NULL;
	gan_scope_free(s);
	return out;
}

static int make(struct update *u, struct gan_model *m, const char *gp, int fakes_only)
{
	const struct gan_io *x = &gan_nets_find(&m->nets, "d")->in[0];
	struct gan_step_spec s = { .nets = &m->nets, .hyper = &m->hyper, .store = &m->store, .h = x->h, .w = x->w, .c = x->c };
	struct gan_node *out = NULL;

	if (gan_kv_set(&m->hyper, "loss", "wgan", &err) || gan_kv_set(&m->hyper, "z", "fresh", &err) ||
	    gan_kv_set(&m->hyper, "gp", gp, &err))
		return -1;
	s.batch = gan_train_int(&m->hyper, "batch");
	if (!pictures && !(pictures = gan_alloc((size_t)(s.batch * s.h * s.w * s.c), 1, &err)))
		return -1;
	if (gan_step_form_at(&s.form, &s, 0, &err) || gan_step_graph_build(&u->sg, &s, &err))
		return -1;
	for (int64_t i = 0; i < s.batch * s.h * s.w * s.c; i++)
		pictures[i] = (uint8_t)(i * 37 >> 3);
	keep_d(u->sg.g);
	if (fakes_only) {
		u->sg.g->nassign = 0;
		out = fakes(m, u->sg.g, s.batch);
	}
	u->p = gan_plan_new(u->sg.g, &m->store, &out, out != NULL, 0, &err);
	if (u->p)
		bind_all(u);
	return u->p ? 0 : -1;
}

static int by_value(const void *a, const void *b)
{
	const double d = *(const double *)a - *(const double *)b;

	return (d > 0) - (d < 0);
}

static double median(double *t, int n)
{
	qsort(t, (size_t)n, sizeof(*t), by_value);
	return t[n / 2];
}

/* The first round touches memory for the first time and does not count. */
static int take_turns(struct update *u, int n, int runs)
{
	for (int r = -1; r < runs; r++)
		for (int i = 0; i < n; i++) {
			double start = now();

			if (gan_plan_run(u[i].p, &err))
				return -1;
			u[i].seconds[r < 0 ? 0 : r] = now() - start;
		}
	return 0;
}

int main(int argc, char **argv)
{
	const int threads = argc > 2 ? atoi(argv[2]) : 0, runs = argc > 3 ? atoi(argv[3]) : 5;
	static struct update u[3]; /* penalised, plain, fakes */
	struct gan_model m = { 0 };
	double penalised, plain, made;

	if (argc < 2 || runs < 1 || runs > MAX_RUNS)
		return 64;
	if (threads == 1)
		clock_id = CLOCK_PROCESS_CPUTIME_ID;
	gan_pool_start(threads, NULL);
	if (gan_model_read(&m, argv[1], -1, 0, NULL, &err) || make(&u[0], &m, "10", 0) || make(&u[1], &m, "0", 0) ||
	    make(&u[2], &m, "0", 1) || take_turns(u, 3, runs)) {
		fprintf(stderr, "bench_critic: %s\n", err.msg);
		return 70;
	}
	penalised = median(u[0].seconds, runs);
	plain = median(u[1].seconds, runs);
	made = median(u[2].seconds, runs);
	printf("%.3f %.3f %.2f\n", penalised, plain, (penalised - made) / (plain - made));
	gan_pool_stop();
	return 0;
}
