/* Gradient descent with heavy-ball momentum (Polyak 1964; Sutskever et al. 2013), in the form without damping:
     b' = momentum b + g,   w' = w - lr b' */
#include "train/train.h"

static const char *const *slots(const struct gan_kv *hyper, const char *group)
{
	static const char *const names[] = { "b", NULL };

	return gan_train_group_real(hyper, "momentum", group) > 0 ? names : names + 1;
}

static struct gan_node *update(const struct gan_update *u, struct gan_node *w, struct gan_node *grad, struct gan_node **slot)
{
	struct gan_graph *g = u->sg->g;
	double mu = gan_train_group_real(u->hyper, "momentum", u->group);

	if (mu > 0)
		grad = slot[0] = gan_add(g, gan_muls(g, slot[0], mu), grad);
	return gan_sub(g, w, gan_mul(g, gan_update_lr(u), grad));
}

const struct gan_optim gan_optim_sgd = {
	.name = "sgd",
	.help = "gradient descent with momentum: lr momentum",
	.slots = slots,
	.update = update,
};
