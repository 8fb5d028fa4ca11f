/* RMSProp (Tieleman and Hinton 2012, lecture 6.5), with eps outside the root and momentum after the division:
     q' = alpha q + (1-alpha) g^2,   r = g / (sqrt(q') + eps),   b' = momentum b + r,   w' = w - lr b' */
#include "train/train.h"

static const char *const *slots(const struct gan_kv *hyper, const char *group)
{
	static const char *const plain[] = { "q", NULL };
	static const char *const moving[] = { "q", "b", NULL };

	return gan_train_group_real(hyper, "momentum", group) > 0 ? moving : plain;
}

static struct gan_node *update(const struct gan_update *u, struct gan_node *w, struct gan_node *grad, struct gan_node **slot)
{
	struct gan_graph *g = u->sg->g;
	double alpha = gan_train_group_real(u->hyper, "alpha", u->group);
	double eps = gan_train_group_real(u->hyper, "eps", u->group);
	double mu = gan_train_group_real(u->hyper, "momentum", u->group);
	struct gan_node *r;

	slot[0] = gan_add(g, gan_muls(g, slot[0], alpha), gan_muls(g, gan_square(g, grad), 1 - alpha));
	r = gan_div(g, grad, gan_adds(g, gan_sqrt(g, slot[0]), eps));
	if (mu > 0)
		r = slot[1] = gan_add(g, gan_muls(g, slot[1], mu), r);
	return gan_sub(g, w, gan_mul(g, gan_update_lr(u), r));
}

const struct gan_optim gan_optim_rmsprop = {
	.name = "rmsprop",
	.help = "RMSProp (Tieleman and Hinton 2012): lr alpha eps momentum",
	.slots = slots,
	.update = update,
};
