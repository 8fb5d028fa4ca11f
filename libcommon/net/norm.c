/* See norm.h. */
#include "net/norm.h"

const struct gan_layer_entry gan_norm_entries[2] = { { "weight", 1 }, { "bias", 1 } };

struct gan_node *gan_lb_scale_shift(struct gan_lb *b, struct gan_node *x)
{
	struct gan_fill f = { GAN_FILL_CONSTANT, 1, 0 };
	struct gan_node *weight, *bias;
	struct gan_shape s;
	int64_t c;

	if (!x || gan_lb_is(b, "affine", "0"))
		return x;
	c = x->shape.dim[x->shape.rank - 1];
	s = gan_shape_of(1, c);
	if (gan_lb_fill(b, "init", (double)c, (double)c, 1, &f) < 0)
		return NULL;
	weight = gan_lb_param(b, "weight", &s, GAN_LAYOUT_PLAIN, &f);
	bias = weight ? gan_lb_vector(b, "bias", c, 0) : NULL;
	return gan_add(b->g, gan_mul(b->g, x, weight), bias);
}
