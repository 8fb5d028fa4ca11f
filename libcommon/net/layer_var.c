#include "net/net_reduce.h"

static struct gan_node *variance(struct gan_graph *g, struct gan_node *x, uint32_t axes, int keep)
{
	struct gan_node *mean = gan_mean(g, x, axes, 1);

	return gan_mean(g, gan_square(g, gan_sub(g, x, mean)), axes, keep);
}

GAN_REDUCE_LAYER(var, variance, "variance (biased) over axes")
