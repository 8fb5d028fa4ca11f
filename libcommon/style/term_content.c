/* content: the mean over positions and channels of (F - F')^2 (Gatys et al. 2016, eq. 1, as a mean, so that a weight holds for
   every size). */
#include "style/style.h"

static void sums(struct gan_graph *g, const struct gan_style_at *a, struct gan_node **sum)
{
	struct gan_node *d = gan_square(g, gan_sub(g, a->value, a->goal));

	d = gan_style_rows(g, a, d, 1);
	sum[0] = d ? gan_muls(g, gan_sum(g, d, gan_axes_but(d, 0), 0), 1. / (double)d->shape.dim[2]) : NULL;
}

static struct gan_node *value(struct gan_graph *g, struct gan_node *const *moment, struct gan_node *const *target)
{
	(void)target;
	return gan_mean_all(g, moment[0]);
}

const struct gan_style_term gan_style_term_content = {
	.name = "content", .help = "mean over positions and channels of (F - F')^2 (Gatys et al. 2016, eq. 1)",
	.kind = GAN_STYLE_CONTENT, .nsum = 1, .sums = sums, .value = value,
};
