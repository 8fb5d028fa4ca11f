/* The relativistic loss (RSGAN: Jolicoeur-Martineau 2018, sec. 3.2): the i-th of the real data should score above the i-th of the
   fakes; G wants the reverse. D's loss is one term: each half is half of it. */
#include "train/duel.h"

static struct gan_node *above(struct gan_graph *g, struct gan_node *a, struct gan_node *b)
{
	return gan_mean_all(g, gan_softplus(g, gan_sub(g, b, a)));
}

static struct gan_node *half(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_muls(g, above(g, s->real, s->fake), .5);
}

static struct gan_node *g_loss(struct gan_graph *g, const struct gan_scores *s)
{
	return above(g, s->fake, s->real);
}

const struct gan_loss gan_loss_rsgan = {
	.name = "rsgan",
	.help = "relativistic: D minimises E sp(s_f-s_r), by pairs of the batch, G minimises E sp(s_r-s_f)",
	.flags = GAN_LOSS_RELATIVE | GAN_LOSS_SHIFT,
	.d_real = half,
	.d_fake = half,
	.g = g_loss,
};
