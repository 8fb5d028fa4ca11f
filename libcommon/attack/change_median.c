/* The median of each pixel's k x k neighbours (feature squeezing: Xu, Evans and Qi 2018, sec. 3.2); the edge is repeated. */
#include "attack/changes.h"

#define MOST 7

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x, double arg, const char *purpose)
{
	int k = (int)arg | 1, r = k / 2, n = 0;
	struct gan_shape column = gan_shape_of(2, (int64_t)-1, (int64_t)1), whole = x->shape;
	struct gan_node *side[MOST * MOST], *sorted;

	(void)purpose;
	for (int dy = -r; dy <= r; dy++)
		for (int dx = -r; dx <= r; dx++)
			side[n++] = gan_reshape(g, gan_change_moved(g, x, dy, dx), &column);
	sorted = gan_sort(g, gan_concat(g, side, n, 1), 1, 0);
	return gan_straight_through(g, gan_reshape(g, gan_slice_axis(g, sorted, 1, n / 2, 1, 1), &whole), x);
}

const struct gan_change gan_change_median = {
	.name = "median", .help = "median of so many pixels each way, an odd number", .unit = "pixels", .def = 3, .min = 1, .max = MOST,
	.apply = apply
};
