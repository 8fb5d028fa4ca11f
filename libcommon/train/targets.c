/* What D should say of real data and of fakes: smoothed labels (Salimans et al. 2016, sec. 3.4), noisy ones, flipped ones. A label
   that is a range is drawn for each sample, evenly; a flipped one is drawn from the other side's range. */
#include "train/duel.h"

struct label {
	const char *key, *draw, *flip; /* its setting, and the purposes of its random numbers */
	double plain;
};

static const struct label of_real = { "label-real", "label.real", "flip.real", 1 };
static const struct label of_fake = { "label-fake", "label.fake", "flip.fake", 0 };

static struct gan_node *uniform(const struct gan_duel *d, const struct gan_pass *p, const struct gan_node *s, const char *purpose)
{
	struct gan_shape shape = { .rank = s->shape.rank };
	char name[64];

	for (int i = 0; i < shape.rank; i++)
		shape.dim[i] = i ? 1 : s->shape.dim[0];
	return gan_uniform(d->g, gan_rng(d->g), gan_pass_purpose(p, purpose, name, sizeof name), &shape);
}

/* A label within ends, of which u (uniform in 0..1) says where. */
static struct gan_node *within(struct gan_graph *g, const double *ends, struct gan_node *u)
{
	return u ? gan_affine(g, u, ends[1] - ends[0], ends[0]) : gan_const(g, ends[0]);
}

/* Targets for logits s; NULL for the plain ones, so that a step without label settings has no node more. */
static struct gan_node *target(const struct gan_duel *d, const struct gan_pass *p, const struct gan_node *s, const struct label *l)
{
	const double flip = gan_train_real(d->s->hyper, "label-flip");
	const struct label *o = l == &of_real ? &of_fake : &of_real;
	struct gan_node *u = NULL, *flipped;
	double own[2], other[2];

	gan_train_range(d->s->hyper, l->key, own);
	gan_train_range(d->s->hyper, o->key, other);
	if (!s || (!(flip > 0) && own[0] == l->plain && own[1] == l->plain))
		return NULL;
	if (own[0] < own[1] || (flip > 0 && other[0] < other[1]))
		u = uniform(d, p, s, l->draw);
	if (!(flip > 0))
		return within(d->g, own, u);
	flipped = gan_lt(d->g, uniform(d, p, s, l->flip), gan_const(d->g, flip));
	return gan_select(d->g, flipped, within(d->g, other, u), within(d->g, own, u));
}

void gan_targets(const struct gan_duel *d, const struct gan_pass *p, struct gan_scores *s)
{
	s->t_real = target(d, p, s->real, &of_real);
	s->t_fake = target(d, p, s->fake, &of_fake);
}

/* Labels that are one number on both sides are the same when they are swapped. */
static int flips_fit(const struct gan_step_spec *s, struct gan_err *e)
{
	double real[2], fake[2];

	gan_train_range(s->hyper, "label-real", real);
	gan_train_range(s->hyper, "label-fake", fake);
	if (gan_train_real(s->hyper, "label-flip") > 0 && real[0] == fake[0] && real[1] == fake[1])
		return gan_fail(e, GAN_USAGE, "label-flip=%s: label-real and label-fake are the same, swapping them changes nothing (give "
		                "label-flip=0)", gan_train_text(s->hyper, "label-flip"));
	return 0;
}

int gan_targets_fit(const struct gan_step_spec *s, const struct gan_loss *loss, struct gan_err *e)
{
	static const struct label *const both[] = { &of_real, &of_fake };

	if (loss->flags & GAN_LOSS_TARGETS)
		return flips_fit(s, e);
	for (int i = 0; i < 2; i++) {
		double ends[2];

		gan_train_range(s->hyper, both[i]->key, ends);
		if (ends[0] != both[i]->plain || ends[1] != both[i]->plain)
			return gan_fail(e, GAN_USAGE, "%s=%s: loss=%s has no labels whose value could change (give %s=%g, or loss=ns, "
			                "minimax or lsgan)", both[i]->key, gan_train_text(s->hyper, both[i]->key), loss->name, both[i]->key,
			                both[i]->plain);
	}
	if (gan_train_real(s->hyper, "label-flip") > 0)
		return gan_fail(e, GAN_USAGE, "label-flip=%s: loss=%s has no labels to swap (give label-flip=0, or loss=ns, minimax or "
		                "lsgan)", gan_train_text(s->hyper, "label-flip"), loss->name);
	return 0;
}
