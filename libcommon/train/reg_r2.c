/* R2: gamma/2 E ||d s/d x||^2 at fakes (Mescheder et al. 2018, sec. 4.1). Code that leaves the half out has its
   gamma at half of ours. */
#include "train/penalty.h"

static struct gan_node *term(const struct gan_duel *d, const struct gan_pass *p, double weight)
{
	return gan_muls(d->g, gan_mean_all(d->g, gan_penalty_squares(d->g, p->s_fake, p->seen_fake)), weight / 2);
}

const struct gan_reg gan_reg_r2 = {
	.name = "r2",
	.help = "r2/2 E ||d s/d x||^2 at fakes (Mescheder 2018)",
	.flags = GAN_REG_PER_SAMPLE,
	.d = term,
};
