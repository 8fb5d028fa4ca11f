/* both */
/* Who is updated how often, how far and on what: d-boost, d-skip, clip-grad, lr-schedule and accum, on the Dirac-GAN (real data
   are 0, G makes theta, D(x) = psi x), whose trajectory a few lines of C compute too, and on small nets. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "model/trainer.h"
#include "tap.h"

static const char dirac[] =
	"net g\ninput z 1\nmain linear out=1\noutput\n"
	"net d\ninput x 1\nmain linear out=1 bias=0\noutput\n";

static const char small[] =
	"net g\ninput z 3\na linear out=16\n- tanh\nb linear out=2\noutput\n"
	"net d\ninput x 2\na linear out=16\n- lrelu slope=.2\n- dropout p=.3\nb linear out=1\noutput\n";

static struct gan_err err;

/* "key=value key=value" */
static int settings(struct gan_kv *kv, const char *text)
{
	char copy[256], *save = NULL;

	snprintf(copy, sizeof copy, "%s", text);
	for (char *s = strtok_r(copy, " ", &save); s; s = strtok_r(NULL, " ", &save)) {
		char *eq = strchr(s, '=');

		*eq = 0;
		if (gan_kv_set(kv, s, eq + 1, &err))
			return -1;
	}
	return 0;
}

static int make(struct gan_model *m, const char *nets, const char *set)
{
	struct gan_kv kv = { 0 };
	int rc;

	err.code = 0;
	rc = settings(&kv, set) || gan_train_fill(&m->hyper, &err) || gan_model_set(m, &kv, &err) ||
	     gan_nets_parse(&m->nets, nets, strlen(nets), "test", &err);
	for (size_t i = 0; !rc && i < m->nets.n; i++)
		rc = gan_net_params(&m->nets.net[i], &m->store, 1, 7, &err);
	gan_kv_free(&kv);
	return rc;
}

static gan_real *at(const struct gan_model *m, const char *name)
{
	const struct gan_entry *n = gan_store_find(&m->store, name);

	return n ? n->t.data : NULL;
}

/* ---- the Dirac-GAN ---- */

struct point {
	double theta, psi, skip;    /* skip: the running mean of D's loss */
	int t, idle;
};

struct rules {
	const char *set;
	double lr, clip, skip;
	int first, every, boost;
	double (*share)(int k);
};

static double sigmoid(double x)
{
	return 1 / (1 + exp(-x));
}

static double softplus(double x)
{
	return log1p(exp(x));
}

static double clipped(double grad, double c)
{
	return c > 0 ? grad * fmin(1, c / (fabs(grad) + 1e-6)) : grad;
}

static int d_steps(const struct rules *r, int k)
{
	return r->boost && (k < r->first || (r->every && k % r->every == 0)) ? r->boost : 1;
}

static void reference(struct point *p, const struct rules *r, int k)
{
	double lr = r->lr * (r->share ? r->share(k) : 1), b, loss = 0;
	int idle = r->skip > 0 && p->t > 0 && p->skip < r->skip;

	for (int i = 0; i < (idle ? 1 : d_steps(r, k)); i++) {
		loss = softplus(0) + softplus(p->psi * p->theta);
		if (!idle)
			p->psi -= lr * clipped(p->theta * sigmoid(p->psi * p->theta), r->clip);
	}
	p->theta -= lr * clipped(-p->psi * sigmoid(-p->psi * p->theta), r->clip);
	p->t++;
	b = fmin(.9, (p->t - 1.) / p->t);
	p->skip = b * p->skip + (1 - b) * loss;
	p->idle += idle;
}

static int step(struct gan_model *m, struct gan_trainer *t, int64_t want)
{
	static const gan_real zero[64];
	int64_t n = gan_trainer_wants(t, &err);
	char name[16];

	for (int i = 1; i < 9; i++) {
		snprintf(name, sizeof name, "z.%d", i);
		gan_plan_bind(gan_trainer_plan(t), name, zero);
	}
	gan_plan_bind(gan_trainer_plan(t), "z", zero);
	(void)m;
	return n != want || gan_trainer_step(t, zero, NULL, &err);
}

