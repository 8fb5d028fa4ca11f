/* The GAN objective: net g makes data of latents, net d scores data with a logit. A step updates d on the batch and on
   fakes, d-steps times, then g through the updated d.

   With z=shared g runs forward once: its fakes serve d's (last) update, and g's gradient comes back through the same pass.
   With z=fresh g draws again for its own update. d sees real and fake data in two passes, so each has batch statistics of
   its own. With order=simultaneous, or an unrolled d, g's loss is taken before d's update.

   With accum the batch is worked through in parts, each of which is a pass. What one part needs is gone before the next, so g's
   forward pass is made again for its own update. */
#include <stdio.h>
#include <string.h>
#include "train/duel.h"
#include "train/duel_fits.h"

/* Values of the step that the log has: means over parts. */
struct seen {
	struct gan_d_loss d;
	struct gan_node *g, *g_reg, *g_term[GAN_MAX_WATCH], *acc_real, *acc_fake;
};

struct build {
	struct gan_duel d;                  /* d.s is the part's: its batch is a part of the step's */
	int64_t batch;                      /* of an update */
	int parts;
	int unroll, early, shared;          /* early: g's first loss is taken before d's last update */
	struct gan_pass last;               /* d's last pass of the step */
	struct gan_node *made;              /* its fakes, still leading back to g */
	struct gan_descent *g_early;
	struct gan_node *d_sumsq, *g_sumsq; /* squared gradients; d_sumsq NULL where d is idle */
	struct seen seen;
};

static const char *const keys[] = {
	"accum", "augment", "batch", "bcr", "bcr-augment", "bcr-noise", "clip", "d-boost", "d-boost-every", "d-boost-first",
	"d-skip", "d-steps", "d-update", "diffaug", "dragan", "dragan-spread", "drift", "ema", "fm-layer", "g-steps", "gp",
	"gp-sides", "gp-target", "hist", "inst-noise", "inst-noise-steps", "label-fake", "label-flip", "label-real", "lecam",
	"lecam-ema", "loss", "objective", "order", "ortho", "pack", "precision", "r1", "r2", "seed", "unroll", "z", "z-dist",
	"z-truncate", "zcr", "zcr-noise", NULL
};

static const char *text(const struct build *b, const char *key)
{
	return gan_train_text(b->d.s->hyper, key);
}

static int prepare(const struct gan_step_spec *s, struct gan_err *e)
{
	const struct gan_net *gen = gan_nets_find(s->nets, "g"), *dis = gan_nets_find(s->nets, "d");
	const struct gan_step_spec part = gan_duel_part(s);

	for (size_t i = 0; i < gan_reg_count(); i++) {
		const struct gan_reg *r = gan_reg_at(i);

		if (r->prepare && r->prepare(&part, gan_reg_on(r, s->hyper), e))
			return -1;
	}
	if (gan_skip_prepare(s, e))
		return -1;
	return gan_group_prepare(s, gen, e) || gan_group_prepare(s, dis, e) || gan_ema_prepare(s, gen, e) ? -1 : 0;
}

/* *mean becomes the mean over parts of what it is given for each. */
static void mean_over(struct build *b, struct gan_node **mean, struct gan_node *x)
{
	if (x && b->parts > 1)
		x = gan_muls(b->d.g, x, 1. / b->parts);
	*mean = *mean && x ? gan_add(b->d.g, *mean, x) : x ? x : *mean;
}

/* ---- data ---- */

/* The batch of pass k, part a, as the discriminator counts. */
static struct gan_node *real_data(struct build *b, int k, int a)
{
	const struct gan_step_spec *s = b->d.s;
	int64_t first = k * b->batch + a * s->batch;
	struct gan_io io = b->d.dis->in[0];
	struct gan_node *x;

	io.c = s->c; /* before packing */
	gan_step_rng_from(b->d.sg, first, 0);
	x = gan_data_batch(b->d.sg, s, &io, first, s->batch);
	gan_step_rng_from(b->d.sg, a * s->batch, 0);
	return x;
}

