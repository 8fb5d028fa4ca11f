/* Unrolled discriminators (Metz et al. 2017, sec. 2.2): G's loss is taken under the D that would be there after some more
   updates, and its gradient goes through these updates, the optimiser's moments included. */
#include "train/duel.h"

struct gan_scope *gan_unroll(const struct gan_duel *d, const struct gan_pass *p, int steps, int ahead)
{
	struct gan_scope *child = gan_scope_child(d->scope, d->e);
	struct gan_duel in = *d;

	if (!child)
		return NULL;
	in.scope = child;
	for (int k = 0; k < steps; k++) {
		struct gan_pass q = *p;
		struct gan_d_loss l;

		if (k)
			gan_duel_project(&in);
		gan_duel_d_loss(&in, &q, &l);
		gan_group_update(d->sg, child, d->s, d->dis, gan_d_loss_sum(d->g, &l), ahead + k, NULL);
	}
	return child;
}
