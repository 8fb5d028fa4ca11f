/* x' = x + N(0, s^2), cut to 0..1. */
#include <stdio.h>
#include "attack/changes.h"

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x, double arg, const char *purpose)
{
	char name[64];

	snprintf(name, sizeof name, "%s.noise", purpose);
	return gan_clamp(g, gan_add(g, x, gan_muls(g, gan_normal(g, gan_rng(g), name, &x->shape), arg)), 0, 1);
}

const struct gan_change gan_change_noise = {
	.name = "noise", .random = 1, .help = "normal noise of that deviation",
	.unit = "of 0..1", .def = .05, .min = 0, .max = 1, .apply = apply
};