static struct gan_node *latents(struct build *b, const struct gan_pass *p, const char *purpose, int a)
{
	const struct gan_step_spec *s = b->d.s;
	int64_t n = b->d.gen->in[0].n;
	struct gan_shape whole = gan_shape_of(2, b->batch, n);
	char name[64];

	gan_pass_purpose(p, purpose, name, sizeof name);
	if (!s->z_input)
		return gan_latents(b->d.g, s->hyper, name, s->batch, n);
	return gan_slice_axis(b->d.g, gan_input(b->d.g, name, GAN_REAL, &whole), 0, a * s->batch, s->batch, 1);
}

/* ---- updates of d ---- */

/* Data and fakes of pass k of n, part a. Only the last pass's purposes are bare, so that a step of one pass has the numbers it
   always had. */
static void show(struct build *b, struct gan_pass *p, int k, int n, int a)
{
	struct gan_duel *d = &b->d;

	*p = (struct gan_pass){ .part = a, .z_purpose = b->shared ? "z" : "z.d" };
	if (k < n - 1)
		snprintf(p->sub, sizeof p->sub, ".%d", k + 1);
	gan_step_rng_from(d->sg, a * d->s->batch, 0);
	p->z = latents(b, p, p->z_purpose, a);
	b->made = gan_duel_make(d, p, p->z, p->z_purpose);
	p->real = real_data(b, k, a);
	/* detached: d's update must not lead back to g. That of an unrolled d must, and is the same: then what is updated is cut */
	p->fake = b->unroll && b->shared && k == n - 1 ? b->made : gan_stop_gradient(d->g, b->made);
	p->seen_real = gan_duel_see(d, p, p->real, "d.real");
	p->seen_fake = gan_duel_see(d, p, p->fake, "d.fake");
}

static void update_d_split(struct build *b, struct gan_pass *p, int ahead)
{
	struct gan_duel *d = &b->d;
	struct gan_node *first, *second;
	struct gan_scores s = { 0 };

	p->s_real = gan_duel_score(d, p, p->seen_real, "d.real");
	s.real = p->s_real;
	gan_targets(d, p, &s);
	b->seen.d = (struct gan_d_loss){ .real = d->loss->d_real(d->g, &s) };
	gan_group_update(d->sg, d->scope, d->s, d->dis, b->seen.d.real, ahead, &first);
	gan_duel_project(d);
	p->s_fake = gan_duel_score(d, p, p->seen_fake, "d.fake");
	s.fake = p->s_fake;
	b->seen.d.fake = d->loss->d_fake(d->g, &s);
	gan_group_update(d->sg, d->scope, d->s, d->dis, b->seen.d.fake, ahead + 1, &second);
	b->d_sumsq = gan_add(d->g, first, second);
}

/* What the log says of d: the last pass of the step. */
static void note_d(struct build *b, const struct gan_d_loss *l)
{
	mean_over(b, &b->seen.d.real, l->real);
	mean_over(b, &b->seen.d.fake, l->fake);
	for (int i = 0; i < GAN_MAX_WATCH; i++)
		mean_over(b, &b->seen.d.term[i], l->term[i]);
}

/* The logit from which d takes what it sees for real: where one number for all logits changes nothing, others' mean. */
static struct gan_node *edge(const struct build *b, struct gan_node *others)
{
	const struct gan_loss *loss = b->d.loss;

	return loss->flags & GAN_LOSS_SHIFT ? gan_mean_all(b->d.g, others) : gan_const(b->d.g, loss->edge);
}

static void note_accuracy(struct build *b)
{
	struct gan_node *real = b->last.s_real, *fake = b->last.s_fake;
	struct gan_graph *g = b->d.g;

	mean_over(b, &b->seen.acc_real, gan_mean_all(g, gan_gt(g, real, edge(b, fake))));
	mean_over(b, &b->seen.acc_fake, gan_mean_all(g, gan_lt(g, fake, edge(b, real))));
}

/* ---- g's loss and updates ---- */

static void note_g(struct build *b, struct gan_node *loss, struct gan_node *const *term)
{
	mean_over(b, &b->seen.g, loss);
	for (size_t i = 0; i < gan_reg_count(); i++)
		mean_over(b, &b->seen.g_term[i], term[i]);
}

