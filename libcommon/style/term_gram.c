/* gram: the Gram matrix G = F^T F / M [C,C] of the positions as rows, each picture's by its own M; the term is the mean over
   the C^2 elements of (G - A)^2 (Gatys et al. 2016, eq. 3 to 5; theirs is this by another constant where both pictures are of
   one size). */
#include "style/style.h"

static void sums(struct gan_graph *g, const struct gan_style_at *a, struct gan_node **sum)
{
	sum[0] = gan_matmul(g, gan_style_rows(g, a, a->value, 1), gan_style_rows(g, a, a->value, 0), 1, 0);
}

static struct gan_node *value(struct gan_graph *g, struct gan_node *const *moment, struct gan_node *const *target)
{
	return gan_mean_all(g, gan_square(g, gan_sub(g, moment[0], target[0])));
}

const struct gan_style_term gan_style_term_gram = {
	.name = "gram", .help = "mean over C^2 of (G - A)^2, G = F^T F / M (Gatys et al. 2016, eq. 3 to 5)",
	.kind = GAN_STYLE_STATISTIC, .nsum = 1, .sums = sums, .value = value,
};
