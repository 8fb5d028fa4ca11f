#include "train/augment.h"

/* The cutout of DiffAugment (Zhao et al. 2020): a rectangle of half the height and half the width becomes grey. Its middle is
   anywhere in the picture, so that it may stick out. */

/* 1 within the rectangle, along an axis: [N,H,1,1] or [N,1,W,1]. */
static struct gan_node *within(struct gan_graph *g, struct gan_node *x, const char *purpose, int axis)
{
	int64_t side = x->shape.dim[axis], size = (side + 1) / 2;
	struct gan_node *middle = gan_augment_whole(g, x, purpose, axis == 2 ? "x" : "y", side + 1 - size % 2);
	struct gan_node *from = gan_sub(g, gan_augment_pixels(g, x, axis), gan_adds(g, middle, (double)-(size / 2)));

	return gan_mul(g, gan_ge(g, from, gan_const(g, 0)), gan_lt(g, from, gan_const(g, (double)size)));
}

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x, const struct gan_range *range, const char *purpose)
{
	struct gan_node *cut = gan_mul(g, within(g, x, purpose, 1), within(g, x, purpose, 2));

	return gan_select(g, cut, gan_const(g, (range->lo + range->hi) / 2), x);
}

const struct gan_augment gan_augment_cutout = {
	"cutout", "a rectangle of half the sides becomes grey", apply, GAN_AUGMENT_LAST | GAN_AUGMENT_RANGE
};
