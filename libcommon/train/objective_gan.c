/* The GAN objective: net g makes data of latents, net d scores data with a logit. A step updates d on the batch and on
   fakes, d-steps times, then g through the updated d.

   With z=shared g runs forward once: its fakes serve d's (last) update, and g's gradient comes back through the same pass.
   With z=fresh g draws again for its own update. d sees real and fake data in two passes, so each has batch statistics of
   its own. With order=simultaneous, or an unrolled d, g's loss is taken before d's update. */
#include <stdio.h>
#include <string.h>
#include "train/duel.h"
#include "train/duel_fits.h"

struct build {
	struct gan_duel d;
	const struct gan_step_spec *s;
	struct gan_pass last;               /* d's last pass of the step */
	struct gan_node *made;              /* its fakes, still leading back to g */
	struct gan_d_loss d_loss;
	struct gan_node *d_sumsq, *g_sumsq; /* squared gradients; d_sumsq NULL where d is idle */
	struct gan_node *g_loss, *g_reg;
	struct gan_node *g_term[GAN_MAX_WATCH];
};

static const char *text(const struct build *b, const char *key)
{
	return gan_train_text(b->s->hyper, key);
}

static int prepare(const struct gan_step_spec *s, struct gan_err *e)
{
	const struct gan_net *gen = gan_nets_find(s->nets, "g"), *dis = gan_nets_find(s->nets, "d");

	for (size_t i = 0; i < gan_reg_count(); i++) {
		const struct gan_reg *r = gan_reg_at(i);

		if (r->prepare && r->prepare(s, gan_reg_on(r, s->hyper), e))
			return -1;
	}
	return gan_group_prepare(s, gen, e) || gan_group_prepare(s, dis, e) || gan_ema_prepare(s, gen, e) ? -1 : 0;
}

/* ---- data ---- */

/* The batch of pass k as the discriminator counts. */
static struct gan_node *real_data(struct build *b, int k)
{
	struct gan_io io = b->d.dis->in[0];
	struct gan_node *x;

	io.c = b->s->c; /* before packing */
	x = gan_data_batch(b->d.sg, b->s, &io);
	return b->d.sg->samples == b->s->batch ? x : gan_slice_axis(b->d.g, x, 0, k * b->s->batch, b->s->batch, 1);
}

static struct gan_node *latents(struct build *b, const struct gan_pass *p, const char *purpose)
{
	int64_t n = b->d.gen->in[0].n;
	struct gan_shape shape = gan_shape_of(2, b->s->batch, n);
	char name[64];

	gan_pass_purpose(p, purpose, name, sizeof name);
	if (b->s->z_input)
		return gan_input(b->d.g, name, GAN_REAL, &shape);
	return gan_latents(b->d.g, b->s->hyper, name, b->s->batch, n);
}

/* ---- updates of d ---- */

static void update_d_split(struct build *b, struct gan_pass *p, int ahead)
{
	struct gan_duel *d = &b->d;
	struct gan_node *first, *second;
	struct gan_scores s = { 0 };

	p->s_real = gan_duel_score(d, p, p->seen_real, "d.real");
	s.real = p->s_real;
	gan_targets(d, p, &s);
	b->d_loss = (struct gan_d_loss){ .real = d->loss->d_real(d->g, &s) };
	gan_group_update(d->sg, d->scope, b->s, d->dis, b->d_loss.real, ahead, &first);
	p->s_fake = gan_duel_score(d, p, p->seen_fake, "d.fake");
	s.fake = p->s_fake;
	b->d_loss.fake = d->loss->d_fake(d->g, &s);
	gan_group_update(d->sg, d->scope, b->s, d->dis, b->d_loss.fake, ahead + 1, &second);
	b->d_sumsq = gan_add(d->g, first, second);
}

/* Data and fakes of pass k of n. Only the last pass's purposes are bare, so that a step of one pass has the numbers it always had. */
static void show(struct build *b, struct gan_pass *p, int k, int n)
{
	struct gan_duel *d = &b->d;

	*p = (struct gan_pass){ 0 };
	if (k < n - 1)
		snprintf(p->sub, sizeof p->sub, ".%d", k + 1);
	p->z_purpose = !strcmp(text(b, "z"), "shared") ? "z" : "z.d";
	p->z = latents(b, p, p->z_purpose);
	b->made = gan_duel_make(d, p, p->z, p->z_purpose);
	p->real = real_data(b, k);
	/* detached: d's update must not lead back to g */
	p->fake = gan_stop_gradient(d->g, b->made);
	p->seen_real = gan_duel_see(d, p, p->real, "d.real");
	p->seen_fake = gan_duel_see(d, p, p->fake, "d.fake");
}

