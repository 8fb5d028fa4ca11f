/* x' = x + b, b uniform in -arg..arg for each picture, cut to 0..1. */
#include <stdio.h>
#include "attack/changes.h"

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x, double arg, const char *purpose)
{
	struct gan_shape one = gan_shape_of(4, x->shape.dim[0], (int64_t)1, (int64_t)1, (int64_t)1);
	char name[64];

	snprintf(name, sizeof name, "%s.brightness", purpose);
	return gan_clamp(g, gan_add(g, x, gan_affine(g, gan_uniform(g, gan_rng(g), name, &one), 2 * arg, -arg)), 0, 1);
}

const struct gan_change gan_change_brightness = {
	.name = "brightness", .random = 1, .help = "lighter or darker by up to that much",
	.unit = "of 0..1", .def = .1, .min = 0, .max = 1, .apply = apply
};
