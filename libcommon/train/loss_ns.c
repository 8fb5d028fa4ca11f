/* The non-saturating loss of Goodfellow et al. 2014, sec. 3, from logits: with D = sigmoid(s), -log D = softplus(-s) and
   -log(1-D) = softplus(s). */
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
	return gan_mean_all(g, gan_softplus(g, gan_neg(g, s->fake)));
}

const struct gan_loss gan_loss_ns = {
	.name = "ns",
	.help = "non-saturating: D minimises E sp(-s_r) + E sp(s_f), G minimises E sp(-s_f)",
	.d_real = d_real,
	.d_fake = d_fake,
	.g = g_loss,
};