/* What g's loss sees by d `by`: scores of real data too where it needs them. */
static struct gan_scores judge_g(const struct gan_duel *by, struct gan_pass *p, int real)
{
	const unsigned flags = by->g_loss->flags;
	struct gan_scores s = { 0 };

	real |= (flags & GAN_LOSS_RELATIVE) != 0;
	p->seen_fake = gan_duel_see(by, p, p->fake, "d.g");
	if (real || flags & GAN_LOSS_FEATURES)
		p->seen_real = gan_duel_see(by, p, p->real, "d.g.real");
	if (flags & GAN_LOSS_FEATURES) { /* first: scores leave running statistics behind, and their nodes are shared so */
		s.f_real = gan_duel_features(by, p, p->seen_real, "d.g.real");
		s.f_fake = gan_duel_features(by, p, p->seen_fake, "d.g");
	}
	s.fake = p->s_fake = gan_duel_score(by, p, p->seen_fake, "d.g");
	if (real)
		s.real = p->s_real = gan_duel_score(by, p, p->seen_real, "d.g.real");
	return s;
}

/* Minus the whole of d's loss, labels and all, from scores of real data and fakes. */
static struct gan_node *against_d(const struct gan_duel *by, const struct gan_pass *p, struct gan_scores *s)
{
	gan_targets(by, p, s);
	return gan_neg(by->g, gan_add(by->g, by->loss->d_real(by->g, s), by->loss->d_fake(by->g, s)));
}

/* What d's further updates make of g: minus the whole of an unrolled d's loss, whose fakes do not lead back to g, but whose weights
   do. */
static struct gan_node *through_updates(const struct gan_duel *by, const struct gan_pass *p)
{
	struct gan_pass q = *p;
	struct gan_scores s;

	q.fake = gan_stop_gradient(by->g, p->fake);
	s = judge_g(by, &q, 1);
	return against_d(by, &q, &s);
}

/* The pass by which g is judged: with fakes that lead back to it, by the d of b's scope or, unrolled, of a child. An unrolled
   d's weights lead back to g too, and what g gains by them it takes from d, on real data as on fakes. In a zero-sum game that is
   one loss, minus the whole of d's. */
static struct gan_node *g_loss(struct build *b, struct gan_pass *p, const struct gan_duel *by)
{
	const struct gan_loss *l = by->g_loss;
	const int unrolled = by->scope != b->d.scope, whole = unrolled && l == by->loss && l->flags & GAN_LOSS_ZERO_SUM;
	struct gan_node *term[GAN_MAX_WATCH] = { 0 }, *loss, *sum;
	struct gan_duel fixed = *by;
	struct gan_scores s;

	if (unrolled && !whole && !(fixed.scope = gan_scope_settled(by->scope, by->e)))
		return NULL;
	s = judge_g(&fixed, p, whole);
	loss = whole ? against_d(by, p, &s) : l->g(by->g, &s);
	sum = unrolled && !whole ? gan_add(by->g, loss, through_updates(by, p)) : loss;
	if (fixed.scope != by->scope)
		gan_scope_free(fixed.scope);
	for (size_t i = 0; i < gan_reg_count(); i++) {
		const struct gan_reg *r = gan_reg_at(i);
		double weight = gan_reg_weight(r, by->s->hyper, "g");

		term[i] = weight > 0 && r->g && p->s_fake ? r->g(by, p, weight) : NULL;
		if (term[i])
			sum = gan_add(by->g, sum, term[i]);
	}
	note_g(b, loss, term);
	return sum;
}

/* Pass j of g, part a: the first may share d's fakes, where they are still there. */
static void begin_g(struct build *b, struct gan_pass *p, int j, int a)
{
	const int shared = b->shared && !j, kept = b->parts == 1 || b->early;

	*p = (struct gan_pass){ .for_g = 1, .part = a, .z_purpose = shared ? "z" : "z.g" };
	p->real = kept ? b->last.real : real_data(b, b->d.s->form.d_steps - 1, a);
	gan_step_rng_from(b->d.sg, a * b->d.s->batch, shared && !kept);
	if (j)
		snprintf(p->sub, sizeof p->sub, ".%d", j + 1);
	if (shared && kept) {
		p->z = b->last.z;
		p->fake = b->made;
		return;
	}
	p->z = latents(b, p, p->z_purpose, a);
	p->fake = gan_duel_make(&b->d, p, p->z, p->z_purpose);
}

