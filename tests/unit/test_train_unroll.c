/* both */
/* An unrolled discriminator (Metz et al. 2017, sec. 2.2) of one number on each side: real data are 2, G makes theta, D(x) = psi x.
   G's gradient goes through D's further updates, and in a zero-sum game it has D's score of real data in it, which those updates
   make depend on theta. The reference is G's loss as a function of theta, and its difference quotient. */
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

/* G's loss under the D of so many more updates. */
static double g_loss(const char *loss, double theta, double psi, int steps)
{
	const int wgan = !strcmp(loss, "wgan");

	for (int k = 0; k < steps; k++)
		psi = updated(psi, theta, wgan);
	if (wgan)
		return psi * REAL - psi * theta;
	if (!strcmp(loss, "ns"))
		return softplus(-psi * theta);
	return -softplus(-psi * REAL) - softplus(psi * theta);
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
		double h = 1e-5, slope = (g_loss(loss, theta + h, psi, steps) - g_loss(loss, theta - h, psi, steps)) / (2 * h);

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
