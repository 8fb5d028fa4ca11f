/* both */
/* Each loss in a GAN of four numbers: G makes w z + c, D says psi x + b. What a step reports and how it moves the four is
   compared with the loss written out here in double, differentiated by differences. A loss that is not written out fails. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "model/trainer.h"
#include "tap.h"
#include "train/duel.h"

#define B 4
#define LR .1

static const char nets[] =
	"net g\ninput z 1\nmain linear out=1\noutput\n"
	"net d\ninput x 1\nmain linear out=1\noutput\n";
static const char *const name[4] = { "d.main.weight", "d.main.bias", "g.main.weight", "g.main.bias" };
static const double start[4] = { .7, -.2, .8, .3 };
static const gan_real real[B] = { (gan_real)1.3, (gan_real)-.4, (gan_real).9, (gan_real)2.1 };
static const gan_real z[B] = { (gan_real)-.6, (gan_real).5, (gan_real)1.7, (gan_real)-1.2 };
static struct gan_err err;

enum { D_REAL, D_FAKE, G_LOSS, NLOSS };

/* What a loss sees: logits, their means, and targets. */
struct sight {
	double r[B], f[B], mr, mf, tr, tf;
};

static struct sight look(const double *p, const double *target)
{
	struct sight s = { .tr = target[0], .tf = target[1] };

	for (int i = 0; i < B; i++) {
		s.r[i] = p[0] * real[i] + p[1];
		s.f[i] = p[0] * (p[2] * z[i] + p[3]) + p[1];
		s.mr += s.r[i] / B;
		s.mf += s.f[i] / B;
	}
	return s;
}

static double sp(double x)
{
	return log1p(exp(x));
}

static double r(double x)
{
	return fmax(x, 0);
}

static double sq(double x)
{
	return x * x;
}

/* The i-th terms of each loss's halves and of G's loss. */
static int terms(const char *loss, const struct sight *s, int i, double *t)
{
	const double a = s->r[i], b = s->f[i];

	if (!strcmp(loss, "ns") || !strcmp(loss, "minimax")) {
		t[D_REAL] = s->tr * sp(-a) + (1 - s->tr) * sp(a);
		t[D_FAKE] = s->tf * sp(-b) + (1 - s->tf) * sp(b);
		t[G_LOSS] = *loss == 'n' ? sp(-b) : -sp(b);
	} else if (!strcmp(loss, "lsgan")) {
		t[D_REAL] = sq(a - s->tr) / 2;
		t[D_FAKE] = sq(b - s->tf) / 2;
		t[G_LOSS] = sq(b - 1) / 2;
	} else if (!strcmp(loss, "wgan")) {
		t[D_REAL] = -a;
		t[D_FAKE] = b;
		t[G_LOSS] = -b;
	} else if (!strcmp(loss, "hinge")) {
		t[D_REAL] = r(1 - a);
		t[D_FAKE] = r(1 + b);
		t[G_LOSS] = -b;
	} else if (!strcmp(loss, "rsgan")) {
		t[D_REAL] = t[D_FAKE] = sp(b - a) / 2;
		t[G_LOSS] = sp(a - b);
	} else if (!strcmp(loss, "ragan")) {
		t[D_REAL] = sp(s->mf - a) / 2;
		t[D_FAKE] = sp(b - s->mr) / 2;
		t[G_LOSS] = sp(s->mr - b) / 2 + sp(a - s->mf) / 2;
	} else if (!strcmp(loss, "rahinge")) {
		t[D_REAL] = r(1 - a + s->mf) / 2;
		t[D_FAKE] = r(1 + b - s->mr) / 2;
		t[G_LOSS] = r(1 - b + s->mr) / 2 + r(1 + a - s->mf) / 2;
	} else {
		return -1;
	}
	return 0;
}

/* D's halves by loss, G's loss by loss_g. */
static int reference(const char *loss, const char *loss_g, const double *p, const double *target, double *l)
{
	const struct sight s = look(p, target);

	memset(l, 0, NLOSS * sizeof *l);
	for (int i = 0; i < B; i++) {
		double t[NLOSS] = { 0 }, u[NLOSS] = { 0 };

		if (terms(loss, &s, i, t) || terms(loss_g, &s, i, u))
			return -1;
		for (int k = 0; k < NLOSS; k++)
			l[k] += (k == G_LOSS ? u[k] : t[k]) / B;
	}
	return 0;
}

/* Descends each side's own loss at the same point. */
static void descend(const char *loss, const char *loss_g, const double *target, double *p)
{
	double next[4];

	for (int k = 0; k < 4; k++) {
		double up[4], down[4], l[NLOSS], m[NLOSS];

		memcpy(up, p, sizeof up);
		memcpy(down, p, sizeof down);
		up[k] += 1e-5;
		down[k] -= 1e-5;
		reference(loss, loss_g, up, target, l);
		reference(loss, loss_g, down, target, m);
		next[k] = p[k] - LR * (k < 2 ? l[D_REAL] + l[D_FAKE] - m[D_REAL] - m[D_FAKE] : l[G_LOSS] - m[G_LOSS]) / 2e-5;
	}
	memcpy(p, next, sizeof next);
}

