/* The non-saturating loss of Goodfellow et al. 2014, sec. 3, from logits: with D = sigmoid(s), -log D = softplus(-s) and
   -log(1-D) = softplus(s). */
#include "train/train.h"

static struct gan_node *d_real(struct gan_graph *g, struct gan_node *real)
{
	return gan_mean_all(g, gan_softplus(g, gan_neg(g, real)));
}

static struct gan_node *d_fake(struct gan_graph *g, struct gan_node *fake)
{
	return gan_mean_all(g, gan_softplus(g, fake));
}

const struct gan_loss gan_loss_ns = {
	.name = "ns",
	.help = "non-saturating: D minimises E sp(-s_r) + E sp(s_f), G minimises E sp(-s_f)",
	.d_real = d_real,
	.d_fake = d_fake,
	.g = d_real,
};
