/* mean: the mean over channels of (m - m')^2, m the channel's mean over positions (Li et al. 2017, "Demystifying neural style
   transfer", sec. 4.2: the linear kernel). */
#include "style/style.h"

static void sums(struct gan_graph *g, const struct gan_style_at *a, struct gan_node **sum)
{
	sum[0] = gan_sum(g, gan_style_rows(g, a, a->value, 1), 2, 0);
}

static struct gan_node *value(struct gan_graph *g, struct gan_node *const *moment, struct gan_node *const *target)
{
	return gan_mean_all(g, gan_square(g, gan_sub(g, moment[0], target[0])));
}

const struct gan_style_term gan_style_term_mean = {
	.name = "mean", .help = "mean over channels of (m - m')^2, m = mean of F (Li et al. 2017, sec. 4.2)",
	.kind = GAN_STYLE_STATISTIC, .nsum = 1, .sums = sums, .value = value,
};
