/* The Dirac-GAN (Mescheder et al. 2018): real data are 0, G makes theta, D(x) = psi x. One number on each side, so signs of
   losses, the order of updates and the settings z and d-update show in a trajectory that a few lines of C compute too. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "model/trainer.h"
#include "tap.h"

static const char nets[] =
	"net g\ninput z 1\nmain linear out=1\noutput\n"
	"net d\ninput x 1\nmain linear out=1 bias=0\noutput\n";

static struct gan_err err;

static gan_real *at(struct gan_model *m, const char *name)
{
	struct gan_entry *n = gan_store_find(&m->store, name);

	return n ? n->t.data : NULL;
}

static int setup(struct gan_model *m, const char *loss, const char *z, const char *d_update, const char *optim)
{
	struct gan_kv set = { 0 };
	int rc;

	memset(m, 0, sizeof *m);
	gan_kv_set(&set, "loss", loss, &err);
	gan_kv_set(&set, "z", z, &err);
	gan_kv_set(&set, "d-update", d_update, &err);
	gan_kv_set(&set, "optim", optim, &err);
	gan_kv_set(&set, "lr", "0.1", &err);
	gan_kv_set(&set, "batch", "1", &err);
	gan_kv_set(&set, "ema", "0", &err);
	rc = gan_train_fill(&m->hyper, &err) || gan_model_set(m, &set, &err) ||
	     gan_nets_parse(&m->nets, nets, sizeof nets - 1, "test", &err) ||
	     gan_net_params(&m->nets.net[0], &m->store, 0, 0, &err) || gan_net_params(&m->nets.net[1], &m->store, 0, 0, &err);
	gan_kv_free(&set);
	if (rc)
		return -1;
	*at(m, "g.main.bias") = 1;
	*at(m, "d.main.weight") = -1;
	return 0;
}

static double sigmoid(double x)
{
	return 1 / (1 + exp(-x));
}

/* psi's loss is sp(-0) + sp(psi theta) in all schedules, its gradient theta sigmoid(psi theta). */
static void reference(double *theta, double *psi, int saturating)
{
	*psi -= .1 * *theta * sigmoid(*psi * *theta);
	*theta += .1 * *psi * (saturating ? sigmoid(*psi * *theta) : sigmoid(-*psi * *theta));
}

static void run(const char *loss, const char *z, const char *d_update, double norm)
{
	const gan_real zero = 0;
	struct gan_data_size size = { .d = 1 };
	struct gan_model m;
	struct gan_trainer *t = NULL;
	double theta = 1, psi = -1, worst = 0, end;
	int rc = setup(&m, loss, z, d_update, "sgd");

	if (!rc)
		t = gan_trainer_new(&m, &size, GAN_TRAINER_Z_INPUT, &err);
	if (!ok(t != NULL, "%s %s %s: the step compiles", loss, z, d_update)) {
		printf("# %s\n", err.msg);
		gan_model_free(&m);
		return;
	}
	gan_plan_bind(gan_trainer_plan(t), "z", &zero);
	gan_plan_bind(gan_trainer_plan(t), "z.d", &zero);
	gan_plan_bind(gan_trainer_plan(t), "z.g", &zero);
	for (int i = 0; i < 500 && !rc; i++) {
		double d;

		rc = gan_trainer_step(t, &zero, NULL, &err);
		reference(&theta, &psi, !strcmp(loss, "minimax"));
		d = fabs(*at(&m, "g.main.bias") - theta) + fabs(*at(&m, "d.main.weight") - psi);
		worst = d > worst ? d : worst;
	}
	ok(!rc && m.step == 500 && m.images == 500, "%s %s %s: 500 steps", loss, z, d_update);
	ok(worst < 1e-4, "%s %s %s: the trajectory is the formula's (off by %g)", loss, z, d_update, worst);
	end = sqrt(pow(*at(&m, "g.main.bias"), 2) + pow(*at(&m, "d.main.weight"), 2));
	ok(fabs(end - norm) < 1e-3, "%s %s %s: ends %.4f from the origin, expected %.4f", loss, z, d_update, end, norm);
	gan_trainer_free(t);
	gan_model_free(&m);
}

struct moments {
	double m, v;
	int t;
};

static void adam(double *w, double grad, struct moments *s)
{
	s->t++;
	s->m = .5 * s->m + .5 * grad;
	s->v = .999 * s->v + .001 * grad * grad;
	*w -= .1 * (s->m / (1 - pow(.5, s->t))) / (sqrt(s->v / (1 - pow(.999, s->t))) + 1e-8);
}

