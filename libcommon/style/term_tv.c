/* tv: variation of exponent p: the mean over all numbers of (dx^2 + dy^2)^(p/2), dx and dy the differences to the right and lower
   neighbour, 0 at the border (Mahendran and Vedaldi 2015, eq. 3, with their beta = p). */
#include "style/style.h"

/* The square of the difference to the next along an axis, 0 for the last. */
static struct gan_node *step(struct gan_graph *g, struct gan_node *x, int axis)
{
	struct gan_pad_attr last = { .mode = GAN_PAD_ZERO };
	int64_t n = x ? x->shape.dim[axis] : 0;
	struct gan_node *d;

	if (n < 2)
		return gan_muls(g, x, 0);
	d = gan_sub(g, gan_slice_axis(g, x, axis, 1, n - 1, 1), gan_slice_axis(g, x, axis, 0, n - 1, 1));
	last.hi[axis] = 1;
	return gan_square(g, gan_pad(g, d, &last));
}

static void sums(struct gan_graph *g, const struct gan_style_at *a, struct gan_node **sum)
{
	struct gan_node *s = gan_add(g, step(g, a->value, 1), step(g, a->value, 2));

	if (a->power != 2) {
		s = gan_sqrt(g, s); /* whose derivative at 0 is 0 */
		if (a->power != 1)
			s = gan_pow(g, s, gan_const(g, a->power));
	}
	s = gan_style_rows(g, a, s, 1);
	sum[0] = s ? gan_muls(g, gan_sum(g, s, gan_axes_but(s, 0), 0), 1. / (double)s->shape.dim[2]) : NULL;
}

static struct gan_node *value(struct gan_graph *g, struct gan_node *const *moment, struct gan_node *const *target)
{
	(void)target;
	return gan_mean_all(g, moment[0]);
}

const struct gan_style_term gan_style_term_tv = {
	.name = "tv", .help = "mean of (dx^2 + dy^2)^(p/2) over pixels and colours (Mahendran and Vedaldi 2015, eq. 3)",
	.kind = GAN_STYLE_SMOOTHNESS, .nsum = 1, .sums = sums, .value = value,
};