/* g's first loss where it is not taken through the updated d; ahead: the number of d's next update in the step. */
static void add_early(struct build *b, int a, int ahead)
{
	struct gan_pass p, q = b->last;
	struct gan_duel by = b->d;

	begin_g(b, &p, 0, a);
	if (b->unroll) {
		q.z = p.z;
		q.z_purpose = p.z_purpose;
		q.fake = p.fake;
		q.seen_fake = gan_duel_see(&b->d, &q, q.fake, "d.fake");
		by.scope = gan_unroll(&b->d, &q, b->unroll, ahead);
		if (!by.scope)
			return;
	}
	gan_descent_add(b->g_early, g_loss(b, &p, &by));
	if (b->unroll)
		gan_scope_free(by.scope);
}

static struct gan_descent *descent(struct build *b, const struct gan_net *net)
{
	return gan_descent_new(b->d.sg, b->d.scope, b->d.s, net, b->parts);
}

static void update_g(struct build *b, int j)
{
	struct gan_descent *down = !j && b->early ? b->g_early : descent(b, b->d.gen);

	for (int a = 0; a < b->parts && (j || !b->early); a++) {
		struct gan_pass p;

		begin_g(b, &p, j, a);
		gan_descent_add(down, g_loss(b, &p, &b->d));
	}
	gan_step_rng_from(b->d.sg, 0, 0);
	gan_descent_end(down, j + 1, &b->g_sumsq);
}

/* ---- the step ---- */

/* Update k of n of d; d may be idle, and is then only asked. */
static void update_d(struct build *b, int k, int n)
{
	const int idle = b->d.s->form.d_idle, split = !idle && !strcmp(text(b, "d-update"), "split");
	const int early = b->early && k == n - 1;
	struct gan_descent *down = idle || split ? NULL : descent(b, b->d.dis);

	b->seen = (struct seen){ 0 };
	if (early)
		b->g_early = descent(b, b->d.gen);
	for (int a = 0; a < b->parts; a++) {
		struct gan_d_loss l;

		show(b, &b->last, k, n, a);
		if (early)
			add_early(b, a, (split ? 2 * k : k) + 1);
		if (split) {
			update_d_split(b, &b->last, 2 * k + 1);
		} else {
			gan_duel_d_loss(&b->d, &b->last, &l);
			gan_descent_add(down, gan_d_loss_sum(b->d.g, &l));
			note_d(b, &l);
		}
		if (b->parts > 1)
			note_accuracy(b);
	}
	if (down)
		gan_descent_end(down, k + 1, &b->d_sumsq);
	if (b->unroll)
		gan_scope_settle(b->d.scope);
}

/* A regulariser's terms: under its name, or, where both nets have one, under those of their weights. */
static void watch_terms(struct gan_step_graph *sg, const char *name, struct gan_node *of_d, struct gan_node *of_g)
{
	gan_step_watch(sg, of_g ? gan_train_key(name, "d") : name, of_d, 1);
	gan_step_watch(sg, of_d ? gan_train_key(name, "g") : name, of_g, 1);
}

static void watch_all(struct build *b)
{
	struct gan_graph *g = b->d.g;
	struct gan_step_graph *sg = b->d.sg;
	struct gan_node *grad = b->d_sumsq ? gan_sqrt(g, b->d_sumsq) : gan_const(g, 0);
	const struct seen *s = &b->seen;

	if (b->parts == 1)
		note_accuracy(b);
	gan_step_watch(sg, "d.loss", gan_add(g, s->d.real, s->d.fake), 1);
	gan_step_watch(sg, "d.real", s->d.real, 1);
	gan_step_watch(sg, "d.fake", s->d.fake, 1);
	gan_step_watch(sg, "g.loss", s->g, 1);
	gan_step_watch(sg, "d.acc.real", s->acc_real, 0);
	gan_step_watch(sg, "d.acc.fake", s->acc_fake, 0);
	gan_step_watch(sg, "d.grad", grad, 1);
	gan_step_watch(sg, "g.grad", gan_sqrt(g, b->g_sumsq), 1);
	for (size_t i = 0; i < gan_reg_count(); i++)
		watch_terms(sg, gan_reg_at(i)->name, s->d.term[i], s->g_term[i]);
}