/* With Adam the number of updates shows, and split is two for d: the first, on real data, has no gradient here, but moves
   psi by what the mean remembers. */
static void run_adam(int split)
{
	const char *name = split ? "split" : "joint";
	const gan_real zero = 0;
	struct gan_data_size size = { .d = 1 };
	struct gan_model m;
	struct gan_trainer *t = NULL;
	struct moments d = { 0 }, g = { 0 };
	double theta = 1, psi = -1, worst = 0;
	int rc = setup(&m, "ns", "shared", name, "adam");

	if (!rc)
		t = gan_trainer_new(&m, &size, GAN_TRAINER_Z_INPUT, &err);
	if (!ok(t != NULL, "adam %s: the step compiles", name))
		return;
	gan_plan_bind(gan_trainer_plan(t), "z", &zero);
	for (int i = 0; i < 30 && !rc; i++) {
		rc = gan_trainer_step(t, &zero, NULL, &err);
		if (split)
			adam(&psi, 0, &d);
		adam(&psi, theta * sigmoid(psi * theta), &d);
		adam(&theta, -psi * sigmoid(-psi * theta), &g);
		worst = fmax(worst, fabs(*at(&m, "g.main.bias") - theta) + fabs(*at(&m, "d.main.weight") - psi));
	}
	ok(!rc && worst < 1e-4, "adam %s: the trajectory is the formula's (off by %g)", name, worst);
	gan_trainer_free(t);
	gan_model_free(&m);
}

/* The running average follows its ramp up to the decay that was set. */
static void run_ema(void)
{
	const gan_real zero = 0;
	struct gan_data_size size = { .d = 1 };
	struct gan_model m;
	struct gan_trainer *t = NULL;
	double theta = 1, psi = -1, mean = 1, worst = 0;
	int rc = setup(&m, "ns", "shared", "joint", "sgd") || gan_kv_set(&m.hyper, "ema", "0.4", &err);

	if (!rc)
		t = gan_trainer_new(&m, &size, GAN_TRAINER_Z_INPUT, &err);
	if (!ok(t != NULL, "ema: the step compiles"))
		return;
	gan_plan_bind(gan_trainer_plan(t), "z", &zero);
	for (int i = 1; i <= 10 && !rc; i++) {
		double b = fmin(.4, (1. + i) / (10. + i));

		rc = gan_trainer_step(t, &zero, NULL, &err);
		reference(&theta, &psi, 0);
		mean = b * mean + (1 - b) * theta;
		worst = fmax(worst, fabs(*at(&m, "ema.g.main.bias") - mean));
	}
	ok(!rc && worst < 1e-6, "ema: the average is the formula's (off by %g)", worst);
	gan_trainer_free(t);
	gan_model_free(&m);
}

/* The step is withheld where a loss is not a number. */
static void diverge(void)
{
	const gan_real zero = 0, nan = (gan_real)NAN;
	struct gan_data_size size = { .d = 1 };
	struct gan_model m;
	struct gan_trainer *t = NULL;
	double psi;
	int rc = setup(&m, "ns", "shared", "joint", "sgd");

	if (!rc)
		t = gan_trainer_new(&m, &size, GAN_TRAINER_Z_INPUT, &err);
	if (!ok(t != NULL, "a step compiles"))
		return;
	gan_plan_bind(gan_trainer_plan(t), "z", &zero);
	ok(!gan_trainer_step(t, &zero, NULL, &err), "a step on numbers");
	psi = *at(&m, "d.main.weight");
	ok(gan_trainer_step(t, &nan, NULL, &err) == -1 && err.code == GAN_DIVERGED, "a step on NaN diverges");
	ok(strstr(err.msg, "step 2") && strstr(err.msg, "d.loss"), "the message names step and value: %s", err.msg);
	ok(m.step == 1 && m.images == 1 && m.log.n == 1 && *at(&m, "d.main.weight") == (gan_real)psi, "the model is as it was");
	ok(!gan_trainer_step(t, &zero, NULL, &err) && m.step == 2, "and can go on");
	gan_trainer_free(t);
	gan_model_free(&m);
}

int main(void)
{
	run("minimax", "shared", "joint", 1.4143);
	run("ns", "shared", "joint", .3814);
	run("ns", "fresh", "joint", .3814);
	run("ns", "shared", "split", .3814);
	run("ns", "fresh", "split", .3814);
	run_adam(0);
	run_adam(1);
	run_ema();
	diverge();
	return done();
}
