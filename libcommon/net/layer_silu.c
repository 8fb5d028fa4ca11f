#include "net/unary.h"

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x)
{
	return gan_mul(g, x, gan_sigmoid(g, x));
}

GAN_UNARY_LAYER(silu, apply, "x sigmoid(x), also called swish")
