/* Instance noise (Sonderby et al. 2017; Arjovsky and Bottou 2017): N(0, sigma^2) on all that D sees, data and fakes alike, so that
   their distributions overlap. sigma falls linearly from inst-noise to 0 at step inst-noise-steps. */
#include <stdio.h>
#include "train/duel.h"

static double sigma(const double *a, const struct gan_when *w)
{
	double left = a[1] > 0 ? 1 - (double)(w->step - 1) / a[1] : 1;

	return left > 0 ? a[0] * left : 0;
}

static int on(const struct gan_kv *hyper)
{
	return gan_train_real(hyper, "inst-noise") > 0;
}

static struct gan_node *see(const struct gan_duel *d, struct gan_node *x, const char *purpose)
{
	const struct gan_kv *hyper = d->s->hyper;
	double a[2] = { gan_train_real(hyper, "inst-noise"), (double)gan_train_int(hyper, "inst-noise-steps") };
	struct gan_node *s = gan_step_host(d->sg, "inst-noise", "", 0, sigma, a, 2);
	char name[80];

	snprintf(name, sizeof name, "%s.noise", purpose);
	return gan_add(d->g, x, gan_mul(d->g, gan_normal(d->g, gan_rng(d->g), name, &x->shape), s));
}

const struct gan_view gan_view_noise = {
	.name = "noise",
	.help = "N(0, inst-noise^2) is added to all that D sees (Sonderby 2017)",
	.on = on,
	.see = see,
};
