/* Builders of random values. */
#include "graph/build_util.h"

#include <string.h>

gan_n *gan_rng(gan_g *g)
{
	const struct gan_shape s = { 1, { 3 } };

	return gan_input(g, *g->rng ? g->rng : "rng", GAN_I64, &s);
}

static gan_n *draw(gan_g *g, gan_n *rng, const char *purpose, const struct gan_shape *shape, enum gan_dist dist,
                   int64_t bound)
{
	struct gan_random_attr a;

	memset(&a, 0, sizeof(a));
	a.dist = (int)dist;
	a.bound = bound;
	gan_shape_clean(&a.shape, shape);
	return gan_node(g, "random", 1, &rng, &a, purpose);
}

gan_n *gan_normal(gan_g *g, gan_n *rng, const char *purpose, const struct gan_shape *shape)
{
	return draw(g, rng, purpose, shape, GAN_DIST_NORMAL, 0);
}

gan_n *gan_uniform(gan_g *g, gan_n *rng, const char *purpose, const struct gan_shape *shape)
{
	return draw(g, rng, purpose, shape, GAN_DIST_UNIFORM, 0);
}

gan_n *gan_randint(gan_g *g, gan_n *rng, const char *purpose, const struct gan_shape *shape, int64_t bound)
{
	return draw(g, rng, purpose, shape, GAN_DIST_INT, bound);
}

gan_n *gan_dropout(gan_g *g, gan_n *x, gan_n *rng, const char *purpose, double drop)
{
	gan_n *keep;

	if (!x || drop == 0)
		return x;
	if (!(drop > 0 && drop < 1))
		return gan_graph_fail(g, GAN_DATA, "dropout: expected a share in 0..1 (1 excluded), found %g", drop);
	keep = gan_ge(g, gan_uniform(g, rng, purpose, &x->shape), gan_const(g, drop));
	return gan_mul(g, x, gan_muls(g, keep, 1 / (1 - drop)));
}
