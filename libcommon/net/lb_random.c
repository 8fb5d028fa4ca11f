/* See random.h. */
#include "net/lb_random.h"

struct gan_node *gan_lb_draw(struct gan_lb *b, const struct gan_shape *s)
{
	char purpose[GAN_NET_MAX_ENTRY + 128];

	if (!b->rng)
		return gan_lb_fail(b, "it needs random numbers, and this use of the net has none");
	gan_lb_purpose(b, purpose, sizeof(purpose));
	if (gan_lb_is(b, "dist", "uniform"))
		return gan_uniform(b->g, b->rng, purpose, s);
	return gan_normal(b->g, b->rng, purpose, s);
}
