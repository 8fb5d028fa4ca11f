/* LeCam (Tseng et al. 2021, eq. 4; one-sided as in the authors' code): lambda [E max(0, s_r - a_f)^2 + E max(0, a_r - s_f)^2],
   with a_r and a_f running means of the logits of real data and of fakes, those of this batch (or part of one) included:
   a <- b a + (1-b) E s, with b = min(lecam-ema, t/(1+t)) after t of them, so that a young mean is one of what there was. No
   gradient goes into them. */
#include "train/duel.h"

static const char *const state[] = { "lecam.real", "lecam.fake", "lecam.n" };

static int prepare(const struct gan_step_spec *s, int on, struct gan_err *e)
{
	struct gan_shape scalar = gan_shape_of(0);

	if (!on) {
		gan_store_remove_all(s->store, "lecam.");
		return 0;
	}
	for (size_t i = 0; i < sizeof state / sizeof *state; i++)
		if (!gan_store_find(s->store, state[i]) && !gan_store_add(s->store, state[i], GAN_REAL, &scalar, GAN_LAYOUT_PLAIN, e))
			return -1;
	return 0;
}

static struct gan_node *run_on(const struct gan_duel *d, const char *name, struct gan_node *b, struct gan_node *s)
{
	struct gan_node *old = gan_scope_get(d->scope, name), *now = gan_stop_gradient(d->g, gan_mean_all(d->g, s));
	struct gan_node *a = gan_add(d->g, now, gan_mul(d->g, b, gan_sub(d->g, old, now)));

	gan_scope_set(d->scope, name, a);
	return a;
}

static struct gan_node *term(const struct gan_duel *d, const struct gan_pass *p, double weight)
{
	struct gan_graph *g = d->g;
	struct gan_node *n = gan_scope_get(d->scope, "lecam.n"), *n1 = gan_adds(g, n, 1);
	struct gan_node *b = gan_min(g, gan_const(g, gan_train_real(d->s->hyper, "lecam-ema")), gan_div(g, n, n1));
	struct gan_node *real = run_on(d, "lecam.real", b, p->s_real), *fake = run_on(d, "lecam.fake", b, p->s_fake);

	gan_scope_set(d->scope, "lecam.n", n1);
	real = gan_mean_all(g, gan_square(g, gan_relu(g, gan_sub(g, real, p->s_fake))));
	fake = gan_mean_all(g, gan_square(g, gan_relu(g, gan_sub(g, p->s_real, fake))));
	return gan_muls(g, gan_add(g, real, fake), weight);
}

const struct gan_reg gan_reg_lecam = {
	.name = "lecam",
	.help = "lecam [E max(0, s_r - a_f)^2 + E max(0, a_r - s_f)^2], a: running means of logits (Tseng 2021)",
	.prepare = prepare,
	.d = term,
};
