/* Passes of the gan objective: what D is shown, what it says, and D's loss. */
#include "train/duel.h"

#include <stdio.h>

const char *gan_pass_purpose(const struct gan_pass *p, const char *purpose, char *buf, size_t n)
{
	snprintf(buf, n, "%s%s", purpose, p->sub);
	return buf;
}

struct gan_step_spec gan_duel_part(const struct gan_step_spec *s)
{
	struct gan_step_spec part = *s;

	part.batch /= gan_train_int(s->hyper, "accum");
	return part;
}

static struct gan_node *apply(const struct gan_duel *d, const struct gan_pass *p, const struct gan_net *net,
                              struct gan_scope *scope, struct gan_node *in, const char *purpose)
{
	struct gan_node *out = NULL;
	char name[64];
	struct gan_apply a = {
		.mode = GAN_NET_TRAIN, .scope = scope, .prefix = "", .rng = gan_rng(d->g),
		.purpose = gan_pass_purpose(p, purpose, name, sizeof name), .in = &in, .out = &out,
	};

	if (!in || d->e->code || gan_net_apply(net, d->g, &a, d->e))
		return NULL;
	return out;
}

struct gan_node *gan_duel_make(const struct gan_duel *d, const struct gan_pass *p, struct gan_node *z, const char *purpose)
{
	return apply(d, p, d->gen, d->scope, z, purpose);
}

struct gan_node *gan_duel_score(const struct gan_duel *d, const struct gan_pass *p, struct gan_node *seen, const char *purpose)
{
	return apply(d, p, d->dis, d->scope, seen, purpose);
}

struct gan_node *gan_duel_probe(const struct gan_duel *d, const struct gan_pass *p, struct gan_node *seen, const char *purpose)
{
	struct gan_scope *child = gan_scope_child(d->scope, d->e);
	struct gan_node *s = child ? apply(d, p, d->dis, child, seen, purpose) : NULL;

	gan_scope_free(child);
	return s;
}

struct gan_node *gan_duel_features(const struct gan_duel *d, const struct gan_pass *p, struct gan_node *seen, const char *purpose)
{
	const char *layer = gan_train_text(d->s->hyper, "fm-layer");
	struct gan_scope *child = seen && !d->e->code ? gan_scope_child(d->scope, d->e) : NULL;
	struct gan_node *f = NULL;
	char name[64];
	struct gan_apply a = {
		.mode = GAN_NET_TRAIN, .scope = child, .prefix = "", .rng = gan_rng(d->g),
		.purpose = gan_pass_purpose(p, purpose, name, sizeof name), .in = &seen,
	};

	if (child)
		f = *layer ? gan_net_layer(d->dis, d->g, &a, layer, d->e) : gan_net_hidden(d->dis, d->g, &a, d->e);
	gan_scope_free(child);
	return f;
}

/* m samples side by side become one with m times the channels (PacGAN: Lin et al. 2018, sec. 2). */
static struct gan_node *packed(const struct gan_duel *d, struct gan_node *x)
{
	int64_t m = d->pack, n;
	const struct gan_shape *s = &x->shape;
	struct gan_shape to;

	if (m == 1)
		return x;
	n = s->dim[0] / m;
	if (s->rank == 2) {
		to = gan_shape_of(2, n, m * s->dim[1]);
		return gan_reshape(d->g, x, &to);
	}
	to = gan_shape_of(5, n, m, s->dim[1], s->dim[2], s->dim[3]);
	x = gan_permute(d->g, gan_reshape(d->g, x, &to), (const int[]){ 0, 2, 3, 1, 4 });
	to = gan_shape_of(4, n, to.dim[2], to.dim[3], m * to.dim[4]);
	return gan_reshape(d->g, x, &to);
}

struct gan_node *gan_duel_see(const struct gan_duel *d, const struct gan_pass *p, struct gan_node *x, const char *purpose)
{
	char name[64];

	gan_pass_purpose(p, purpose, name, sizeof name);
	for (size_t i = 0; i < gan_view_count() && x; i++)
		if (gan_view_at(i)->on(d->s->hyper))
			x = gan_view_at(i)->see(d, x, name);
	return x ? packed(d, x) : NULL;
}

double gan_reg_weight(const struct gan_reg *r, const struct gan_kv *hyper, const char *net)
{
	return gan_train_group_real(hyper, r->name, net);
}

int gan_reg_on(const struct gan_reg *r, const struct gan_kv *hyper)
{
	return gan_reg_weight(r, hyper, "d") > 0 || gan_reg_weight(r, hyper, "g") > 0;
}

void gan_duel_project(const struct gan_duel *d)
{
	for (size_t i = 0; i < gan_reg_count(); i++) {
		const struct gan_reg *r = gan_reg_at(i);
		double weight = gan_reg_weight(r, d->s->hyper, "d");

		if (weight > 0 && r->project)
			r->project(d, weight);
	}
}

static void add_terms(const struct gan_duel *d, const struct gan_pass *p, struct gan_d_loss *l)
{
	for (size_t i = 0; i < gan_reg_count(); i++) {
		const struct gan_reg *r = gan_reg_at(i);
		double weight = gan_reg_weight(r, d->s->hyper, "d");

		l->term[i] = weight > 0 && r->d && p->s_real && p->s_fake ? r->d(d, p, weight) : NULL;
		if (l->term[i])
			l->reg = l->reg ? gan_add(d->g, l->reg, l->term[i]) : l->term[i];
	}
}

void gan_duel_d_loss(const struct gan_duel *d, struct gan_pass *p, struct gan_d_loss *l)
{
	struct gan_scores s;

	*l = (struct gan_d_loss){ 0 };
	p->s_real = gan_duel_score(d, p, p->seen_real, "d.real");
	p->s_fake = gan_duel_score(d, p, p->seen_fake, "d.fake");
	s = (struct gan_scores){ .real = p->s_real, .fake = p->s_fake };
	gan_targets(d, p, &s);
	l->real = d->loss->d_real(d->g, &s);
	l->fake = d->loss->d_fake(d->g, &s);
	add_terms(d, p, l);
}

struct gan_node *gan_d_loss_sum(struct gan_graph *g, const struct gan_d_loss *l)
{
	struct gan_node *sum = gan_add(g, l->real, l->fake);

	return l->reg ? gan_add(g, sum, l->reg) : sum;
}
