/* The terms of the regularisers, over their registry: in the parameters of D and of G their derivatives are the central
   differences (whatever the nets' activations), and on a linear D they have the values of their formulas. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/pool.h"
#include "base/rng.h"
#include "plan/plan.h"
#include "tap.h"
#include "train/duel.h"

#define BATCH 4
#define MAX_PARAM 24
#define TOLERANCE 2e-6

struct bed {
	const char *name, *nets;
	int64_t h, d; /* pictures h x h x 1, or points of d */
	struct gan_nets net;
	struct gan_store store;
	struct gan_kv hyper;
	struct gan_step_spec s;
	struct gan_graph *g;
	struct gan_duel duel;
	struct gan_pass pass;
	double *x;
	struct gan_err e;
};

/* Weights as they are drawn, moved off 0 and made larger, so that every term weighs something. */
static void stir(struct gan_store *store)
{
	for (size_t i = 0; i < store->n; i++) {
		struct gan_tensor *t = &store->entry[i]->t;
		double *v = t->data, u[1024];
		size_t n = (size_t)gan_shape_count(&t->shape);

		gan_rng_uniform_f64(gan_rng_make(3, store->entry[i]->name), 0, 0, 0, u, n);
		for (size_t k = 0; k < n; k++)
			v[k] = 1.6 * u[k] - .8;
	}
}

static int open_bed(struct bed *b, const char *settings)
{
	size_t n = (size_t)(BATCH * (b->h ? b->h * b->h : b->d));

	if (gan_nets_parse(&b->net, b->nets, strlen(b->nets), b->name, &b->e) ||
	    gan_net_params(&b->net.net[0], &b->store, 1, 1, &b->e) || gan_net_params(&b->net.net[1], &b->store, 1, 1, &b->e) ||
	    gan_kv_parse(&b->hyper, settings, &b->e) || gan_train_check(&b->hyper, &b->e))
		return -1;
	stir(&b->store);
	b->s = (struct gan_step_spec){ .nets = &b->net, .hyper = &b->hyper, .store = &b->store, .batch = BATCH, .h = b->h, .w = b->h,
	                               .c = b->h ? 1 : 0, .d = b->d };
	b->x = gan_alloc(n, sizeof *b->x, &b->e);
	b->g = gan_graph_new(&b->e);
	if (!b->x || !b->g)
		return -1;
	gan_rng_normal_f64(gan_rng_make(5, b->name), 0, 0, 0, b->x, n);
	b->duel = (struct gan_duel){ .s = &b->s, .g = b->g, .gen = gan_nets_find(&b->net, "g"), .dis = gan_nets_find(&b->net, "d"),
	                             .loss = gan_loss_find("ns"), .pack = gan_train_int(&b->hyper, "pack"), .e = &b->e };
	return 0;
}

/* The pass of an update, once the regularisers have put their state into the store. */
static void make_pass(struct bed *b, int for_g)
{
	struct gan_shape x = b->h ? gan_shape_of(4, (int64_t)BATCH, b->h, b->h, (int64_t)1) : gan_shape_of(2, (int64_t)BATCH, b->d);
	struct gan_duel *d = &b->duel;
	struct gan_pass *p = &b->pass;

	d->scope = gan_scope_new(b->g, &b->store, &b->e);
	*p = (struct gan_pass){ .for_g = for_g, .z_purpose = "z" };
	p->real = gan_input(b->g, "x", GAN_REAL, &x);
	p->z = gan_latents(b->g, &b->hyper, "z", BATCH, d->gen->in[0].n);
	p->fake = gan_duel_make(d, p, p->z, p->z_purpose);
	p->seen_real = gan_duel_see(d, p, p->real, "d.real");
	p->seen_fake = gan_duel_see(d, p, p->fake, "d.fake");
	p->s_real = gan_duel_score(d, p, p->seen_real, "d.real");
	p->s_fake = gan_duel_score(d, p, p->seen_fake, "d.fake");
}