static gan_real *at(struct gan_model *m, const char *entry)
{
	struct gan_entry *n = gan_store_find(&m->store, entry);

	return n ? n->t.data : NULL;
}

static int setup(struct gan_model *m, const char *loss, const char *const (*more)[2])
{
	const char *const common[][2] = {
		{ "loss", loss }, { "order", "simultaneous" }, { "optim", "sgd" }, { "lr", "0.1" }, { "batch", "4" }, { "ema", "0" },
	};
	struct gan_kv set = { 0 };
	int rc = 0;

	memset(m, 0, sizeof *m);
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		rc |= gan_kv_set(&set, common[i][0], common[i][1], &err);
	for (; more && (*more)[0]; more++)
		rc |= gan_kv_set(&set, (*more)[0], (*more)[1], &err);
	rc = rc || gan_train_fill(&m->hyper, &err) || gan_model_set(m, &set, &err) ||
	     gan_nets_parse(&m->nets, nets, sizeof nets - 1, "test", &err) ||
	     gan_net_params(&m->nets.net[0], &m->store, 0, 0, &err) || gan_net_params(&m->nets.net[1], &m->store, 0, 0, &err);
	gan_kv_free(&set);
	for (int k = 0; k < 4 && !rc; k++)
		*at(m, name[k]) = (gan_real)start[k];
	return rc;
}

static double watch(const struct gan_trainer *t, const char *what)
{
	for (int i = 0; i < gan_trainer_nwatch(t); i++)
		if (!strcmp(gan_trainer_watch(t, i), what))
			return gan_trainer_value(t, i);
	return NAN;
}

/* Shares of what D judges rightly: above 0, .5 for squares, the other's mean where only differences count. */
static int accuracies(const struct gan_trainer *t, const struct gan_loss *loss, const struct sight *s)
{
	double right_r = 0, right_f = 0;

	for (int i = 0; i < B; i++) {
		right_r += s->r[i] > (loss->flags & GAN_LOSS_SHIFT ? s->mf : loss->edge);
		right_f += s->f[i] < (loss->flags & GAN_LOSS_SHIFT ? s->mr : loss->edge);
	}
	return fabs(watch(t, "d.acc.real") - right_r / B) < 1e-6 && fabs(watch(t, "d.acc.fake") - right_f / B) < 1e-6;
}

/* One step from the start; target: what labels are set to by `more`, loss_g: what loss.g is. */
static void run(const struct gan_loss *loss, const char *loss_g, const double *target, const char *const (*more)[2],
                const char *what)
{
	struct gan_data_size size = { .d = 1 };
	struct gan_model m;
	struct gan_trainer *t = NULL;
	struct sight s = look(start, target);
	double p[4], l[NLOSS], off = 0;
	int rc = setup(&m, loss->name, more);

	memcpy(p, start, sizeof p);
	if (!ok(!reference(loss->name, loss_g, start, target, l), "%s%s: is written out here", loss->name, what))
		goto out;
	descend(loss->name, loss_g, target, p);
	if (!rc)
		t = gan_trainer_new(&m, &size, GAN_TRAINER_Z_INPUT, &err);
	if (t)
		gan_plan_bind(gan_trainer_plan(t), "z", z);
	if (!ok(t && !gan_trainer_step(t, real, NULL, &err), "%s%s: a step", loss->name, what)) {
		printf("# %s\n", err.msg);
		goto out;
	}
	ok(fabs(watch(t, "d.real") - l[D_REAL]) < 1e-5 && fabs(watch(t, "d.fake") - l[D_FAKE]) < 1e-5 &&
	   fabs(watch(t, "g.loss") - l[G_LOSS]) < 1e-5, "%s%s: values %.5f %.5f %.5f, expected %.5f %.5f %.5f", loss->name, what,
	   watch(t, "d.real"), watch(t, "d.fake"), watch(t, "g.loss"), l[D_REAL], l[D_FAKE], l[G_LOSS]);
	for (int k = 0; k < 4; k++)
		off = fmax(off, fabs(*at(&m, name[k]) - p[k]));
	ok(off < (sizeof(gan_real) == 8 ? 1e-10 : 1e-6), "%s%s: the step goes down both gradients (off by %g)", loss->name, what, off);
	ok(accuracies(t, loss, &s), "%s%s: accuracies", loss->name, what);
out:
	gan_trainer_free(t);
	gan_model_free(&m);
}

int main(void)
{
	static const double plain[2] = { 1, 0 };

	static const double smooth[2] = { .9, .2 };
	static const char *const labels[][2] = { { "label-real", ".9" }, { "label-fake", ".2" }, { NULL, NULL } };

	static const char *const other[][2] = { { "loss.g", "ragan" }, { NULL, NULL } };

	for (size_t i = 0; i < gan_loss_count(); i++) {
		const struct gan_loss *l = gan_loss_at(i);

		if (l->flags & GAN_LOSS_FEATURES) /* for G alone: test_train_fm.c */
			continue;
		run(l, l->name, plain, NULL, "");
		run(l, "ragan", plain, other, ", loss.g=ragan");
		if (l->flags & GAN_LOSS_TARGETS)
			run(l, l->name, smooth, labels, ", smooth labels");
	}
	return done();
}
