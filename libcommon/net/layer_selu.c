#include "net/unary.h"

/* x <= 0 ? alpha*(e^x - 1) : x, with the exponent kept from overflowing on the side that is not taken. */
static struct gan_node *elu1(struct gan_graph *g, struct gan_node *x, double alpha)
{
	struct gan_node *neg = gan_exp(g, gan_min(g, x, gan_const(g, 0)));

	return gan_select(g, gan_gt(g, x, gan_const(g, 0)), x, gan_affine(g, neg, alpha, -alpha));
}

/* Klambauer et al. 2017, eq. 2. */
static struct gan_node *apply(struct gan_graph *g, struct gan_node *x)
{
	return gan_muls(g, elu1(g, x, 1.6732632423543772), 1.0507009873554805);
}

GAN_UNARY_LAYER(selu, apply, "scaled ELU")