static void close_bed(struct bed *b)
{
	gan_scope_free(b->duel.scope);
	gan_graph_free(b->g);
	gan_free(b->x);
	gan_kv_free(&b->hyper);
	gan_store_free(&b->store);
	gan_nets_free(&b->net);
}

static struct gan_plan *compile(struct bed *b, struct gan_node *const *out, int n)
{
	static const int64_t rng[3] = { 11, 4, 0 };
	struct gan_plan *p = gan_graph_ok(b->g, &b->e) ? NULL : gan_plan_new(b->g, &b->store, out, n, 0, &b->e);

	if (p) {
		gan_plan_bind(p, "x", b->x);
		gan_plan_bind(p, "rng", rng);
	}
	return p;
}

static double value(struct bed *b, struct gan_node *y)
{
	struct gan_plan *p = y ? compile(b, &y, 1) : NULL;
	double v = p && !gan_plan_run(p, &b->e) ? gan_plan_scalar(p, y) : NAN;

	gan_plan_free(p);
	return v;
}

/* ---- derivatives ---- */

struct params {
	struct gan_entry *entry[MAX_PARAM];
	struct gan_node *w[MAX_PARAM], *grad[MAX_PARAM];
	int n;
};

static void collect(struct bed *b, struct params *p, const struct gan_net *net)
{
	p->n = 0;
	for (size_t i = 0; i < b->store.n && p->n < MAX_PARAM; i++)
		if (gan_net_is_trained(net, b->store.entry[i]->name)) {
			p->entry[p->n] = b->store.entry[i];
			p->w[p->n++] = gan_state(b->g, b->store.entry[i]->name, GAN_REAL, &b->store.entry[i]->t.shape);
		}
}

static double difference(struct bed *b, struct gan_plan *p, struct gan_node *y, double *w)
{
	const double keep = *w, h = 1e-6;
	double hi, lo;

	*w = keep + h;
	hi = gan_plan_run(p, &b->e) ? NAN : gan_plan_scalar(p, y);
	*w = keep - h;
	lo = gan_plan_run(p, &b->e) ? NAN : gan_plan_scalar(p, y);
	*w = keep;
	return (hi - lo) / (2 * h);
}

/* Up to seven numbers of each parameter. Returns the greatest error, relative to the greatest derivative. */
static double compare(struct bed *b, struct gan_plan *all, struct gan_plan *one, struct gan_node *y, const struct params *p,
                      double *most)
{
	double worst = 0;

	*most = 0;
	for (int i = 0; i < p->n; i++) {
		const double *g = p->grad[i] ? gan_plan_value(all, p->grad[i]) : NULL;
		int64_t n = gan_shape_count(&p->entry[i]->t.shape), step = 1 + n / 7;

		for (int64_t k = 0; k < n; k += step) {
			double d = difference(b, one, y, (double *)p->entry[i]->t.data + k), off = fabs(d - (g ? g[k] : 0));

			worst = !(off <= worst) ? off : worst;
			*most = fmax(*most, fabs(d));
		}
	}
	return worst / fmax(*most, 1e-30);
}

static void check_term(struct bed *b, const struct gan_reg *r, struct gan_node *y, const struct gan_net *net)
{
	struct params p;
	struct gan_node *out[MAX_PARAM + 1];
	struct gan_plan *all = NULL, *one;
	double worst = NAN, most = 0;
	int n = 1;

	collect(b, &p, net);
	out[0] = y;
	if (y && !gan_grad(b->g, y, p.w, p.n, p.grad)) {
		for (int i = 0; i < p.n; i++)
			if (p.grad[i])
				out[n++] = p.grad[i];
		all = compile(b, out, n);
	}
	one = all ? compile(b, out, 1) : NULL;
	if (one && !gan_plan_run(all, &b->e))
		worst = compare(b, all, one, y, &p, &most);
	ok(worst <= TOLERANCE && most > 1e-4, "%s, %s: the derivative in %s is that of differences (off by %.1e of %.3g) %s", b->name,
	   r->name, net->name, worst, most, b->e.msg);
	gan_plan_free(one);
	gan_plan_free(all);
}

