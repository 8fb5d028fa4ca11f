/* Feature matching (Salimans et al. 2016, sec. 3.1), a loss of G alone: the means over the batch of D's features f, of real data
   and of fakes, should be equal. The mean over features of the square is what the authors' code for MNIST takes, that of the
   absolute value what their code for CIFAR-10 and SVHN takes. f is what D's last layer with weights reads, or the layer that
   fm-layer names. */
#include "train/duel.h"

static struct gan_node *apart(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_sub(g, gan_mean(g, s->f_real, 1, 0), gan_mean(g, s->f_fake, 1, 0));
}

static struct gan_node *squares(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_mean_all(g, gan_square(g, apart(g, s)));
}

static struct gan_node *sizes(struct gan_graph *g, const struct gan_scores *s)
{
	return gan_mean_all(g, gan_abs(g, apart(g, s)));
}

const struct gan_loss gan_loss_fm = {
	.name = "fm",
	.help = "feature matching: G minimises the mean of (E f(x_r) - E f(x_f))^2",
	.flags = GAN_LOSS_FEATURES,
	.g = squares,
};

const struct gan_loss gan_loss_fmabs = {
	.name = "fmabs",
	.help = "feature matching: G minimises the mean of |E f(x_r) - E f(x_f)|",
	.flags = GAN_LOSS_FEATURES,
	.g = sizes,
};
