/* Drift (Karras et al. 2018, app. A.1): epsilon E s_r^2 keeps the logits of a Wasserstein critic near 0. */
#include "train/duel.h"

static struct gan_node *term(const struct gan_duel *d, const struct gan_pass *p, double weight)
{
	return gan_muls(d->g, gan_mean_all(d->g, gan_square(d->g, p->s_real)), weight);
}

const struct gan_reg gan_reg_drift = {
	.name = "drift",
	.help = "drift E s_r^2 (ProGAN: Karras 2018)",
	.d = term,
};
