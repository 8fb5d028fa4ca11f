/* The relativistic average loss (RaSGAN: Jolicoeur-Martineau 2018, sec. 3.3): real data should score above the mean fake, and fakes
   below the mean of real data; G wants the reverse. With the factor 1/2 of the author's code. */
#include "train/duel.h"

/* Half of E sp(mean b - a) where sign is 1, of E sp(a - mean b) where it is -1. */
static struct gan_node *beside(struct gan_graph *g, struct gan_node *a, struct gan_node *b, int sign)
{
	struct gan_node *m = gan_mean_all(g, b);

	return gan_muls(g, gan_mean_all(g, gan_softplus(g, sign > 0 ? gan_sub(g, m, a) : gan_sub(g, a, m))), .5);
}

static struct gan_node *d_real(struct gan_graph *g, const struct gan_scores *s)
{
	return beside(g, s->real, s->fake, 1);
}

static struct gan_node *d_fake(struct gan_graph *g, const struct gan_scores *s)
{
	return beside(g, s->fake, s->real, -1);
}

static struct gan_node *g_loss(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_add(g, beside(g, s->fake, s->real, 1), beside(g, s->real, s->fake, -1));
}

const struct gan_loss gan_loss_ragan = {
	.name = "ragan",
	.help = "relativistic average: D minimises [E sp(m_f-s_r) + E sp(s_f-m_r)]/2, m the mean of the batch; G swaps r and f",
	.flags = GAN_LOSS_RELATIVE | GAN_LOSS_SHIFT,
	.d_real = d_real,
	.d_fake = d_fake,
	.g = g_loss,
};
