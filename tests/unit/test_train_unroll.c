/* both */
/* An unrolled discriminator (Metz et al. 2017, sec. 2.2) of one number on each side: real data are 2, G makes theta, D(x) = psi x.
   G descends its own loss through its samples and minus D's whole loss through D's further updates; in a zero-sum game that is
   the derivative of minus D's whole loss. The reference are difference quotients of these functions of theta. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "model/trainer.h"
#include "tap.h"

#define RATE .1
#define REAL 2.

static const char nets[] =
	"net g\ninput z 1\nmain linear out=1\noutput\n"
	"net d\ninput x 1\nmain linear out=1 bias=0\noutput\n";

static struct gan_err err;

static gan_real *at(struct gan_model *m, const char *name)
{
	struct gan_entry *n = gan_store_find(&m->store, name);

	return n ? n->t.data : NULL;
}

static double softplus(double x)
{
	return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}

static double sigmoid(double x)
{
	return 1 / (1 + exp(-x));
}

/* psi after one more update of D. */
static double updated(double psi, double theta, int wgan)
{
	double grad = wgan ? theta - REAL : theta * sigmoid(psi * theta) - REAL * sigmoid(-psi * REAL);

	return psi - RATE * grad;
}

/* psi after so many more. */
static double unrolled(double psi, double theta, int wgan, int steps)
{
	for (int k = 0; k < steps; k++)
		psi = updated(psi, theta, wgan);
	return psi;
}

static double d_loss(double psi, double theta, int wgan)
{
	return wgan ? psi * theta - psi * REAL : softplus(-psi * REAL) + softplus(psi * theta);
}

/* What G descends, at theta + h: its samples move by `direct` h, and D's updates see those of theta + `through` h. */
static double g_loss(const char *loss, double theta, double psi, int steps, double direct, double through)
{
	const int wgan = !strcmp(loss, "wgan");
	const double s = unrolled(psi, theta + through, wgan, steps);

	if (strcmp(loss, "ns"))
		return -d_loss(s, theta + direct, wgan);
	return direct != 0 ? softplus(-s * (theta + direct)) : -d_loss(s, theta, wgan);
}

static double slope_of(const char *loss, double theta, double psi, int steps)
{
	const double h = 1e-5;
	double rise;

	if (strcmp(loss, "ns"))
		rise = g_loss(loss, theta, psi, steps, h, h) - g_loss(loss, theta, psi, steps, -h, -h);
	else
		rise = g_loss(loss, theta, psi, steps, h, 0) - g_loss(loss, theta, psi, steps, -h, 0) +
		       g_loss(loss, theta, psi, steps, 0, h) - g_loss(loss, theta, psi, steps, 0, -h);
	return rise / (2 * h);
}

static int setup(struct gan_model *m, const char *loss, const char *steps)
{
	const char *const kv[][2] = {
		{ "loss", loss }, { "unroll", steps }, { "optim", "sgd" }, { "lr", "0.1" }, { "batch", "1" }, { "ema", "0" },
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
	return rc ? -1 : 0;
}

/* The farthest that ten steps are from the formulas; -1 where they cannot be made. */
static double worst_of(struct gan_model *m, const char *loss, int steps)
{
	const gan_real zero = 0, real = (gan_real)REAL;
	struct gan_data_size size = { .d = 1 };
	struct gan_trainer *t = gan_trainer_new(m, &size, GAN_TRAINER_Z_INPUT, &err);
	double theta = 1, psi = -.5, worst = 0;

	if (!t)
		return -1;
	*at(m, "g.main.bias") = 1;
	*at(m, "d.main.weight") = (gan_real)-.5;
	gan_plan_bind(gan_trainer_plan(t), "z", &zero);
	for (int i = 0; i < 10 && worst >= 0; i++) {
		double slope = slope_of(loss, theta, psi, steps);

		psi = updated(psi, theta, !strcmp(loss, "wgan"));
		theta -= RATE * slope;
		worst = fmax(worst, gan_trainer_step(t, &real, NULL, &err) ? 1e9 :
		             fabs(*at(m, "g.main.bias") - theta) + fabs(*at(m, "d.main.weight") - psi));
	}
	gan_trainer_free(t);
	return worst;
}

static void run(const char *loss, int steps)
{
	char text[8];
	struct gan_model m;
	double worst;

	snprintf(text, sizeof text, "%d", steps);
	worst = setup(&m, loss, text) ? -1 : worst_of(&m, loss, steps);
	ok(worst >= 0 && worst < 2e-6, "%s, unroll=%d: the trajectory is the formula's (off by %g) %s", loss, steps, worst,
	   worst < 0 ? err.msg : "");
	gan_model_free(&m);
}

int main(void)
{
	run("minimax", 1);
	run("minimax", 3);
	run("wgan", 1);
	run("wgan", 3);
	run("ns", 2);
	return done();
}
