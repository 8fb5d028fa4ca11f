/* The Wasserstein loss (Arjovsky et al. 2017, Algorithm 1): -d.loss estimates the distance of the two distributions, up to D's
   Lipschitz constant, which a regulariser has to bound. */
#include "train/duel.h"

static struct gan_node *d_real(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_neg(g, gan_mean_all(g, s->real));
}

static struct gan_node *d_fake(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_mean_all(g, s->fake);
}

static struct gan_node *g_loss(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_neg(g, d_fake(g, s));
}

const struct gan_loss gan_loss_wgan = {
	.name = "wgan",
	.help = "Wasserstein: D minimises E s_f - E s_r, G minimises -E s_f",
	.flags = GAN_LOSS_SHIFT | GAN_LOSS_UNBOUNDED | GAN_LOSS_ZERO_SUM,
	.d_real = d_real,
	.d_fake = d_fake,
	.g = g_loss,
};
