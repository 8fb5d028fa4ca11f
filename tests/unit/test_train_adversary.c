/* both */
/* Adversaries within a training step (adv=), against a linear classifier, where each is known by hand. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "plan/plan.h"
#include "tap.h"
#include "train/adversary.h"

#define B 3
#define D 2
#define K 2
#define EPS .25

static const char text[] = "net c\ninput x 2\nmain linear out=2\noutput\n";
static const gan_real data[B * D] = { 1, -2, .5, .5, 0, 3 };
static const int64_t labels[B] = { 0, 1, 1 };
static struct gan_err err;

/* Logits are w x. The gradient of the cross-entropy for label 0 is along w_1 - w_0, for 1 the other way. */
static const gan_real weight[K * D] = { .1, 0, -.1, .4 };

struct world {
	struct gan_nets nets;
	struct gan_store store;
	struct gan_kv hyper;
	struct gan_step_graph sg;
	struct gan_scope *scope;
	struct gan_plan *plan;
	struct gan_node *out;
};

/* settings: "key=value" with commas between. */
static const gan_real *attack(struct world *w, const char *settings, int64_t step)
{
	struct gan_shape points = gan_shape_of(2, (int64_t)B, (int64_t)D), rows = gan_shape_of(1, (int64_t)B);
	struct gan_step_spec s = { .hyper = &w->hyper, .store = &w->store, .batch = B, .d = D, .has_labels = 1, .nclass = K };
	int64_t rng[3] = { 1, step, 0 };
	struct gan_node *x;
	char lines[128];

	memset(w, 0, sizeof *w);
	snprintf(lines, sizeof lines, "%s\n", settings);
	for (char *p = lines; *p; p++)
		*p = *p == ',' ? '\n' : *p;
	if (gan_kv_parse(&w->hyper, lines, &err) || gan_nets_parse(&w->nets, text, strlen(text), "test", &err) ||
	    gan_net_params(&w->nets.net[0], &w->store, 0, 0, &err))
		return NULL;
	memcpy(gan_store_find(&w->store, "c.main.weight")->t.data, weight, sizeof weight);
	w->sg.g = gan_graph_new(&err);
	w->scope = gan_scope_new(w->sg.g, &w->store, &err);
	x = gan_input(w->sg.g, "x", GAN_REAL, &points);
	w->out = gan_adversary(&w->sg, &s, &w->nets.net[0], w->scope, x, gan_input(w->sg.g, "y", GAN_I64, &rows), &err);
	w->plan = w->out ? gan_plan_new(w->sg.g, &w->store, &w->out, 1, 0, &err) : NULL;
	if (!w->plan)
		return NULL;
	gan_plan_bind(w->plan, "x", data);
	gan_plan_bind(w->plan, "y", labels);
	gan_plan_bind(w->plan, "rng", rng);
	for (size_t i = 0; i < w->sg.nhost; i++)
		gan_plan_bind_scalar(w->plan, w->sg.host[i].name,
		                     w->sg.host[i].value(w->sg.host[i].a, &(struct gan_when){ 1, (uint64_t)step }));
	return gan_plan_run(w->plan, &err) ? NULL : gan_plan_value(w->plan, w->out);
}

static void end(struct world *w)
{
	gan_plan_free(w->plan);
	gan_scope_free(w->scope);
	gan_step_graph_free(&w->sg);
	gan_store_free(&w->store);
	gan_nets_free(&w->nets);
	gan_kv_free(&w->hyper);
}

/* x moved by `by` along the direction (dx,dy) that label 0 has, the other way for label 1: how far off is it? */
static double off(const gan_real *x, double by, double dx, double dy)
{
	double worst = 0;

	for (int i = 0; x && i < B; i++) {
		double side = labels[i] ? -by : by;

		worst = fmax(worst, fabs(x[i * D] - data[i * D] - side * dx));
		worst = fmax(worst, fabs(x[i * D + 1] - data[i * D + 1] - side * dy));
	}
	return x ? worst : INFINITY;
}

static void along(const char *settings, int64_t step, double by, double dx, double dy)
{
	struct world w;
	double worst = off(attack(&w, settings, step), by, dx, dy);

	ok(worst < 1e-5, "%s: each point moves by %g where the loss rises (off by %g)", settings, by, worst);
	end(&w);
}

/* A random start, and too short a step to reach the ball's edge: still inside, not where it would be without a start, and not
   the same at the next step. */
static void random_start(const char *settings, int l2)
{
	struct world a, b;
	const gan_real *x = attack(&a, settings, 1), *y = attack(&b, settings, 2);
	double longest = 0, same = 0;

	for (int i = 0; x && y && i < B; i++) {
		double u = fabs((double)x[i * D] - data[i * D]), v = fabs((double)x[i * D + 1] - data[i * D + 1]);

		longest = fmax(longest, l2 ? sqrt(u * u + v * v) : fmax(u, v));
		same += fabs((double)x[i * D] - y[i * D]) < 1e-6;
	}
	ok(x && y && longest > .01 && longest <= EPS * (1 + 1e-6) && same == 0, "%s: random starts stay in the ball (%g)", settings,
	   longest);
	end(&a);
	end(&b);
}

int main(void)
{
	double n = sqrt(2. * 2 + 4 * 4);

	along("adv=fgsm,adv-eps=.25", 1, EPS, -1, 1);
	along("adv=fgsm,adv-eps=.25,adv-norm=2", 1, EPS, -2 / n, 4 / n);
	along("adv=fgsm,adv-eps=.25,adv-step=.1", 1, .1, -1, 1);
	along("adv=fgsm,adv-eps=.25,adv-warmup=10", 4, EPS * .4, -1, 1);
	along("adv=pgd,adv-eps=.25,adv-steps=20", 1, EPS, -1, 1);
	along("adv=pgd,adv-eps=.25,adv-steps=3,adv-step=1000,adv-norm=2", 1, EPS, -2 / n, 4 / n);
	random_start("adv=fast,adv-eps=.25,adv-step=1e-3", 0);
	random_start("adv=pgd,adv-steps=1,adv-eps=.25,adv-step=1e-3,adv-norm=2", 1);
	return done();
}