/* ---- g's loss and updates ---- */

/* The pass by which g is judged: with fakes that lead back to it, by the d of b's scope or, unrolled, of a child. An unrolled
   d's score of real data depends on g too, so g of a zero-sum game descends the whole of minus d's loss. */
static struct gan_node *g_loss(struct build *b, struct gan_pass *p, const struct gan_duel *by)
{
	const int zero_sum = by->scope != b->d.scope && by->loss->flags & GAN_LOSS_ZERO_SUM;
	struct gan_scores s = { 0 };
	struct gan_node *sum;

	p->seen_fake = gan_duel_see(by, p, p->fake, "d.g");
	p->s_fake = gan_duel_score(by, p, p->seen_fake, "d.g");
	if (zero_sum || by->loss->flags & GAN_LOSS_RELATIVE) {
		p->seen_real = gan_duel_see(by, p, p->real, "d.g.real");
		p->s_real = gan_duel_score(by, p, p->seen_real, "d.g.real");
	}
	s.real = p->s_real;
	s.fake = p->s_fake;
	sum = b->g_loss = by->loss->g(by->g, &s);
	if (zero_sum)
		sum = b->g_loss = gan_sub(by->g, sum, by->loss->d_real(by->g, &s));
	b->g_reg = NULL;
	for (size_t i = 0; i < gan_reg_count(); i++) {
		const struct gan_reg *r = gan_reg_at(i);
		double weight = gan_reg_weight(r, b->s->hyper, "g");

		b->g_term[i] = weight > 0 && r->g && p->s_fake ? r->g(&b->d, p, weight) : NULL;
		if (b->g_term[i])
			b->g_reg = b->g_reg ? gan_add(by->g, b->g_reg, b->g_term[i]) : b->g_term[i];
	}
	return b->g_reg ? gan_add(by->g, sum, b->g_reg) : sum;
}

/* Pass j of g: the first may share d's fakes. */
static void begin_g(struct build *b, struct gan_pass *p, int j)
{
	struct gan_duel *d = &b->d;
	*p = (struct gan_pass){ .for_g = 1, .real = b->last.real };
	if (j)
		snprintf(p->sub, sizeof p->sub, ".%d", j + 1);
	if (!j && !strcmp(text(b, "z"), "shared")) {
		p->z = b->last.z;
		p->z_purpose = b->last.z_purpose;
		p->fake = b->made;
		return;
	}
	p->z_purpose = "z.g";
	p->z = latents(b, p, p->z_purpose);
	p->fake = gan_duel_make(d, p, p->z, p->z_purpose);
}

/* g's first loss where it is not taken through the updated d. */
static struct gan_node *early_g_loss(struct build *b, int unroll)
{
	struct gan_pass p, q = b->last;
	struct gan_duel by = b->d;
	struct gan_scope *child = NULL;
	struct gan_node *loss;

	begin_g(b, &p, 0);
	if (unroll) {
		q.z = p.z;
		q.z_purpose = p.z_purpose;
		q.fake = p.fake;
		q.seen_fake = gan_duel_see(&b->d, &q, q.fake, "d.fake");
		child = gan_unroll(&b->d, &q, unroll);
		if (!child)
			return NULL;
		by.scope = child;
	}
	loss = g_loss(b, &p, &by);
	gan_scope_free(child);
	return loss;
}

static void update_g(struct build *b, struct gan_node *loss, int j)
{
	gan_group_update(b->d.sg, b->d.scope, b->s, b->d.gen, loss, j + 1, &b->g_sumsq);
}

/* ---- the step ---- */

/* The logit from which d takes what it sees for real: where one number for all logits changes nothing, others' mean. */
static struct gan_node *edge(const struct build *b, struct gan_node *others)
{
	const struct gan_loss *loss = b->d.loss;

	return loss->flags & GAN_LOSS_SHIFT ? gan_mean_all(b->d.g, others) : gan_const(b->d.g, loss->edge);
}

