/* The gradient penalty of WGAN-GP (Gulrajani et al. 2017, algorithm 1): lambda E (||d s/d x||_2 - target)^2 at points
   x = eps x_r + (1-eps) x_f, one eps ~ U(0,1) and one norm for each sample. */
#include <string.h>
#include "train/penalty.h"

static struct gan_node *term(const struct gan_duel *d, const struct gan_pass *p, double weight)
{
	const struct gan_kv *hyper = d->s->hyper;
	struct gan_node *eps = gan_penalty_mix(d, p, p->seen_real, "gp.eps");
	struct gan_node *x = gan_add(d->g, gan_mul(d->g, gan_sub(d->g, p->seen_real, p->seen_fake), eps), p->seen_fake);

	return gan_penalty_norm(d->g, gan_duel_probe(d, p, x, "d.gp"), x, weight, gan_train_real(hyper, "gp-target"),
	                        !strcmp(gan_train_text(hyper, "gp-sides"), "one"));
}

const struct gan_reg gan_reg_gp = {
	.name = "gp",
	.help = "gp E (||d s/d x|| - gp-target)^2 between real data and fakes (Gulrajani 2017)",
	.flags = GAN_REG_PER_SAMPLE,
	.d = term,
};