static void follow(const struct rules *r)
{
	struct gan_data_size size = { .d = 1 };
	struct gan_model m = { 0 };
	struct gan_trainer *t = NULL;
	struct point p = { .theta = 1, .psi = -1 };
	double worst = 0;
	int rc = make(&m, dirac, r->set), idle = 0;

	if (!rc) {
		*at(&m, "g.main.bias") = 1;
		*at(&m, "g.main.weight") = 0;
		*at(&m, "d.main.weight") = -1;
		t = gan_trainer_new(&m, &size, GAN_TRAINER_Z_INPUT, &err);
	}
	rc = rc || !t;
	for (int k = 0; k < 60 && !rc; k++) {
		int rests = r->skip > 0 && p.t > 0 && p.skip < r->skip;

		rc = step(&m, t, rests ? 1 : d_steps(r, k));
		reference(&p, r, k);
		worst = fmax(worst, rc ? 1 : fabs(*at(&m, "g.main.bias") - p.theta) + fabs(*at(&m, "d.main.weight") - p.psi));
		for (int i = 0; !rc && i < gan_trainer_nwatch(t); i++)
			idle += !strcmp(gan_trainer_watch(t, i), "d.skipped") && gan_trainer_value(t, i) > 0;
	}
	if (!ok(!rc && worst < 1e-4, "%s: the trajectory is the formula's (off by %g)", r->set, worst))
		printf("# %s\n", err.code ? err.msg : "other updates than expected");
	if (r->skip > 0 && !rc)
		ok(p.idle > 5 && p.idle < 55 && idle == p.idle && *(int64_t *)gan_store_find(&m.store, "skip.d.n")->t.data == p.idle,
		   "%s: skipped %d times of 60, and both counts say so (%d)", r->set, p.idle, idle);
	gan_trainer_free(t);
	gan_model_free(&m);
}

static double cosine(int k)
{
	double u = fmin(1, fmax(0, (k - 10) / 30.));

	return .1 + .9 * (1 + cos(acos(-1) * u)) / 2;
}

static double linear(int k)
{
	return 1 - fmin(1, k / 50.);
}

static double exponential(int k)
{
	return pow(.01, fmin(1, k / 40.));
}

static double by_steps(int k)
{
	return k >= 30 ? .04 : k >= 20 ? .2 : 1;
}

static double warm(int k)
{
	return fmin(1, (k + 1) / 8.);
}

#define SGD "optim=sgd lr=.1 batch=1 ema=0 "
static const struct rules cases[] = {
	{ SGD, .1, 0, 0, 0, 0, 0, NULL },
	{ SGD "d-boost=5 d-boost-first=3 d-boost-every=7", .1, 0, 0, 3, 7, 5, NULL },
	{ SGD "d-boost=4 d-boost-first=2 d-boost-every=0", .1, 0, 0, 2, 0, 4, NULL },
	{ SGD "clip-grad=.2", .1, .2, 0, 0, 0, 0, NULL },
	{ SGD "d-skip=1.35", .1, 0, 1.35, 0, 0, 0, NULL },
	{ SGD "lr-schedule=linear lr-end=50", .1, 0, 0, 0, 0, 0, linear },
	{ SGD "lr-schedule=cosine lr-start=10 lr-end=40 lr-floor=.1", .1, 0, 0, 0, 0, 0, cosine },
	{ SGD "lr-schedule=exponential lr-end=40 lr-floor=.01", .1, 0, 0, 0, 0, 0, exponential },
	{ SGD "lr-schedule=steps lr-steps=20,30 lr-gamma=.2", .1, 0, 0, 0, 0, 0, by_steps },
	{ SGD "lr-warmup=8", .1, 0, 0, 0, 0, 0, warm },
};

/* ---- parts of a batch ---- */

#define BATCH 24

