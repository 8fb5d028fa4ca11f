/* Balanced consistency (Zhao et al. 2021, algorithm 1): lambda [E (s(x_r) - s(T x_r))^2 + E (s(x_f) - s(T x_f))^2], where T
   changes what D is given at random: pictures as bcr-augment says, points by Gaussian noise. */
#include <string.h>
#include "train/duel.h"

static struct gan_node *changed(const struct gan_duel *d, struct gan_node *x, const char *purpose)
{
	const struct gan_range range = { d->dis->in[0].lo, d->dis->in[0].hi };
	const struct gan_kv *hyper = d->s->hyper;
	struct gan_node *noise;

	if (!x || x->shape.rank == 4)
		return gan_augment_as(d->g, gan_train_text(hyper, "bcr-augment"), x, &range, purpose);
	noise = gan_normal(d->g, gan_rng(d->g), purpose, &x->shape);
	return gan_add(d->g, x, gan_muls(d->g, noise, gan_train_real(hyper, "bcr-noise")));
}

static int fits(const struct gan_step_spec *s, struct gan_err *e)
{
	const char *list = gan_train_text(s->hyper, "bcr-augment");

	if (!s->h && strcmp(list, gan_train_text(NULL, "bcr-augment")))
		return gan_fail(e, GAN_USAGE, "bcr-augment=%s changes pictures, the data are points (bcr-noise= changes these)", list);
	if (s->h && gan_train_real(s->hyper, "bcr-noise") != gan_train_real(NULL, "bcr-noise"))
		return gan_fail(e, GAN_USAGE, "bcr-noise= changes points, the data are pictures (bcr-augment= changes these)");
	if (s->h ? !strcmp(list, "none") : gan_train_real(s->hyper, "bcr-noise") == 0)
		return gan_fail(e, GAN_USAGE, "bcr=: %s leaves nothing that D's judgement should bear (give bcr=0, or a change of data)",
		                s->h ? "bcr-augment=none" : "bcr-noise=0");
	return s->h ? gan_augment_fits(&gan_nets_find(s->nets, "d")->in[0], s->h, "bcr-augment", list, e) : 0;
}

static struct gan_node *half(const struct gan_duel *d, const struct gan_pass *p, struct gan_node *s, struct gan_node *x,
                             const char *what)
{
	char name[64];
	struct gan_node *t = changed(d, x, gan_pass_purpose(p, what, name, sizeof name));

	return gan_mean_all(d->g, gan_square(d->g, gan_sub(d->g, s, gan_duel_probe(d, p, t, what))));
}

static struct gan_node *term(const struct gan_duel *d, const struct gan_pass *p, double weight)
{
	struct gan_node *real = half(d, p, p->s_real, p->seen_real, "bcr.real");

	return gan_muls(d->g, gan_add(d->g, real, half(d, p, p->s_fake, p->seen_fake, "bcr.fake")), weight);
}

const struct gan_reg gan_reg_bcr = {
	.name = "bcr",
	.help = "bcr E (s(x) - s(T x))^2, of real data and of fakes (Zhao 2021)",
	.fits = fits,
	.d = term,
};
