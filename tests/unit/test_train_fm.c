/* both */
/* Feature matching: G's loss is how far apart the means of D's features are, of real data and of fakes. The features are D's last
   hidden values, two tanh of the two numbers of a point here, or those of a layer that is named. The reference is written out in
   double and differentiated by differences. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "model/trainer.h"
#include "tap.h"

#define B 3

static const char plain[] =
	"net g\ninput z 2\nmain linear out=2\noutput\n"
	"net d\ninput x 2\nhidden linear out=2\n- tanh\nlast linear out=1\noutput\n";
static const char normed[] =
	"net g\ninput z 2\nmain linear out=2\noutput\n"
	"net d\ninput x 2\nhidden linear out=2\nnorm bn\n- tanh\nlast linear out=1\noutput\n";
static const gan_real real[B * 2] = { (gan_real).3, (gan_real)-.8, (gan_real)1.1, (gan_real).4, (gan_real)-.2, (gan_real).9 };
static const gan_real z[B * 2] = { (gan_real)-.5, (gan_real).2, (gan_real).7, (gan_real)1.3, (gan_real)-1.1, (gan_real).1 };
static const double hidden[4] = { .6, -.4, .3, .8 }, bias[2] = { .1, -.2 }; /* [out][in], as in PyTorch */
static const double start[6] = { .9, -.1, .2, .7, .3, -.2 };              /* G: weights, then biases */
static struct gan_err err;

static gan_real *at(struct gan_model *m, const char *name)
{
	return gan_store_find(&m->store, name)->t.data;
}

/* Means of the features of B points, where a point is w x + b. */
static void features(const double *w, const double *b, const gan_real *x, int tanh_too, double *f)
{
	f[0] = f[1] = 0;
	for (int i = 0; i < B; i++) {
		double p[2];

		for (int k = 0; k < 2; k++)
			p[k] = w[2 * k] * x[2 * i] + w[2 * k + 1] * x[2 * i + 1] + b[k];
		for (int k = 0; k < 2; k++) {
			double h = hidden[2 * k] * p[0] + hidden[2 * k + 1] * p[1] + bias[k];

			f[k] += (tanh_too ? tanh(h) : h) / B;
		}
	}
}

static double reference(const double *g, int absolute, int tanh_too)
{
	static const double same[4] = { 1, 0, 0, 1 }, none[2] = { 0, 0 };
	double a[2], b[2], sum = 0;

	features(same, none, real, tanh_too, a);
	features(g, g + 4, z, tanh_too, b);
	for (int k = 0; k < 2; k++)
		sum += (absolute ? fabs(a[k] - b[k]) : (a[k] - b[k]) * (a[k] - b[k])) / 2;
	return sum;
}

static int setup(struct gan_model *m, const char *nets, size_t len, const char *loss_g, const char *layer)
{
	const char *const kv[][2] = {
		{ "loss.g", loss_g }, { "fm-layer", layer }, { "optim", "sgd" }, { "lr.g", "0.1" }, { "lr.d", "0" }, { "batch", "3" },
		{ "ema", "0" },
	};
	struct gan_kv set = { 0 };
	int rc = 0;

	memset(m, 0, sizeof *m);
	for (size_t i = 0; i < sizeof kv / sizeof *kv; i++)
		rc |= gan_kv_set(&set, kv[i][0], kv[i][1], &err);
	rc = rc || gan_train_fill(&m->hyper, &err) || gan_model_set(m, &set, &err) ||
	     gan_nets_parse(&m->nets, nets, len, "test", &err) ||
	     gan_net_params(&m->nets.net[0], &m->store, 1, 1, &err) || gan_net_params(&m->nets.net[1], &m->store, 1, 1, &err);
	gan_kv_free(&set);
	for (int k = 0; k < 6 && !rc; k++)
		at(m, k < 4 ? "g.main.weight" : "g.main.bias")[k % 4] = (gan_real)start[k];
	for (int k = 0; k < 6 && !rc; k++)
		at(m, k < 4 ? "d.hidden.weight" : "d.hidden.bias")[k % 4] = (gan_real)(k < 4 ? hidden[k] : bias[k - 4]);
	return rc;
}

static int step(struct gan_model *m, double *g_loss)
{
	struct gan_data_size size = { .d = 2 };
	struct gan_trainer *t = gan_trainer_new(m, &size, GAN_TRAINER_Z_INPUT, &err);
	int rc = t ? gan_plan_bind(gan_trainer_plan(t), "z", z) || gan_trainer_step(t, real, NULL, &err) : -1;

	for (int i = 0; t && i < gan_trainer_nwatch(t); i++)
		if (!strcmp(gan_trainer_watch(t, i), "g.loss"))
			*g_loss = gan_trainer_value(t, i);
	gan_trainer_free(t);
	return rc;
}

static void run(const char *loss_g, const char *layer)
{
	const int absolute = !strcmp(loss_g, "fmabs"), tanh_too = !*layer;
	const double want = reference(start, absolute, tanh_too);
	double loss = 0, off = 0;
	struct gan_model m;

	if (!ok(!setup(&m, plain, sizeof plain - 1, loss_g, layer) && !step(&m, &loss), "%s of layer '%s': a step", loss_g, layer)) {
		printf("# %s\n", err.msg);
		return;
	}
	ok(fabs(loss - want) < 1e-6, "%s of layer '%s': is %.6f, expected %.6f", loss_g, layer, loss, want);
	for (int k = 0; k < 6; k++) {
		double up[6], down[6], grad;

		memcpy(up, start, sizeof up);
		memcpy(down, start, sizeof down);
		up[k] += 1e-5;
		down[k] -= 1e-5;
		grad = (reference(up, absolute, tanh_too) - reference(down, absolute, tanh_too)) / 2e-5;
		off = fmax(off, fabs(at(&m, k < 4 ? "g.main.weight" : "g.main.bias")[k % 4] - (start[k] - .1 * grad)));
	}
	ok(off < (sizeof(gan_real) == 8 ? 1e-10 : 1e-6), "%s of layer '%s': G goes down its gradient (off by %g)", loss_g, layer, off);
	gan_model_free(&m);
}

/* D's running statistics are those of the passes that judge, with or without features. */
static void statistics(void)
{
	struct gan_model a, b;
	double loss;
	int rc = setup(&a, normed, sizeof normed - 1, "fm", "") || step(&a, &loss) || setup(&b, normed, sizeof normed - 1, "ns", "") ||
	         step(&b, &loss);

	ok(!rc && at(&a, "d.norm.running_mean")[0] != 0 &&
	   !memcmp(at(&a, "d.norm.running_mean"), at(&b, "d.norm.running_mean"), 2 * sizeof(gan_real)) &&
	   !memcmp(at(&a, "d.norm.running_var"), at(&b, "d.norm.running_var"), 2 * sizeof(gan_real)),
	   "taking features leaves D's running statistics alone");
	gan_model_free(&a);
	gan_model_free(&b);
}

int main(void)
{
	run("fm", "");
	run("fmabs", "");
	run("fm", "hidden");
	run("fmabs", "hidden");
	statistics();
	return done();
}