static void watch_all(struct build *b)
{
	struct gan_graph *g = b->d.g;
	struct gan_step_graph *sg = b->d.sg;
	struct gan_node *zero = gan_const(g, 0), *grad = b->d_sumsq ? gan_sqrt(g, b->d_sumsq) : zero;
	const struct gan_d_loss *l = &b->d_loss;

	gan_step_watch(sg, "d.loss", gan_add(g, l->real, l->fake), 1);
	gan_step_watch(sg, "d.real", l->real, 1);
	gan_step_watch(sg, "d.fake", l->fake, 1);
	gan_step_watch(sg, "g.loss", b->g_loss, 1);
	gan_step_watch(sg, "d.acc.real", gan_mean_all(g, gan_gt(g, b->last.s_real, edge(b, b->last.s_fake))), 0);
	gan_step_watch(sg, "d.acc.fake", gan_mean_all(g, gan_lt(g, b->last.s_fake, edge(b, b->last.s_real))), 0);
	gan_step_watch(sg, "d.grad", grad, 1);
	gan_step_watch(sg, "g.grad", gan_sqrt(g, b->g_sumsq), 1);
	for (size_t i = 0; i < gan_reg_count(); i++)
		gan_step_watch(sg, gan_reg_at(i)->name, l->term[i] ? l->term[i] : b->g_term[i], 1);
}

static void build_step(struct build *b)
{
	const int n = b->s->form.d_steps, idle = b->s->form.d_idle, split = !strcmp(text(b, "d-update"), "split");
	const int unroll = (int)gan_train_int(b->s->hyper, "unroll"), gs = (int)gan_train_int(b->s->hyper, "g-steps");
	const int early = unroll || !strcmp(text(b, "order"), "simultaneous");
	struct gan_node *loss = NULL;

	for (int k = 0; k < n; k++) {
		if (!idle)
			gan_duel_project(&b->d);
		show(b, &b->last, k, n);
		if (k == n - 1 && early)
			loss = early_g_loss(b, unroll);
		if (split && !idle) {
			update_d_split(b, &b->last, 2 * k + 1);
			continue;
		}
		gan_duel_d_loss(&b->d, &b->last, &b->d_loss);
		if (!idle)
			gan_group_update(b->d.sg, b->d.scope, b->s, b->d.dis, gan_d_loss_sum(b->d.g, &b->d_loss), k + 1, &b->d_sumsq);
	}
	if (!idle)
		gan_group_tick(b->d.sg, b->s, b->d.dis, n * (split ? 2 : 1));
	for (int j = 0; j < gs; j++) {
		struct gan_pass p;

		if (j || !early) {
			begin_g(b, &p, j);
			loss = g_loss(b, &p, &b->d);
		}
		update_g(b, loss, j);
	}
	gan_group_tick(b->d.sg, b->s, b->d.gen, gs);
	gan_ema_update(b->d.sg, b->d.scope, b->s, b->d.gen);
	watch_all(b);
	gan_scope_commit(b->d.scope);
}

static int build(const struct gan_step_spec *s, struct gan_step_graph *sg, struct gan_err *e)
{
	struct gan_err net_err = { 0 };
	struct build b = {
		.s = s,
		.d = {
			.s = s, .sg = sg, .g = sg->g, .gen = gan_nets_find(s->nets, "g"), .dis = gan_nets_find(s->nets, "d"),
			.loss = gan_loss_find(gan_train_text(s->hyper, "loss")), .pack = gan_train_int(s->hyper, "pack"), .e = &net_err,
			.scope = gan_scope_new(sg->g, s->store, e),
		},
	};

	if (!b.d.scope)
		return -1;
	sg->samples = s->batch * s->form.d_steps;
	build_step(&b);
	gan_scope_free(b.d.scope);
	if (net_err.code) {
		*e = net_err;
		return -1;
	}
	return gan_graph_ok(sg->g, e);
}

static void form(struct gan_step_form *f, const struct gan_step_spec *s, uint64_t step)
{
	(void)step;
	f->d_steps = (int)gan_train_int(s->hyper, "d-steps");
}

const struct gan_objective gan_objective_gan = {
	.name = "gan",
	.help = "generator g against discriminator d (Goodfellow et al. 2014)",
	.fits = gan_duel_fits,
	.prepare = prepare,
	.build = build,
	.form = form,
};
