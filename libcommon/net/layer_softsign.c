#include "net/unary.h"

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x)
{
	return gan_div(g, x, gan_adds(g, gan_abs(g, x), 1));
}

GAN_UNARY_LAYER(softsign, apply, "x/(1 + |x|)")
