#include "net/unary.h"

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x)
{
	return gan_neg(g, gan_softplus(g, gan_neg(g, x)));
}

GAN_UNARY_LAYER(logsigmoid, apply, "log of the sigmoid, without overflow")
