/* Less total variation (Rudin, Osher and Fatemi 1992; Guo et al. 2018, sec. 3.2): 20 steps down
   |y - x|^2 / 2 + arg sum of sqrt(|grad y|^2 + .0001) from y = x, as a defence. Gradients pass straight through. */
#include "attack/changes.h"

enum { STEPS = 20 };

/* d/dy of the sum of sqrt(dx^2 + dy^2 + c): by the graph's own rules. */
static struct gan_node *slope(struct gan_graph *g, struct gan_node *y)
{
	struct gan_node *down = gan_sub(g, gan_change_moved(g, y, 1, 0), y), *across = gan_sub(g, gan_change_moved(g, y, 0, 1), y);
	struct gan_node *length = gan_sqrt(g, gan_adds(g, gan_add(g, gan_square(g, down), gan_square(g, across)), 1e-4)), *grad = NULL;

	return gan_grad(g, gan_sum_all(g, length), &y, 1, &grad) ? NULL : grad;
}

static struct gan_node *apply(struct gan_graph *g, struct gan_node *x, double arg, const char *purpose)
{
	/* The second derivative is at most 1 + 8 arg / sqrt(.0001). */
	double rate = 1 / (1 + 800 * arg) > .05 ? 1 / (1 + 800 * arg) : .05;
	struct gan_node *y = x;

	(void)purpose;
	for (int i = 0; i < STEPS && y; i++) {
		struct gan_node *down = slope(g, y);

		y = down ? gan_sub(g, y, gan_muls(g, gan_add(g, gan_sub(g, y, x), gan_muls(g, down, arg)), rate)) : NULL;
	}
	return y ? gan_straight_through(g, gan_clamp(g, y, 0, 1), x) : NULL;
}

const struct gan_change gan_change_tv = {
	.name = "tv", .help = "total variation lowered, with that weight", .unit = "", .def = .05, .min = 0, .max = 1, .apply = apply
};
