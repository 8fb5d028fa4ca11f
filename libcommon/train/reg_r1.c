/* R1: gamma/2 E ||d s/d x||^2 at real data (Mescheder et al. 2018, sec. 4.1). Code that leaves the half out has its
   gamma at half of ours. */
#include "train/penalty.h"

static struct gan_node *term(const struct gan_duel *d, const struct gan_pass *p, double weight)
{
	return gan_muls(d->g, gan_mean_all(d->g, gan_penalty_squares(d->g, p->s_real, p->seen_real)), weight / 2);
}

const struct gan_reg gan_reg_r1 = {
	.name = "r1",
	.help = "r1/2 E ||d s/d x||^2 at real data (Mescheder 2018)",
	.flags = GAN_REG_PER_SAMPLE,
	.d = term,
};
