#include "train/augment.h"

/* The colours of DiffAugment (Zhao et al. 2020), for numbers in -1..1: brightness + U(-.5,.5), then saturation times U(0,2)
   about the mean of a pixel's channels, then contrast times U(.5,1.5) about the mean of all. Nothing is cut off. */
static struct gan_node *about(struct gan_graph *g, struct gan_node *x, uint32_t axes, struct gan_node *factor)
{
	struct gan_node *mean = gan_mean(g, x, axes, 1);

	return gan_add(g, gan_mul(g, gan_sub(g, x, mean), factor), mean);
}

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x, const struct gan_range *range, const char *purpose)
{
	x = gan_add(g, x, gan_muls(g, gan_augment_draw(g, x, purpose, "brightness"), (range->hi - range->lo) / 4));
	if (x && x->shape.dim[3] > 1)
		x = about(g, x, 1u << 3, gan_adds(g, gan_augment_draw(g, x, purpose, "saturation"), 1));
	return x ? about(g, x, gan_axes_but(x, 0), gan_affine(g, gan_augment_draw(g, x, purpose, "contrast"), .5, 1)) : NULL;
}

const struct gan_augment gan_augment_color = {
	"color", "brighter or darker, more or less colour, more or less contrast", apply, GAN_AUGMENT_RANGE
};
