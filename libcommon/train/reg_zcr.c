/* Latent consistency (Zhao et al. 2021, algorithm 2): with noise delta ~ N(0, sigma^2), D minimises
   lambda_d E (s(G(z)) - s(G(z + delta)))^2 as well, and G minimises -lambda_g times the mean of (G(z) - G(z + delta))^2 over all
   samples and numbers. */
#include <stdio.h>
#include "train/duel.h"

/* G of the latents beside p's, with the same numbers in its random layers; its running statistics stay as they are. Where D and
   G see the same latents, they see the same beside them. */
static struct gan_node *beside(const struct gan_duel *d, const struct gan_pass *p)
{
	const struct gan_kv *hyper = d->s->hyper;
	struct gan_duel quiet = *d;
	struct gan_node *delta, *made;
	char name[64], purpose[64];

	quiet.scope = gan_scope_child(d->scope, d->e);
	if (!quiet.scope || !p->z)
		return NULL;
	snprintf(purpose, sizeof purpose, "zcr.%s", p->z_purpose);
	delta = gan_normal(d->g, gan_rng(d->g), gan_pass_purpose(p, purpose, name, sizeof name), &p->z->shape);
	delta = gan_muls(d->g, delta, gan_train_real(hyper, "zcr-noise"));
	made = gan_duel_make(&quiet, p, gan_add(d->g, p->z, delta), p->z_purpose);
	gan_scope_free(quiet.scope);
	return made;
}

static struct gan_node *of_d(const struct gan_duel *d, const struct gan_pass *p, double weight)
{
	struct gan_node *x = gan_duel_see(d, p, beside(d, p), "d.fake");
	struct gan_node *apart = gan_sub(d->g, p->s_fake, gan_duel_probe(d, p, x, "d.zcr"));

	return gan_muls(d->g, gan_mean_all(d->g, gan_square(d->g, apart)), weight);
}

static struct gan_node *of_g(const struct gan_duel *d, const struct gan_pass *p, double weight)
{
	return gan_muls(d->g, gan_mean_all(d->g, gan_square(d->g, gan_sub(d->g, p->fake, beside(d, p)))), -weight);
}

static int fits(const struct gan_step_spec *s, struct gan_err *e)
{
	if (gan_train_real(s->hyper, "zcr-noise") == 0)
		return gan_fail(e, GAN_USAGE, "zcr=: zcr-noise=0 moves no latents (give zcr=0, or a deviation above 0)");
	return 0;
}

const struct gan_reg gan_reg_zcr = {
	.name = "zcr",
	.help = "D: zcr.d E (s(G(z)) - s(G(z+delta)))^2, G: -zcr.g E (G(z) - G(z+delta))^2 (Zhao 2021)",
	.fits = fits,
	.d = of_d,
	.g = of_g,
};
