/* See penalty.h. A gradient is made of nodes, so that a loss may have it inside: what is descended is differentiated once more. */
#include "train/penalty.h"

struct gan_node *gan_penalty_squares(struct gan_graph *g, struct gan_node *s, struct gan_node *x)
{
	struct gan_node *gx = NULL;
	struct gan_shape rows;

	if (!s || !x || gan_grad(g, gan_sum_all(g, s), &x, 1, &gx))
		return NULL;
	rows = gan_shape_of(1, x->shape.dim[0]);
	return gx ? gan_sum(g, gan_square(g, gx), gan_axes_but(gx, 0), 0) : gan_zeros(g, &rows);
}

struct gan_node *gan_penalty_norm(struct gan_graph *g, struct gan_node *s, struct gan_node *x, double weight, double target,
                                  int one_sided)
{
	struct gan_node *over = gan_adds(g, gan_sqrt(g, gan_penalty_squares(g, s, x)), -target);

	if (one_sided)
		over = gan_relu(g, over);
	return gan_muls(g, gan_mean_all(g, gan_square(g, over)), weight);
}

struct gan_node *gan_penalty_mix(const struct gan_duel *d, const struct gan_pass *p, const struct gan_node *x, const char *purpose)
{
	struct gan_shape s;
	char name[64];

	if (!x)
		return NULL;
	s = x->shape;
	for (int k = 1; k < s.rank; k++)
		s.dim[k] = 1;
	return gan_uniform(d->g, gan_rng(d->g), gan_pass_purpose(p, purpose, name, sizeof name), &s);
}