/* State that a step moves by the weights themselves, without a gradient, is made so old that it does not move; and means of
   logits lie where every sample is on their wrong side. */
static void age(struct gan_store *store)
{
	static const struct { const char *name; double v; } to[] = {
		{ "lecam.n", 1e15 }, { "hist.n.d", 1e15 }, { "hist.n.g", 1e15 }, { "lecam.real", 20 }, { "lecam.fake", -20 }
	};

	stir(store);
	for (size_t i = 0; i < sizeof to / sizeof *to; i++) {
		struct gan_entry *n = gan_store_find(store, to[i].name);

		if (n)
			*(double *)n->t.data = to[i].v;
	}
}

static void derivatives(const char *name, const char *nets, int64_t h, int64_t d, const char *more)
{
	for (size_t i = 0; i < gan_reg_count(); i++)
		for (int for_g = 0; for_g < 2; for_g++) {
			const struct gan_reg *r = gan_reg_at(i);
			struct bed b = { .name = name, .nets = nets, .h = h, .d = d };
			char settings[256];

			if (!(for_g ? r->g : r->d))
				continue;
			snprintf(settings, sizeof settings, "%s=0.7\nlecam-ema=0.9999999\nbcr-noise=.5\nzcr-noise=.5\n%s", r->name, more);
			if (open_bed(&b, settings) || (r->prepare && r->prepare(&b.s, 1, &b.e))) {
				ok(0, "%s, %s: %s", name, r->name, b.e.msg);
				continue;
			}
			age(&b.store);
			make_pass(&b, for_g);
			check_term(&b, r, (for_g ? r->g : r->d)(&b.duel, &b.pass, .7), for_g ? b.duel.gen : b.duel.dis);
			close_bed(&b);
		}
}

/* ---- values ---- */

static const char linear_nets[] =
	"net g\ninput z 2\nmain linear out=2\noutput\n"
	"net d\ninput x 2\nmain linear out=1\noutput\n";

static const struct gan_reg *reg(const char *name)
{
	for (size_t i = 0; i < gan_reg_count(); i++)
		if (!strcmp(gan_reg_at(i)->name, name))
			return gan_reg_at(i);
	return NULL;
}

/* s = 3 x_0 - 4 x_1 + 1, G(z) = (2 z_0 + z_1, z_1 + 5) */
static void set_weights(struct bed *b)
{
	static const struct { const char *name; double v[4]; int n; } to[] = {
		{ "d.main.weight", { 3, -4 }, 2 }, { "d.main.bias", { 1 }, 1 },
		{ "g.main.weight", { 2, 1, 0, 1 }, 4 }, { "g.main.bias", { 0, 5 }, 2 },
	};

	for (size_t i = 0; i < sizeof to / sizeof *to; i++)
		memcpy(gan_store_find(&b->store, to[i].name)->t.data, to[i].v, (size_t)to[i].n * sizeof(double));
}

/* The term of one regulariser of weight 2 on the linear nets, D's or (of_g) G's. */
static double linear_value(const char *name, const char *more, int of_g, struct bed *b)
{
	const struct gan_reg *r = reg(name);
	char settings[256];

	*b = (struct bed){ .name = "linear", .nets = linear_nets, .d = 2 };
	snprintf(settings, sizeof settings, "%s=2 %s", name, more);
	for (char *c = settings; *c; c++)
		*c = *c == ' ' ? '\n' : *c;
	if (open_bed(b, settings) || (r->prepare && r->prepare(&b->s, 1, &b->e)))
		return NAN;
	set_weights(b);
	make_pass(b, of_g);
	return value(b, (of_g ? r->g : r->d)(&b->duel, &b->pass, 2));
}

