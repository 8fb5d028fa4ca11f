/* The minimax (saturating) loss of Goodfellow et al. 2014, eq. 1, from logits: G minimises E log(1-D(G(z))) = -E sp(s_f).
   Its gradient vanishes where D is sure of its fakes. */
#include "train/duel.h"

static struct gan_node *d_real(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_mean_all(g, gan_softplus(g, gan_neg(g, s->real)));
}

static struct gan_node *d_fake(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_mean_all(g, gan_softplus(g, s->fake));
}

static struct gan_node *g_loss(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_neg(g, d_fake(g, s));
}

const struct gan_loss gan_loss_minimax = {
	.name = "minimax",
	.help = "saturating: D minimises E sp(-s_r) + E sp(s_f), G minimises -E sp(s_f)",
	.d_real = d_real,
	.d_fake = d_fake,
	.g = g_loss,
};
