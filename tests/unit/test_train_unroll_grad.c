/* double */
/* The gradient of G under an unrolled D, second-order terms and all, against difference quotients. Of two parts: G's loss as its
   samples move, by a D that has really made K updates; and minus D's loss on the samples as they were, as G moves while D makes
   them. Dropout judges that loss by other masks than D's own, so there D's updates alone are looked at. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "model/trainer.h"
#include "tap.h"

#define BATCH 6
#define G_NET "net g\ninput z 2\na linear out=4\n- tanh\nb linear out=2\noutput\n"

static const char plain[] = G_NET "net d\ninput x 2\na linear out=5\n- tanh\nb linear out=1\noutput\n";
static const char deep[] = G_NET "net d\ninput x 2\na linear out=5\n- tanh\nb linear out=4\n- softplus\nc linear out=1\noutput\n";
static const char norm[] = G_NET "net d\ninput x 2\na linear out=5\nn bn\n- tanh\nb linear out=1\noutput\n";
static const char drop[] = G_NET "net d\ninput x 2\na linear out=9\n- tanh\n- dropout p=.3\nb linear out=1\noutput\n";
static const char pack[] = G_NET "net d\ninput x 4\na linear out=5\n- tanh\nb linear out=1\noutput\n";

static struct gan_err err;
static gan_real data[BATCH * 2], latent[BATCH * 2], other[BATCH * 2];

static int make(struct gan_model *m, const char *nets, const char *set)
{
	struct gan_kv kv = { 0 };
	char copy[512], *save = NULL;
	int rc = 0;

	memset(m, 0, sizeof *m);
	snprintf(copy, sizeof copy, "batch=6 ema=0 optim.g=sgd %s", set);
	for (char *s = strtok_r(copy, " ", &save); s; s = strtok_r(NULL, " ", &save)) {
		char *eq = strchr(s, '=');

		*eq = 0;
		rc |= gan_kv_set(&kv, s, eq + 1, &err);
	}
	rc = rc || gan_train_fill(&m->hyper, &err) || gan_model_set(m, &kv, &err) ||
	     gan_nets_parse(&m->nets, nets, strlen(nets), "test", &err);
	for (size_t i = 0; !rc && i < m->nets.n; i++)
		rc = gan_net_params(&m->nets.net[i], &m->store, 1, 3, &err);
	gan_kv_free(&kv);
	return rc;
}

/* Steps on the same data, latents and random numbers. *g_loss, *d_loss: of the last. */
static int steps(struct gan_model *m, int n, double *g_loss, double *d_loss)
{
	struct gan_data_size size = { .d = 2 };
	struct gan_trainer *t = gan_trainer_new(m, &size, GAN_TRAINER_Z_INPUT, &err);
	int rc = t ? 0 : -1;

	for (int k = 0; k < n && !rc; k++) {
		m->step = 0;
		gan_plan_bind(gan_trainer_plan(t), "z", latent);
		gan_plan_bind(gan_trainer_plan(t), "z.g", latent);
		gan_plan_bind(gan_trainer_plan(t), "z.d", other);
		rc = gan_trainer_step(t, data, NULL, &err);
	}
	for (int i = 0; !rc && i < gan_trainer_nwatch(t); i++) {
		if (!strcmp(gan_trainer_watch(t, i), "g.loss"))
			*g_loss = gan_trainer_value(t, i);
		if (!strcmp(gan_trainer_watch(t, i), "d.loss"))
			*d_loss = gan_trainer_value(t, i);
	}
	gan_trainer_free(t);
	return rc;
}

struct example {
	const char *nets, *set;
	int k;
	const char *fresh; /* for the unrolled step only */
};

/* Losses by the D of k updates. G's i-th number (of entry `name`) is moved by `trained` while D makes them, by `judged` then. */
static int moved(const struct example *c, const char *name, size_t i, double trained, double judged, double *g_loss,
                 double *d_loss)
{
	struct gan_model m;
	struct gan_entry *n;
	char set[512];
	gan_real at;
	int rc;

	snprintf(set, sizeof set, "%s lr.g=0 z=shared order=simultaneous", c->set);
	rc = make(&m, c->nets, set);
	n = rc ? NULL : gan_store_find(&m.store, name);
	if (n) {
		at = ((gan_real *)n->t.data)[i];
		((gan_real *)n->t.data)[i] = at + (gan_real)trained;
		rc = steps(&m, c->k, g_loss, d_loss);
		((gan_real *)n->t.data)[i] = at + (gan_real)judged; /* a commit may have changed t.data */
		/* weights are clipped before an update, and this is none */
		rc = rc || gan_kv_set(&m.hyper, "clip", "0", &err) || steps(&m, 1, g_loss, d_loss);
	}
	gan_model_free(&m);
	return rc || !n;
}

