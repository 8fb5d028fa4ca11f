/* What D learns where labels are smoothed, noisy or flipped, on a toy that has an answer. Data are four one-hot points and D
   has a logit for each, so it is a table; G stands still (lr.g=0). Where real data have shares p and fakes q, D's best is
   (a p + b q)/(p+q) with a and b the mean labels of the two: .9 p/(p+q) for one-sided smoothing (Salimans et al. 2016,
   sec. 3.4). */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "model/trainer.h"
#include "tap.h"

#define K 4
#define B 16

static const char nets[] =
	"net g\ninput z 4\nmain linear out=4 bias=0\noutput\n"
	"net d\ninput x 4\nmain linear out=1 bias=0\noutput\n";
static const int p[K] = { 8, 4, 2, 2 }, q[K] = { 2, 4, 8, 2 }; /* of B */
static struct gan_err err;

struct labels {
	const char *loss, *real, *fake, *flip;
	double a, b; /* their means */
	int noisy;
};

static gan_real *at(struct gan_model *m, const char *name)
{
	return gan_store_find(&m->store, name)->t.data;
}

static int setup(struct gan_model *m, const struct labels *l, const char *lr)
{
	const char *const kv[][2] = {
		{ "loss", l->loss }, { "label-real", l->real }, { "label-fake", l->fake }, { "label-flip", l->flip }, { "optim", "sgd" },
		{ "lr.d", lr }, { "lr.g", "0" }, { "batch", "16" }, { "ema", "0" }, { "seed", "7" },
	};
	struct gan_kv set = { 0 };
	int rc = 0;

	memset(m, 0, sizeof *m);
	for (size_t i = 0; i < sizeof kv / sizeof *kv; i++)
		rc |= gan_kv_set(&set, kv[i][0], kv[i][1], &err);
	rc = rc || gan_train_fill(&m->hyper, &err) || gan_model_set(m, &set, &err) ||
	     gan_nets_parse(&m->nets, nets, sizeof nets - 1, "test", &err) ||
	     gan_net_params(&m->nets.net[0], &m->store, 0, 0, &err) || gan_net_params(&m->nets.net[1], &m->store, 0, 0, &err);
	gan_kv_free(&set);
	for (int k = 0; k < K && !rc; k++)
		at(m, "g.main.weight")[k * K + k] = 1;
	return rc;
}

/* B one-hot points in shares of n. */
static void points(gan_real *x, const int *n)
{
	int i = 0;

	memset(x, 0, B * K * sizeof *x);
	for (int k = 0; k < K; k++)
		for (int j = 0; j < n[k]; j++)
			x[K * i++ + k] = 1;
}

/* D's value where its logit is s. */
static double value(const struct labels *l, double s)
{
	return !strcmp(l->loss, "lsgan") ? s : 1 / (1 + exp(-s));
}

/* Steps on x, and D's mean values over the last half of them. */
static int train(struct gan_model *m, const struct labels *l, int steps, const gan_real *x, const gan_real *z, double *mean)
{
	struct gan_data_size size = { .d = K };
	struct gan_trainer *t = gan_trainer_new(m, &size, GAN_TRAINER_Z_INPUT, &err);
	int rc = t ? 0 : -1;

	if (t)
		gan_plan_bind(gan_trainer_plan(t), "z", z);
	for (int i = 0; i < steps && !rc; i++) {
		rc = gan_trainer_step(t, x, NULL, &err);
		for (int k = 0; k < K && i >= steps / 2; k++)
			mean[k] += value(l, at(m, "d.main.weight")[k]) / (steps - steps / 2);
	}
	gan_trainer_free(t);
	return rc;
}

static void run(const struct labels *l)
{
	gan_real x[B * K], z[B * K];
	double mean[K] = { 0 }, worst = 0;
	struct gan_model m;
	int rc = setup(&m, l, l->noisy ? "0.2" : "2");

	points(x, p);
	points(z, q);
	rc = rc || train(&m, l, l->noisy ? 6000 : 400, x, z, mean);
	if (ok(!rc, "loss=%s label-real=%s label-fake=%s label-flip=%s trains", l->loss, l->real, l->fake, l->flip)) {
		for (int k = 0; k < K; k++) {
			double best = (l->a * p[k] + l->b * q[k]) / (p[k] + q[k]);

			printf("# D(%d) %.5f, expected %.5f\n", k, mean[k], best);
			worst = fmax(worst, fabs(mean[k] - best));
		}
		ok(worst < (l->noisy ? .02 : 1e-4), "D becomes (%g p + %g q)/(p+q) (off by %.2g)", l->a, l->b, worst);
	} else {
		printf("# %s\n", err.msg);
	}
	gan_model_free(&m);
}

int main(void)
{
	static const struct labels all[] = {
		{ "ns", "1", "0", "0", 1, 0, 0 },
		{ "ns", ".9", "0", "0", .9, 0, 0 },
		{ "minimax", ".9", "0", "0", .9, 0, 0 },
		{ "ns", ".9", ".1", "0", .9, .1, 0 },
		{ "lsgan", ".9", "0", "0", .9, 0, 0 },
		{ "ns", "0.7:1.2", "0:0.3", "0", .95, .15, 1 },
		{ "ns", "1", "0", ".1", .9, .1, 1 },
		{ "ns", "1", "0", ".5", .5, .5, 1 },
		{ "lsgan", ".8:1", "-.2:0", ".25", .65, .15, 1 },
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		run(&all[i]);
	return done();
}
