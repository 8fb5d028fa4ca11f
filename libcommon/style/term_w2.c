/* w2: the squared Wasserstein-2 distance of normal distributions with the channels' means m and standard deviations s,
   channels taken as independent: (m - m')^2 + (s - s')^2, as a mean over channels. (Between full covariances it would need a
   matrix root; this is what Li et al. 2017, sec. 4.2 call the match of batch norm statistics, and what AdaIN brings to 0.) */
#include "style/style.h"

static void sums(struct gan_graph *g, const struct gan_style_at *a, struct gan_node **sum)
{
	sum[0] = gan_sum(g, gan_style_rows(g, a, a->value, 1), 2, 0);
	sum[1] = gan_sum(g, gan_style_rows(g, a, gan_square(g, a->value), 1), 2, 0);
}

static struct gan_node *deviation(struct gan_graph *g, struct gan_node *const *moment)
{
	return gan_sqrt(g, gan_sub(g, moment[1], gan_square(g, moment[0])));
}

static struct gan_node *value(struct gan_graph *g, struct gan_node *const *moment, struct gan_node *const *target)
{
	struct gan_node *m = gan_square(g, gan_sub(g, moment[0], target[0]));
	struct gan_node *s = gan_square(g, gan_sub(g, deviation(g, moment), deviation(g, target)));

	return gan_mean_all(g, gan_add(g, m, s));
}

const struct gan_style_term gan_style_term_w2 = {
	.name = "w2", .help = "mean over channels of (m - m')^2 + (s - s')^2, s = standard deviation of F (Li et al. 2017, sec. 4.2)",
	.kind = GAN_STYLE_STATISTIC, .nsum = 2, .sums = sums, .value = value,
};
