/* Weight clipping (Arjovsky et al. 2017, algorithm 1): before each update of D all its trained numbers are brought into -c..c,
   as the authors' code does; between an update and the next they may lie outside. */
#include "train/duel.h"

static void project(const struct gan_duel *d, double c)
{
	const struct gan_store *store = d->s->store;

	for (size_t i = 0; i < store->n; i++) {
		const char *name = store->entry[i]->name;

		if (gan_is_updated(d->s->hyper, d->dis, name))
			gan_scope_set(d->scope, name, gan_clamp(d->g, gan_scope_get(d->scope, name), -c, c));
	}
}

const struct gan_reg gan_reg_clip = {
	.name = "clip",
	.help = "D's weights are clipped to -clip..clip before each update (WGAN: Arjovsky 2017)",
	.project = project,
};
