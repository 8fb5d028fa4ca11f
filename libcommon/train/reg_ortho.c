/* Orthogonal weights (Brock et al. 2019, eq. 3): beta ||W W^T * (1 - I)||_F^2, the products of different rows of W, over all
   trained weights of two axes or more. A row is what one output is made by in linear and conv layers (in a transposed
   convolution: what one input goes into), as in the authors' code, whose gradient is a half of ours. */
#include "train/duel.h"

static struct gan_node *of_weight(struct gan_graph *g, struct gan_node *w)
{
	int64_t n = w->shape.dim[0];
	struct gan_shape rows = gan_shape_of(2, n, (int64_t)-1);
	struct gan_node *r = gan_reshape(g, w, &rows), *others = gan_affine(g, gan_onehot(g, gan_iota(g, n), n), -1, 1);

	return gan_sum_all(g, gan_square(g, gan_mul(g, gan_matmul(g, r, r, 0, 1), others)));
}

/* Is it a trained weight of more than one row? */
static int has_rows(const struct gan_net *net, const struct gan_entry *n)
{
	return n->t.shape.rank >= 2 && n->t.shape.dim[0] >= 2 && gan_net_is_trained(net, n->name);
}

static int fits_net(const struct gan_step_spec *s, const char *net, struct gan_err *e)
{
	if (gan_train_group_real(s->hyper, "ortho", net) == 0)
		return 0;
	for (size_t i = 0; i < s->store->n; i++)
		if (has_rows(gan_nets_find(s->nets, net), s->store->entry[i]))
			return 0;
	return gan_fail(e, GAN_USAGE, "ortho=: no weight of net %s has two rows to hold apart (give ortho.%s=0)", net, net);
}

static int fits(const struct gan_step_spec *s, struct gan_err *e)
{
	return fits_net(s, "d", e) || fits_net(s, "g", e) ? -1 : 0;
}

static struct gan_node *of_net(const struct gan_duel *d, const struct gan_net *net, double weight)
{
	const struct gan_store *store = d->s->store;
	struct gan_node *sum = NULL, *one;

	for (size_t i = 0; i < store->n; i++) {
		const struct gan_entry *n = store->entry[i];

		if (!has_rows(net, n))
			continue;
		one = of_weight(d->g, gan_scope_get(d->scope, n->name));
		sum = sum ? gan_add(d->g, sum, one) : one;
	}
	return sum ? gan_muls(d->g, sum, weight) : NULL;
}

static struct gan_node *of_d(const struct gan_duel *d, const struct gan_pass *p, double weight)
{
	(void)p;
	return of_net(d, d->dis, weight);
}

static struct gan_node *of_g(const struct gan_duel *d, const struct gan_pass *p, double weight)
{
	(void)p;
	return of_net(d, d->gen, weight);
}

const struct gan_reg gan_reg_ortho = {
	.name = "ortho",
	.help = "ortho ||W W^T * (1 - I)||_F^2 of the weights (BigGAN: Brock 2019)",
	.fits = fits,
	.d = of_d,
	.g = of_g,
};
