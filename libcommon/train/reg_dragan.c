/* DRAGAN (Kodali et al. 2017): lambda E (||d s/d x||_2 - 1)^2 around real data. As the authors' code has it: noise
   c std(batch) U(0,1) for each number, the deviation that of all numbers of the batch, and a point at random on the way from
   the sample to its noisy copy, one for each sample. */
#include "train/penalty.h"

static struct gan_node *deviation(struct gan_graph *g, struct gan_node *x)
{
	return gan_sqrt(g, gan_mean_all(g, gan_square(g, gan_sub(g, x, gan_mean_all(g, x)))));
}

static struct gan_node *term(const struct gan_duel *d, const struct gan_pass *p, double weight)
{
	double spread = gan_train_real(d->s->hyper, "dragan-spread");
	struct gan_node *real = p->seen_real, *noise, *x;
	char name[64];

	noise = gan_uniform(d->g, gan_rng(d->g), gan_pass_purpose(p, "dragan.noise", name, sizeof name), &real->shape);
	noise = gan_mul(d->g, gan_mul(d->g, noise, gan_muls(d->g, deviation(d->g, real), spread)),
	                gan_penalty_mix(d, p, real, "dragan.mix"));
	x = gan_add(d->g, real, noise);
	return gan_penalty_norm(d->g, gan_duel_probe(d, p, x, "d.dragan"), x, weight, 1, 0);
}

const struct gan_reg gan_reg_dragan = {
	.name = "dragan",
	.help = "dragan E (||d s/d x|| - 1)^2 around real data (Kodali 2017)",
	.flags = GAN_REG_PER_SAMPLE,
	.d = term,
};