static void expect(const char *name, const char *more, int of_g, double want)
{
	struct bed b;
	double got = linear_value(name, more, of_g, &b);

	ok(fabs(got - want) <= 1e-9 * fabs(want), "%s %s: %.12g, by the formula %.12g %s", name, more, got, want, b.e.msg);
	close_bed(&b);
}

/* |ds/dx| = 5 everywhere; off the diagonal of W W^T D has nothing and G has 1, twice. */
static void penalties(void)
{
	expect("r1", "", 0, 25);
	expect("r2", "", 0, 25);
	expect("gp", "", 0, 2 * 16);
	expect("gp", "gp-target=7", 0, 2 * 4);
	expect("gp", "gp-target=7 gp-sides=one", 0, 0);
	expect("gp", "gp-target=4 gp-sides=one", 0, 2);
	expect("dragan", "", 0, 2 * 16);
	expect("ortho", "", 1, 2 * 2);
	expect("hist", "", 0, 0);
}

/* Means of the logits, and of what a formula makes of them. */
static double mean(struct bed *b, struct gan_node *s, double (*f)(double v, double a), double a)
{
	struct gan_plan *p = compile(b, &s, 1);
	double sum = 0;

	if (!p || gan_plan_run(p, &b->e))
		return NAN;
	for (int i = 0; i < BATCH; i++)
		sum += f(((const double *)gan_plan_value(p, s))[i], a) / BATCH;
	gan_plan_free(p);
	return sum;
}

static double itself(double v, double a)
{
	(void)a;
	return v;
}

static double square(double v, double a)
{
	(void)a;
	return v * v;
}

static double above(double v, double a)
{
	return v > a ? (v - a) * (v - a) : 0;
}

static double below(double v, double a)
{
	return v < a ? (v - a) * (v - a) : 0;
}

static void of_logits(void)
{
	struct bed b;
	double got = linear_value("drift", "", 0, &b), want = 2 * mean(&b, b.pass.s_real, square, 0), real, fake;

	ok(fabs(got - want) < 1e-9 * want, "drift: %.12g, by the formula %.12g", got, want);
	close_bed(&b);
	got = linear_value("lecam", "", 0, &b);
	real = mean(&b, b.pass.s_real, itself, 0);
	fake = mean(&b, b.pass.s_fake, itself, 0);
	want = 2 * (mean(&b, b.pass.s_real, above, fake) + mean(&b, b.pass.s_fake, below, real));
	ok(fabs(got - want) < 1e-9 * want, "lecam: %.12g, by the formula, of a first batch, %.12g", got, want);
	ok(fabs(value(&b, gan_scope_get(b.duel.scope, "lecam.real")) - real) < 1e-9 * fabs(real), "lecam: its mean is kept");
	close_bed(&b);
}

/* Noise delta of z makes (2 d_0 + d_1, d_1) of fakes and 6 d_0 - d_1 of logits; noise of points 3 d_0 - 4 d_1. Over one
   batch of a few such numbers only proportions are known: four times the squared deviation is four times the term. */
static void of_noise(void)
{
	static const struct { const char *name, *one, *two; int of_g; double sign; } c[] = {
		{ "bcr", "bcr-noise=.1", "bcr-noise=.2", 0, 1 }, { "zcr", "zcr-noise=.1", "zcr-noise=.2", 0, 1 },
		{ "zcr", "zcr-noise=.1", "zcr-noise=.2", 1, -1 },
	};

	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		struct bed a, b;
		double one = linear_value(c[i].name, c[i].one, c[i].of_g, &a), two = linear_value(c[i].name, c[i].two, c[i].of_g, &b);

		ok(c[i].sign * one > 1e-3 && c[i].sign * one < 10 && fabs(two / one - 4) < 1e-9,
		   "%s of %s: the square of the noise counts (%.4g, %.4g)", c[i].name, c[i].of_g ? "g" : "d", one, two);
		close_bed(&a);
		close_bed(&b);
	}
}

