/* A Gaussian filter of deviation s pixels, cut at 3 s, along one side and then along the other; the edge is repeated. */
#include <math.h>
#include "attack/changes.h"

static struct gan_node *filter(struct gan_graph *g, struct gan_node *x, double s, int down)
{
	int r = (int)ceil(3 * s);
	struct gan_node *sum = NULL;
	double all = 0;

	for (int i = -r; i <= r; i++)
		all += exp(-i * i / (2 * s * s));
	for (int i = -r; i <= r; i++) {
		struct gan_node *part = gan_muls(g, gan_change_moved(g, x, down ? i : 0, down ? 0 : i), exp(-i * i / (2 * s * s)) / all);

		sum = sum ? gan_add(g, sum, part) : part;
	}
	return sum;
}

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x, double arg, const char *purpose)
{
	(void)purpose;
	return arg > 0 ? filter(g, filter(g, x, arg, 1), arg, 0) : x;
}

const struct gan_change gan_change_blur = {
	.name = "blur", .help = "Gaussian filter of that deviation", .unit = "pixels", .def = 1, .min = 0, .max = 10, .apply = apply
};