static int quotient(const struct example *c, const char *name, size_t i, double *q)
{
	double h = 1e-5, g[2], d[2], unused;
	int rc = moved(c, name, i, 0, h, &g[0], &unused) || moved(c, name, i, 0, -h, &g[1], &unused) ||
	         moved(c, name, i, h, 0, &unused, &d[0]) || moved(c, name, i, -h, 0, &unused, &d[1]);

	*q = rc ? 0 : (g[0] - g[1] - (d[0] - d[1])) / (2 * h);
	return rc;
}

/* Also: is D after the step what it is after one of its own? */
static int same_d(const struct gan_model *a, const struct example *c)
{
	struct gan_model m;
	double loss, worst = 0;
	int rc = make(&m, c->nets, c->set) || gan_kv_set(&m.hyper, "z", c->fresh ? "fresh" : "shared", &err) ||
	         steps(&m, 1, &loss, &loss);

	for (size_t i = 0; i < m.store.n && !rc; i++) {
		const struct gan_entry *x = m.store.entry[i], *y = gan_store_find(&a->store, x->name);

		if ((strncmp(x->name, "d.", 2) && strncmp(x->name, "adam.", 5)) || strstr(x->name, "running"))
			continue; /* running statistics: G's pass goes into those of a D that is not unrolled */
		for (size_t k = 0; x->t.dtype == GAN_REAL && k < x->t.nbytes / sizeof(gan_real); k++)
			worst = fmax(worst, fabs(((gan_real *)x->t.data)[k] - ((gan_real *)y->t.data)[k]));
	}
	gan_model_free(&m);
	return !rc && worst < 1e-13;
}

static void check(const struct example *c)
{
	struct gan_model before, after;
	char set[512];
	double loss, worst = 0, largest = 0;
	int rc;

	snprintf(set, sizeof set, "%s lr.g=1 unroll=%d %s", c->set, c->k, c->fresh ? c->fresh : "z=shared");
	rc = make(&before, c->nets, set) || make(&after, c->nets, set) || steps(&after, 1, &loss, &loss);
	for (size_t e = 0; e < before.store.n && !rc && c->nets != drop; e++) {
		const struct gan_entry *x = before.store.entry[e], *y = gan_store_find(&after.store, x->name);

		for (size_t i = 0; !strncmp(x->name, "g.", 2) && i < x->t.nbytes / sizeof(gan_real) && !rc; i++) {
			double q, grad = ((gan_real *)x->t.data)[i] - ((gan_real *)y->t.data)[i];

			rc = quotient(c, x->name, i, &q);
			worst = fmax(worst, fabs(grad - q));
			largest = fmax(largest, fabs(grad));
		}
	}
	if (c->nets != drop && !ok(!rc && largest > 1e-4 && worst < 1e-6 * largest + 1e-9,
	                           "%s, unroll=%d %s: the gradient is the quotient (off by %.2g of %.2g)", c->set, c->k,
	                           c->fresh ? c->fresh : "", worst, largest) && rc)
		printf("# %s\n", err.msg);
	ok(!rc && same_d(&after, c), "%s, unroll=%d %s: D is updated as it is without", c->set, c->k, c->fresh ? c->fresh : "");
	gan_model_free(&before);
	gan_model_free(&after);
}

static const struct example examples[] = {
	{ plain, "optim.d=sgd lr.d=.5", 1, NULL },
	{ plain, "optim.d=sgd lr.d=.5", 3, NULL },
	{ plain, "optim.d=sgd lr.d=.5 momentum.d=.7", 3, "z=fresh" },
	{ plain, "lr.d=.05", 1, NULL },
	{ plain, "lr.d=.05", 2, "z=fresh" },
	{ plain, "lr.d=.05 weight-decay.d=.1 clip-grad.d=.2", 3, NULL },
	{ plain, "optim.d=rmsprop lr.d=.05 eps=1e-3", 3, NULL },
	{ norm, "lr.d=.05", 2, NULL },
	{ plain, "lr.d=.05 loss=lsgan", 2, NULL },
	{ drop, "optim.d=sgd lr.d=.5 loss=minimax", 2, NULL },
	{ pack, "lr.d=.05 pack=2", 2, NULL },
	{ deep, "lr.d=.05 r1=.3", 2, NULL },
	{ deep, "optim.d=sgd lr.d=.1 gp=1", 2, NULL },
	{ deep, "optim.d=sgd lr.d=.1 r2=.3 dragan=.2 drift=.1", 3, "z=fresh" },
	{ plain, "lr.d=.05 zcr.d=2 ortho.d=.1 clip=.4", 3, NULL },
};

int main(void)
{
	for (int i = 0; i < BATCH * 2; i++) {
		data[i] = (gan_real)sin(i * 1.3);
		latent[i] = (gan_real)cos(i * 2.1 + .4);
		other[i] = (gan_real)sin(i * .9 + 2);
	}
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
		check(&examples[i]);
	return done();
}