/* The mean of 1 and 4 is 2.5: over the second update theta stands 1.5 from it. */
static void history(void)
{
	struct bed b = { .name = "linear", .nets = linear_nets, .d = 2 };
	const struct gan_reg *r = reg("hist");
	struct gan_node *y;
	double *w;

	if (open_bed(&b, "hist=2") || r->prepare(&b.s, 1, &b.e)) {
		ok(0, "hist: %s", b.e.msg);
		return;
	}
	set_weights(&b);
	memcpy(gan_store_find(&b.store, "hist.d.main.weight")->t.data, (double[]){ 3, -4 }, 2 * sizeof(double));
	*(double *)gan_store_find(&b.store, "hist.d.main.bias")->t.data = 4;
	*(double *)gan_store_find(&b.store, "hist.n.d")->t.data = 1;
	make_pass(&b, 0);
	y = r->d(&b.duel, &b.pass, 2);
	ok(fabs(value(&b, y) - 2 * 1.5 * 1.5) < 1e-12, "hist: the distance from the mean so far");
	ok(fabs(value(&b, gan_scope_get(b.duel.scope, "hist.d.main.bias")) - 2.5) < 1e-12, "hist: the mean goes on");
	w = gan_store_find(&b.store, "d.main.bias")->t.data;
	ok(*w == 1 && !r->prepare(&b.s, 0, &b.e) && !gan_store_find(&b.store, "hist.n.d") &&
	   !gan_store_find(&b.store, "hist.g.main.weight"), "hist: what it kept goes when it is off");
	close_bed(&b);
}

static void clip(void)
{
	struct bed b = { .name = "linear", .nets = linear_nets, .d = 2 };

	if (open_bed(&b, "clip=2")) {
		ok(0, "clip: %s", b.e.msg);
		return;
	}
	set_weights(&b);
	make_pass(&b, 0);
	gan_duel_project(&b.duel);
	ok(value(&b, gan_sum_all(b.g, gan_scope_get(b.duel.scope, "d.main.weight"))) == 0 &&
	   value(&b, gan_sum_all(b.g, gan_scope_get(b.duel.scope, "d.main.bias"))) == 1, "clip: 3, -4 and 1 become 2, -2 and 1");
	ok(value(&b, gan_sum_all(b.g, gan_scope_get(b.duel.scope, "g.main.bias"))) == 5, "clip: G stays as it is");
	close_bed(&b);
}

int main(void)
{
	gan_pool_start(2, NULL);
	derivatives("smooth points", "net g\ninput z 3\nmain.0 linear out=5\n- tanh\nmain.2 linear out=2\noutput\n"
	            "net d\ninput x 2\nmain.0 linear out=6\n- tanh\nmain.2 linear out=5\n- softplus\nmain.4 linear out=1\noutput\n",
	            0, 2, "");
	derivatives("packed points", "net g\ninput z 3\nmain linear out=2\n- tanh\noutput\n"
	            "net d\ninput x 4\nmain.0 linear out=6\n- lrelu\nmain.2 linear out=1\noutput\n", 0, 2, "pack=2");
	derivatives("pictures", "net g\ninput z 3\nmain linear out=64\n- tanh\n- view to=1,8,8\noutput range=-1:1\n"
	            "net d\ninput x image 8 8 1 range=-1:1\nmain.0 conv out=3 k=4 s=2 p=1\n- lrelu slope=.2\n"
	            "main.2 conv out=4 k=4 s=2 p=1\nmain.3 lnorm\n- lrelu slope=.2\nmain.5 conv out=1 k=2\noutput\n", 8, 0, "");
	penalties();
	of_logits();
	of_noise();
	history();
	clip();
	gan_pool_stop();
	return done();
}
