#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	if (!gan_lb_real_value(b, b->in[0]) || !gan_lb_real_value(b, b->in[1]))
		return NULL;
	if (!gan_shape_eq(&b->in[0]->shape, &b->in[1]->shape))
		return gan_lb_fail(b, "its two values must have one shape");
	return gan_straight_through(b->g, b->in[0], b->in[1]);
}

const struct gan_layer_type gan_layer_straight = {
	"straight", "from=a,b: a, whose gradient goes to b", NULL, 0, NULL, 0, 2, 2, build
};
