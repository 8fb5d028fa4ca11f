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

/* What a run is set to, beyond what all share. */
struct set {
	const char *loss, *order, *z, *d_update, *optim;
	double r1, clip;
};

static int setup(struct gan_model *m, const struct set *s)
{
	char r1[32], clip[32];
	const char *const kv[][2] = {
		{ "loss", s->loss }, { "order", s->order }, { "z", s->z }, { "d-update", s->d_update }, { "optim", s->optim },
		{ "r1", r1 }, { "clip", clip }, { "lr", "0.1" }, { "batch", "1" }, { "ema", "0" },
	};
	struct gan_kv set = { 0 };
	int rc = 0;

	memset(m, 0, sizeof *m);
	snprintf(r1, sizeof r1, "%g", s->r1);
	snprintf(clip, sizeof clip, "%g", s->clip);
	for (size_t i = 0; i < sizeof kv / sizeof *kv; i++)
		if (kv[i][1])
			rc |= gan_kv_set(&set, kv[i][0], kv[i][1], &err);
	rc = rc || gan_train_fill(&m->hyper, &err) || gan_model_set(m, &set, &err) ||
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

static double clamp(double x, double c)
{
	return c > 0 ? fmax(-c, fmin(c, x)) : x;
}

/* A step by the formulas: s = psi theta is the logit of the fake. R1 is r1/2 psi^2; clipping comes before D's update. */
static void reference(double *theta, double *psi, const struct set *s)
{
	const int wgan = !strcmp(s->loss, "wgan");
	const double old = clamp(*psi, s->clip);
	double by;

	*psi = old - .1 * (*theta * (wgan ? 1 : sigmoid(old * *theta)) + s->r1 * old);
	by = s->order && !strcmp(s->order, "simultaneous") ? old : *psi;
	*theta += .1 * by * (wgan ? 1 : !strcmp(s->loss, "ns") ? sigmoid(-by * *theta) : sigmoid(by * *theta));
}

/* Trains m for `steps` steps; *worst: the farthest it was from the reference, from which that goes on at theta, psi. */
static int train(struct gan_model *m, const struct set *s, int steps, double *theta, double *psi, double *worst)
{
	static const char *const names[] = { "z", "z.d", "z.g" };
	const gan_real zero = 0;
	struct gan_data_size size = { .d = 1 };
	struct gan_trainer *t = gan_trainer_new(m, &size, GAN_TRAINER_Z_INPUT, &err);
	int rc = t ? 0 : -1;

	for (size_t i = 0; t && i < 3; i++)
		gan_plan_bind(gan_trainer_plan(t), names[i], &zero); /* no plan has all three */
	*worst = 0;
	for (int i = 0; i < steps && !rc; i++) {
		rc = gan_trainer_step(t, &zero, NULL, &err);
		reference(theta, psi, s);
		*worst = fmax(*worst, fabs(*at(m, "g.main.bias") - *theta) + fabs(*at(m, "d.main.weight") - *psi));
	}
	if (rc)
		printf("# %s\n", err.msg);
	gan_trainer_free(t);
	return rc;
}

static const char *name_of(const struct set *s)
{
	static char buf[128];
	int n = snprintf(buf, sizeof buf, "%s, %s, r1=%g", s->loss, s->order ? s->order : "alternating", s->r1);

	if (s->clip > 0)
		n += snprintf(buf + n, sizeof buf - (size_t)n, ", clip=%g", s->clip);
	if (s->z || s->d_update)
		snprintf(buf + n, sizeof buf - (size_t)n, ", z=%s, d-update=%s", s->z ? s->z : "shared",
		         s->d_update ? s->d_update : "joint");
	return buf;
}

/* A published value with as many digits as are shown: its last digit may be off by half a unit. */
struct shown {
	double value, half;
};

/* 500 steps from theta = 1 and psi = -1. */
static void run(const struct set *s, struct shown norm)
{
	struct set set = *s;
	struct gan_model m;
	double theta = 1, psi = -1, worst = 0, end;
	int rc;

	set.optim = "sgd";
	rc = setup(&m, &set) || train(&m, &set, 500, &theta, &psi, &worst);
	if (ok(!rc && m.step == 500 && m.images == 500, "%s: 500 steps", name_of(s))) {
		ok(worst < 5e-4, "%s: the trajectory is the formula's (off by %g)", name_of(s), worst); /* the spiral grows errors too */
		end = sqrt(pow(*at(&m, "g.main.bias"), 2) + pow(*at(&m, "d.main.weight"), 2));
		ok(fabs(end - norm.value) <= norm.half, "%s: ends %.5g from the origin, expected %.5g", name_of(s), end, norm.value);
	}
	gan_model_free(&m);
}

/* Norms of (theta, psi) after 500 steps, for r1=0, .3 and 1: Mescheder et al. 2018, sec. 2 and 3, whose code draws these
   fields; the values are those of the formulas. */
static void table(void)
{
	static const struct {
		const char *loss, *order;
		struct shown norm[3];
	} row[] = {
		{ "wgan", "simultaneous", { { 17.016, 5e-4 }, { 8.99e-3, 5e-6 }, { 4.7e-11, 5e-13 } } },
		{ "wgan", "alternating", { { 1.4186, 5e-5 }, { 6.8e-4, 5e-6 }, { 5.2e-12, 5e-14 } } },
		{ "minimax", "simultaneous", { { 2.2536, 5e-5 }, { 9.2e-4, 5e-6 }, { 2.3e-10, 5e-12 } } },
		{ "minimax", "alternating", { { 1.4143, 5e-5 }, { 5.0e-4, 5e-6 }, { 4.1e-9, 5e-11 } } },
		{ "ns", "simultaneous", { { .5211, 5e-5 }, { 8.6e-4, 5e-6 }, { 8.3e-12, 5e-14 } } },
		{ "ns", "alternating", { { .3814, 5e-5 }, { 4.4e-4, 5e-6 }, { 1.1e-9, 5e-11 } } },
	};
	static const double r1[3] = { 0, .3, 1 };

	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		for (int k = 0; k < 3; k++)
			run(&(struct set){ .loss = row[i].loss, .order = row[i].order, .r1 = r1[k] }, row[i].norm[k]);
}

/* The published value clips after each update, clip= before: the same from the second step on. So the run starts where the
   first step of 500 leads, theta = 1 - .1 and psi at its bound, and what is measured is psi clipped. */
static void clipped(void)
{
	const struct set s = { .loss = "wgan", .order = "simultaneous", .optim = "sgd", .clip = .3 };
	struct gan_model m;
	double theta = .9, psi = -.3, worst = 0, end;
	int rc = setup(&m, &s);

	if (!rc) {
		*at(&m, "g.main.bias") = (gan_real)theta;
		*at(&m, "d.main.weight") = (gan_real)psi;
		rc = train(&m, &s, 499, &theta, &psi, &worst);
	}
	if (ok(!rc && m.step == 499, "%s: 499 steps", name_of(&s))) {
		ok(worst < 1e-4, "%s: the trajectory is the formula's (off by %g)", name_of(&s), worst);
		end = sqrt(pow(*at(&m, "g.main.bias"), 2) + pow(clamp(*at(&m, "d.main.weight"), .3), 2));
		ok(fabs(end - .3332) <= 5e-5, "%s: ends %.5g from the origin, expected 0.3332", name_of(&s), end);
	}
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
	int rc = setup(&m, &(struct set){ .loss = "ns", .d_update = name, .optim = "adam" });

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
	const struct set s = { .loss = "ns", .optim = "sgd" };
	int rc = setup(&m, &s) || gan_kv_set(&m.hyper, "ema", "0.4", &err);

	if (!rc)
		t = gan_trainer_new(&m, &size, GAN_TRAINER_Z_INPUT, &err);
	if (!ok(t != NULL, "ema: the step compiles"))
		return;
	gan_plan_bind(gan_trainer_plan(t), "z", &zero);
	for (int i = 1; i <= 10 && !rc; i++) {
		double b = fmin(.4, (1. + i) / (10. + i));

		rc = gan_trainer_step(t, &zero, NULL, &err);
		reference(&theta, &psi, &s);
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
	int rc = setup(&m, &(struct set){ .loss = "ns", .optim = "sgd" });

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
	const struct shown ns = { .3814, 5e-5 };

	table();
	clipped();
	run(&(struct set){ .loss = "ns", .z = "fresh" }, ns);
	run(&(struct set){ .loss = "ns", .d_update = "split" }, ns);
	run(&(struct set){ .loss = "ns", .z = "fresh", .d_update = "split" }, ns);
	run_adam(0);
	run_adam(1);
	run_ema();
	diverge();
	return done();
}
