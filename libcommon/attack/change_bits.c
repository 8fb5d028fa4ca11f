/* Fewer levels (feature squeezing: Xu, Evans and Qi 2018, sec. 3.1): x' = round(x (2^b - 1)) / (2^b - 1). 8 bits is what a file of
   bytes does. */
#include <math.h>
#include "attack/changes.h"

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x, double arg, const char *purpose)
{
	double most = exp2(floor(arg)) - 1;

	(void)purpose;
	return gan_straight_through(g, gan_muls(g, gan_round(g, gan_muls(g, x, most)), 1 / most), x);
}

const struct gan_change gan_change_bits = {
	.name = "bits", .help = "rounded to so many bits", .unit = "bits", .def = 8, .min = 1, .max = 16, .apply = apply
};
