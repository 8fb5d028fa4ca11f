/* The optimisers against their formulas in double, over several updates of one vector. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "plan/plan.h"
#include "tap.h"
#include "train/train.h"

#define N 5
#define STEPS 7

static struct gan_err err;

static double gradient(int step, int i)
{
	return sin(3.0 * step + 1.7 * i) * (i == 2 ? 100 : 1);
}

/* Runs STEPS updates through a plan, feeding results back, and returns the last parameters in w. */
static int run_graph(const char *optim, const struct gan_kv *hyper, double *w)
{
	const struct gan_optim *o = gan_optim_find(optim);
	const char *const *slots = o->slots(hyper, "d");
	struct gan_step_graph sg = { .g = gan_graph_new(&err) };
	struct gan_shape shape = gan_shape_of(1, (int64_t)N);
	struct gan_update u = { .sg = &sg, .hyper = hyper, .group = "d", .ahead = 1 };
	struct gan_node *out[1 + GAN_MAX_SLOT], *slot[GAN_MAX_SLOT];
	gan_real state[1 + GAN_MAX_SLOT][N] = { { 0 } }, grad[N];
	struct gan_plan *p;
	int n = 0, rc = 0;

	for (; slots[n]; n++)
		slot[n] = gan_input(sg.g, slots[n], GAN_REAL, &shape);
	out[0] = o->update(&u, gan_input(sg.g, "w", GAN_REAL, &shape), gan_input(sg.g, "g", GAN_REAL, &shape), slot);
	for (int k = 0; k < n; k++)
		out[1 + k] = slot[k];
	p = gan_graph_ok(sg.g, &err) ? NULL : gan_plan_new(sg.g, NULL, out, n + 1, 0, &err);
	for (int t = 1; p && t <= STEPS && !rc; t++) {
		for (int i = 0; i < N; i++)
			grad[i] = (gan_real)gradient(t, i);
		gan_plan_bind(p, "w", state[0]);
		gan_plan_bind(p, "g", grad);
		for (int k = 0; k < n; k++)
			gan_plan_bind(p, slots[k], state[1 + k]);
		for (size_t k = 0; k < sg.nhost; k++) {
			struct gan_when when = { .t = (uint64_t)t, .step = (uint64_t)t };

			gan_plan_bind_scalar(p, sg.host[k].name, sg.host[k].value(sg.host[k].a, &when));
		}
		rc = gan_plan_run(p, &err);
		for (int k = 0; !rc && k <= n; k++)
			memcpy(state[k], gan_plan_value(p, out[k]), sizeof state[k]);
	}
	for (int i = 0; i < N; i++)
		w[i] = state[0][i];
	rc = p ? rc : -1;
	gan_plan_free(p);
	gan_step_graph_free(&sg);
	return rc;
}

struct ref {
	double lr, b1, b2, eps, mu, alpha;
};

static void ref_adam(const struct ref *r, double *w)
{
	for (int i = 0; i < N; i++) {
		double m = 0, v = 0;

		w[i] = 0;
		for (int t = 1; t <= STEPS; t++) {
			double g = gradient(t, i);

			m = r->b1 * m + (1 - r->b1) * g;
			v = r->b2 * v + (1 - r->b2) * g * g;
			w[i] -= r->lr * (m / (1 - pow(r->b1, t))) / (sqrt(v / (1 - pow(r->b2, t))) + r->eps);
		}
	}
}

static void ref_sgd(const struct ref *r, double *w)
{
	for (int i = 0; i < N; i++) {
		double b = 0;

		w[i] = 0;
		for (int t = 1; t <= STEPS; t++) {
			b = r->mu * b + gradient(t, i);
			w[i] -= r->lr * b;
		}
	}
}

static void ref_rmsprop(const struct ref *r, double *w)
{
	for (int i = 0; i < N; i++) {
		double q = 0, b = 0;

		w[i] = 0;
		for (int t = 1; t <= STEPS; t++) {
			double g = gradient(t, i);

			q = r->alpha * q + (1 - r->alpha) * g * g;
			b = r->mu * b + g / (sqrt(q) + r->eps);
			w[i] -= r->lr * b;
		}
	}
}

static void check(const char *optim, const char *settings, void (*formula)(const struct ref *, double *))
{
	struct gan_kv hyper = { 0 };
	struct ref r;
	double got[N] = { 0 }, want[N], worst = 0;
	int rc = gan_kv_parse(&hyper, settings, &err) || gan_train_check(&hyper, &err);

	r.lr = gan_train_group_real(&hyper, "lr", "d");
	r.b1 = gan_train_group_real(&hyper, "beta1", "d");
	r.b2 = gan_train_group_real(&hyper, "beta2", "d");
	r.eps = gan_train_group_real(&hyper, "eps", "d");
	r.mu = gan_train_group_real(&hyper, "momentum", "d");
	r.alpha = gan_train_group_real(&hyper, "alpha", "d");
	rc = rc || run_graph(optim, &hyper, got);
	formula(&r, want);
	for (int i = 0; i < N; i++)
		worst = fmax(worst, fabs(got[i] - want[i]) / fabs(want[i]));
	if (!ok(!rc && worst < 1e-5, "%s: %s (relative error %g)", optim, settings, worst))
		printf("# %s\n", err.msg);
	gan_kv_free(&hyper);
}

int main(void)
{
	check("adam", "lr=0.01", ref_adam);
	check("adam", "lr=0.01\nbeta1=0.9\nbeta1.d=0\nbeta2=0.99\neps=0.1", ref_adam);
	check("sgd", "lr=0.01", ref_sgd);
	check("sgd", "lr=0.5\nlr.d=0.01\nmomentum=0.9", ref_sgd);
	check("rmsprop", "lr=0.01", ref_rmsprop);
	check("rmsprop", "lr=0.01\nalpha=0.9\nmomentum=0.5\neps=1e-3", ref_rmsprop);
	return done();
}
