/* x' = m + a (x - m) with m the picture's mean and a uniform in 1-arg..1+arg, cut to 0..1. */
#include <stdio.h>
#include "attack/changes.h"

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x, double arg, const char *purpose)
{
	struct gan_shape one = gan_shape_of(4, x->shape.dim[0], (int64_t)1, (int64_t)1, (int64_t)1);
	struct gan_node *mean = gan_mean(g, x, gan_axes_but(x, 0), 1), *a;
	char name[64];

	snprintf(name, sizeof name, "%s.contrast", purpose);
	a = gan_affine(g, gan_uniform(g, gan_rng(g), name, &one), 2 * arg, 1 - arg);
	return gan_clamp(g, gan_add(g, mean, gan_mul(g, a, gan_sub(g, x, mean))), 0, 1);
}

const struct gan_change gan_change_contrast = {
	.name = "contrast", .random = 1, .help = "more or less contrast by up to that share",
	.unit = "", .def = .2, .min = 0, .max = 1, .apply = apply
};
