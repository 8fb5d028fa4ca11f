/* The hinge loss (Lim and Ye 2017; Miyato et al. 2018, eq. 16 and 17): what lies beyond the margin of 1 has no gradient. */
#include "train/duel.h"

static struct gan_node *d_real(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_mean_all(g, gan_relu(g, gan_affine(g, s->real, -1, 1)));
}

static struct gan_node *d_fake(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_mean_all(g, gan_relu(g, gan_adds(g, s->fake, 1)));
}

static struct gan_node *g_loss(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_neg(g, gan_mean_all(g, s->fake));
}

const struct gan_loss gan_loss_hinge = {
	.name = "hinge",
	.help = "hinge: D minimises E max(0,1-s_r) + E max(0,1+s_f), G minimises -E s_f",
	.d_real = d_real,
	.d_fake = d_fake,
	.g = g_loss,
};
