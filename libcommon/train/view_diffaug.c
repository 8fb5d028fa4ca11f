/* Differentiable augmentation (Zhao et al. 2020): D sees real data and fakes only as changed at random, in its own updates and
   in G's, whose gradient flows back through the change. */
#include <stdio.h>
#include <string.h>
#include "train/duel.h"

static const char *list(const struct gan_kv *hyper)
{
	return gan_train_text(hyper, "diffaug");
}

static int on(const struct gan_kv *hyper)
{
	return strcmp(list(hyper), "none") != 0;
}

static int fits(const struct gan_step_spec *s, struct gan_err *e)
{
	return gan_augment_fits(&gan_nets_find(s->nets, "d")->in[0], s->h, "diffaug", list(s->hyper), e);
}

static struct gan_node *see(const struct gan_duel *d, struct gan_node *x, const char *purpose)
{
	const struct gan_range range = { d->dis->in[0].lo, d->dis->in[0].hi };
	char name[80];

	snprintf(name, sizeof name, "%s.diffaug", purpose);
	return gan_augment_as(d->g, list(d->s->hyper), x, &range, name);
}

const struct gan_view gan_view_diffaug = {
	.name = "diffaug",
	.help = "D sees what is changed at random, data and fakes alike (Zhao 2020)",
	.on = on,
	.fits = fits,
	.see = see,
};
