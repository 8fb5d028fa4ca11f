#include "net/unary.h"

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x)
{
	return gan_clamp(g, x, -1, 1);
}

GAN_UNARY_LAYER(hardtanh, apply, "x kept in -1..1")
