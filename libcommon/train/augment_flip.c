#include "train/augment.h"

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x, const struct gan_range *range, const char *purpose)
{
	struct gan_node *mirror = gan_slice_axis(g, x, 2, x->shape.dim[2] - 1, x->shape.dim[2], -1);

	(void)range;
	return gan_select(g, gan_lt(g, gan_augment_draw(g, x, purpose, "side"), gan_const(g, 0)), mirror, x);
}

const struct gan_augment gan_augment_flip = { "flip", "left for right, one half of them", apply, 0 };
