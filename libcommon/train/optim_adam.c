/* Adam, Kingma and Ba 2015, algorithm 1. The bias corrections come from the host, in double:
     m' = b1 m + (1-b1) g,   v' = b2 v + (1-b2) g^2
     w' = w - lr/(1-b1^t) * m' / (sqrt(v')/sqrt(1-b2^t) + eps) */
#include <math.h>
#include "train/train.h"

static const char *const *slots(const struct gan_kv *hyper, const char *group)
{
	static const char *const names[] = { "m", "v", NULL };

	(void)hyper, (void)group;
	return names;
}

static double step_size(const double *a, const struct gan_when *w)
{
	return gan_lr_at(a, w) / (1 - pow(a[GAN_LR_ARGS], (double)w->t));
}

static double root_scale(const double *a, const struct gan_when *w)
{
	return 1 / sqrt(1 - pow(a[0], (double)w->t));
}

static struct gan_node *update(const struct gan_update *u, struct gan_node *w, struct gan_node *grad, struct gan_node **slot)
{
	struct gan_graph *g = u->sg->g;
	double a[GAN_LR_ARGS + 1];
	double b1 = gan_train_group_real(u->hyper, "beta1", u->group);
	double b2 = gan_train_group_real(u->hyper, "beta2", u->group);
	double eps = gan_train_group_real(u->hyper, "eps", u->group);
	struct gan_node *step, *scale = gan_update_host(u, "adam.scale", root_scale, &b2, 1);
	struct gan_node *m = gan_add(g, gan_muls(g, slot[0], b1), gan_muls(g, grad, 1 - b1));
	struct gan_node *v = gan_add(g, gan_muls(g, slot[1], b2), gan_muls(g, gan_square(g, grad), 1 - b2));
	struct gan_node *root = gan_adds(g, gan_mul(g, gan_sqrt(g, v), scale), eps);

	gan_lr_args(u, a);
	a[GAN_LR_ARGS] = b1;
	step = gan_update_host(u, "adam.step", step_size, a, GAN_LR_ARGS + 1);
	slot[0] = m;
	slot[1] = v;
	return gan_sub(g, w, gan_mul(g, step, gan_div(g, m, root)));
}

const struct gan_optim gan_optim_adam = {
	.name = "adam",
	.help = "Adam (Kingma and Ba 2015) with bias correction: lr beta1 beta2 eps",
	.slots = slots,
	.update = update,
};
