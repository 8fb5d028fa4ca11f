/* Least squares (LSGAN: Mao et al. 2017, eq. 2 and 9): the logit is a number to be brought to a target, 1 for real and 0 for fake
   unless labels say otherwise; G wants 1. */
#include "train/duel.h"

static struct gan_node *to(struct gan_graph *g, struct gan_node *s, struct gan_node *target)
{
	return gan_muls(g, gan_mean_all(g, gan_square(g, gan_sub(g, s, target))), .5);
}

static struct gan_node *d_real(struct gan_graph *g, const struct gan_scores *s)
{
	return to(g, s->real, s->t_real ? s->t_real : gan_const(g, 1));
}

static struct gan_node *d_fake(struct gan_graph *g, const struct gan_scores *s)
{
	return s->t_fake ? to(g, s->fake, s->t_fake) : gan_muls(g, gan_mean_all(g, gan_square(g, s->fake)), .5);
}

static struct gan_node *g_loss(struct gan_graph *g, const struct gan_scores *s)
{
	return to(g, s->fake, gan_const(g, 1));
}

const struct gan_loss gan_loss_lsgan = {
	.name = "lsgan",
	.help = "least squares: D minimises E (s_r-1)^2/2 + E s_f^2/2, G minimises E (s_f-1)^2/2",
	.flags = GAN_LOSS_TARGETS,
	.edge = .5,
	.d_real = d_real,
	.d_fake = d_fake,
	.g = g_loss,
};
