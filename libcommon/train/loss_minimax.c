/* The minimax (saturating) loss of Goodfellow et al. 2014, eq. 1, from logits: G minimises E log(1-D(G(z))) = -E sp(s_f).
   Its gradient vanishes where D is sure of its fakes. */
#include "train/duel.h"

static struct gan_node *d_real(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_bce_logits(g, s->real, s->t_real ? s->t_real : gan_const(g, 1));
}

static struct gan_node *d_fake(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_bce_logits(g, s->fake, s->t_fake ? s->t_fake : gan_const(g, 0));
}

static struct gan_node *g_loss(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_neg(g, gan_mean_all(g, gan_softplus(g, s->fake)));
}

const struct gan_loss gan_loss_minimax = {
	.name = "minimax",
	.help = "saturating: D minimises E sp(-s_r) + E sp(s_f), G minimises -E sp(s_f)",
	.flags = GAN_LOSS_TARGETS | GAN_LOSS_ZERO_SUM,
	.d_real = d_real,
	.d_fake = d_fake,
	.g = g_loss,
};