static void build_step(struct build *b)
{
	const struct gan_step_spec *s = b->d.s;
	const int n = s->form.d_steps, idle = s->form.d_idle, split = !strcmp(text(b, "d-update"), "split");
	const int gs = (int)gan_train_int(s->hyper, "g-steps");

	for (int k = 0; k < n; k++) {
		if (!idle)
			gan_duel_project(&b->d);
		update_d(b, k, n);
	}
	if (!idle)
		gan_group_tick(b->d.sg, s, b->d.dis, n * (split ? 2 : 1));
	for (int j = 0; j < gs; j++) {
		if (j || !b->early)
			b->seen.g = NULL, memset(b->seen.g_term, 0, sizeof b->seen.g_term);
		update_g(b, j);
	}
	gan_group_tick(b->d.sg, s, b->d.gen, gs);
	gan_ema_update(b->d.sg, b->d.scope, s, b->d.gen);
	watch_all(b);
	gan_skip_watch(&b->d, gan_add(b->d.g, b->seen.d.real, b->seen.d.fake));
	gan_scope_commit(b->d.scope);
}

static int build(const struct gan_step_spec *s, struct gan_step_graph *sg, struct gan_err *e)
{
	const struct gan_step_spec part = gan_duel_part(s);
	struct gan_err net_err = { 0 };
	struct build b = {
		.d = {
			.s = &part, .sg = sg, .g = sg->g, .gen = gan_nets_find(s->nets, "g"), .dis = gan_nets_find(s->nets, "d"),
			.loss = gan_loss_find(gan_train_text(s->hyper, "loss")),
			.g_loss = gan_loss_find(gan_train_group_text(s->hyper, "loss", "g")),
			.pack = gan_train_int(s->hyper, "pack"), .e = &net_err, .scope = gan_scope_new(sg->g, s->store, e),
		},
		.batch = s->batch, .parts = (int)(s->batch / part.batch), .unroll = (int)gan_train_int(s->hyper, "unroll"),
	};

	if (!b.d.scope)
		return -1;
	b.early = b.unroll || !strcmp(text(&b, "order"), "simultaneous");
	b.shared = !strcmp(text(&b, "z"), "shared");
	sg->samples = s->batch * s->form.d_steps;
	build_step(&b);
	gan_scope_free(b.d.scope);
	if (net_err.code) {
		*e = net_err;
		return -1;
	}
	return gan_graph_ok(sg->g, e);
}

/* WGAN's reference code boosts d where "gen_iterations < 25 or gen_iterations % 500 == 0". */
static int is_boosted(const struct gan_step_spec *s, uint64_t step)
{
	uint64_t every = (uint64_t)gan_train_int(s->hyper, "d-boost-every");

	return step < (uint64_t)gan_train_int(s->hyper, "d-boost-first") || (every && step % every == 0);
}

static void form(struct gan_step_form *f, const struct gan_step_spec *s, uint64_t step)
{
	int64_t boost = gan_train_int(s->hyper, "d-boost");

	f->d_steps = (int)gan_train_int(s->hyper, "d-steps");
	if (boost && is_boosted(s, step))
		f->d_steps = (int)boost;
	if (gan_skip_now(s)) {
		f->d_steps = 1;
		f->d_idle = 1;
	}
}

const struct gan_objective gan_objective_gan = {
	.name = "gan",
	.help = "generator g against discriminator d (Goodfellow et al. 2014)",
	.keys = keys,
	.duel = 1,
	.fits = gan_duel_fits,
	.prepare = prepare,
	.build = build,
	.form = form,
};
