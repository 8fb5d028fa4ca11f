/* Unrolled discriminators (Metz et al. 2017, sec. 2.2): G's loss is taken under the D that would be there after some more
   updates, and its gradient goes through these updates, the optimiser's moments included. */
#include "train/duel.h"

/* x once more, as a node of its own: a derivative by it does not see how an earlier update's weights depend on x. */
static struct gan_node *apart(struct gan_graph *g, struct gan_node *x)
{
	return x ? gan_straight_through(g, x, x) : NULL;
}

static void set_apart(struct gan_graph *g, struct gan_pass *p)
{
	p->z = apart(g, p->z);
	p->real = apart(g, p->real);
	p->fake = apart(g, p->fake);
	p->seen_real = apart(g, p->seen_real);
	p->seen_fake = apart(g, p->seen_fake);
}

struct gan_scope *gan_unroll(const struct gan_duel *d, const struct gan_pass *p, int steps, int ahead)
{
	struct gan_scope *child = gan_scope_child(d->scope, d->e);
	struct gan_duel in = *d;
	struct gan_pass q = *p;

	if (!child)
		return NULL;
	in.scope = child;
	for (int k = 0; k < steps; k++) {
		struct gan_d_loss l;

		if (k) {
			gan_duel_project(&in);
			set_apart(d->g, &q);
		}
		gan_duel_d_loss(&in, &q, &l);
		gan_group_update(d->sg, child, d->s, d->dis, gan_d_loss_sum(d->g, &l), ahead + k, NULL);
	}
	return child;
}
