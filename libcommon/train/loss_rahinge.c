/* The relativistic average hinge loss (RaHingeGAN: Jolicoeur-Martineau 2018, appendix; MSG-GAN: Karnewar and Wang 2020): real data
   should score 1 above the mean fake, and fakes 1 below the mean of real data; G wants the reverse. With the factor 1/2. */
#include "train/duel.h"

/* Half of E max(0, 1-(a - mean b)) where sign is 1, of E max(0, 1+(a - mean b)) where it is -1. */
static struct gan_node *beside(struct gan_graph *g, struct gan_node *a, struct gan_node *b, double sign)
{
	struct gan_node *by = gan_sub(g, a, gan_mean_all(g, b));

	return gan_muls(g, gan_mean_all(g, gan_relu(g, gan_affine(g, by, -sign, 1))), .5);
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

const struct gan_loss gan_loss_rahinge = {
	.name = "rahinge",
	.help = "relativistic average hinge: D minimises [E max(0,1-s_r+m_f) + E max(0,1+s_f-m_r)]/2, m the mean; G swaps r and f",
	.flags = GAN_LOSS_RELATIVE | GAN_LOSS_SHIFT,
	.d_real = d_real,
	.d_fake = d_fake,
	.g = g_loss,
};