static int train(struct gan_model *m, const char *set, size_t *arena)
{
	static gan_real x[4 * BATCH * 2];
	struct gan_data_size size = { .d = 2 };
	struct gan_plan_stats s;
	struct gan_trainer *t;
	int rc = make(m, small, set);

	t = rc ? NULL : gan_trainer_new(m, &size, 0, &err);
	rc = rc || !t;
	for (int k = 0; k < 4 && !rc; k++) {
		for (size_t i = 0; i < sizeof x / sizeof *x; i++)
			x[i] = (gan_real)sin((double)i * 1.7 + k);
		rc = gan_trainer_wants(t, &err) < 0 || gan_trainer_step(t, x, NULL, &err);
	}
	if (t) {
		gan_plan_stats(gan_trainer_plan(t), &s);
		*arena = s.arena_bytes;
	} else {
		printf("# %s\n", err.msg);
	}
	gan_trainer_free(t);
	return rc;
}

static double difference(const struct gan_model *a, const struct gan_model *b)
{
	double worst = 0;

	for (size_t i = 0; i < a->store.n; i++) {
		const struct gan_entry *x = a->store.entry[i], *y = gan_store_find(&b->store, x->name);

		if (!y || y->t.nbytes != x->t.nbytes)
			return 1;
		for (size_t k = 0; x->t.dtype == GAN_REAL && k < x->t.nbytes / sizeof(gan_real); k++)
			worst = fmax(worst, fabs((double)((gan_real *)x->t.data)[k] - (double)((gan_real *)y->t.data)[k]));
	}
	return worst;
}

/* Dropout draws by sample, so parts have the numbers of the whole. */
static void parts(const char *set, const char *accum)
{
	struct gan_model whole = { 0 }, cut = { 0 };
	char a[256], b[512];
	size_t big = 0, less = 0;
	double worst = 1;

	snprintf(a, sizeof a, "optim=sgd lr=.3 momentum=.5 batch=24 %s", set);
	snprintf(b, sizeof b, "%s %s", a, accum);
	if (!train(&whole, a, &big) && !train(&cut, b, &less))
		worst = difference(&whole, &cut);
	ok(worst < (sizeof(gan_real) == 8 ? 1e-12 : 1e-5), "%s %s: the update of the whole batch (off by %g)", set, accum, worst);
	ok(less > 0 && less < big, "%s %s: %zu bytes at work, %zu for the whole", set, accum, less, big);
	gan_model_free(&whole);
	gan_model_free(&cut);
}

/* ---- refusals ---- */

static void refused(const char *set, const char *why)
{
	struct gan_data_size size = { .d = 2 };
	struct gan_model m = { 0 };
	struct gan_trainer *t = make(&m, small, set) ? NULL : gan_trainer_new(&m, &size, 0, &err);

	if (!ok(!t && err.code == GAN_USAGE && strstr(err.msg, why), "%s is refused", set))
		printf("# %s\n", t ? "it is not" : err.msg);
	gan_trainer_free(t);
	gan_model_free(&m);
}

int main(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		follow(&cases[i]);
	parts("z=shared", "accum=3");
	parts("z=fresh g-steps=2", "accum=24");
	parts("d-steps=3", "accum=4");
	parts("order=simultaneous clip-grad=.5", "accum=2");
	parts("d-skip=1.4", "accum=2");
	refused("lr-end=9", "lr-schedule=cosine|exponential|linear");
	refused("lr-schedule.d=linear lr-end.d=9 lr-end.g=9", "lr-end.g=9");
	refused("lr-schedule=linear", "lr-end= after");
	refused("lr-schedule=cosine lr-start=9 lr-end=9", "lr-end= after");
	refused("lr-schedule=exponential lr-end=9", "lr-floor");
	refused("lr-schedule=steps", "lr-steps");
	refused("lr-schedule=steps lr-steps=9,9", "rising");
	refused("lr-schedule=steps lr-steps=1,2,3,4,5,6,7,8,9", "1 to 8");
	refused("lr-schedule=linear lr-end=9 lr-gamma=.5", "lr-schedule=steps");
	refused("d-boost-first=9", "d-boost");
	refused("d-boost=9 d-skip=1", "give one");
	refused("accum=7", "give batch=70");
	refused("accum=2 unroll=1", "accum=1");
	refused("accum=2 d-update=split", "d-update=joint");
	refused("unroll=2 d-update=split", "d-update=joint");
	return done();
}
