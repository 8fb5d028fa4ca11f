#include "net/unary.h"

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x)
{
	return gan_clamp(g, gan_affine(g, x, 1.0 / 6, 0.5), 0, 1);
}

GAN_UNARY_LAYER(hardsigmoid, apply, "x/6 + 1/2, kept in 0..1")
