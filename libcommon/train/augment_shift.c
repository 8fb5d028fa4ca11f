#include "train/augment.h"

/* A whole number of pixels in -n..n, all equally often: u in -1..1 is cut into 2n+1 equal pieces. */
static struct gan_node *pixels(struct gan_graph *g, struct gan_node *x, const char *purpose, const char *what, int64_t side)
{
	double n = side < 24 ? 1 : (double)((side + 8) / 16);

	return gan_clamp(g, gan_round(g, gan_muls(g, gan_augment_draw(g, x, purpose, what), n + .5)), -n, n);
}

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x, const struct gan_range *range, const char *purpose)
{
	struct gan_node *dx = pixels(g, x, purpose, "x", x->shape.dim[2]), *dy = pixels(g, x, purpose, "y", x->shape.dim[1]);

	(void)range;
	return gan_augment_take(g, x, gan_add(g, gan_augment_pixels(g, x, 2), dx), gan_add(g, gan_augment_pixels(g, x, 1), dy));
}

const struct gan_augment gan_augment_shift = { "shift", "whole pixels each way, up to a 16th of the side", apply, 0 };
