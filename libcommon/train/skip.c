/* d-skip: D rests while it is too far ahead. The running mean of its loss, m <- b m + (1-b) loss with b = min(.9, (t-1)/t) in
   the t-th step that it is kept, so that the first loss is the first mean, goes on while D is idle, and wakes it. State:
   skip.d.loss (m), skip.d.t, and skip.d.n, the steps in which D was idle. */
#include <string.h>
#include "train/duel.h"

#define LOSS "skip.d.loss"
#define SEEN "skip.d.t"
#define IDLE "skip.d.n"

static double keep(const double *a, const struct gan_when *w)
{
	double t = (double)w->t, ramp = (t - 1) / t;

	(void)a;
	return ramp < .9 ? ramp : .9;
}

static double rest(const double *a, const struct gan_when *w)
{
	return 1 - keep(a, w);
}

static int is_on(const struct gan_step_spec *s)
{
	return gan_train_real(s->hyper, "d-skip") > 0;
}

static int add(struct gan_store *store, const char *name, enum gan_dtype type, struct gan_err *e)
{
	const struct gan_shape scalar = { 0 };
	const struct gan_entry *old = gan_store_find(store, name);

	if (!old)
		return gan_store_add(store, name, type, &scalar, GAN_LAYOUT_PLAIN, e) ? 0 : -1;
	if (old->t.dtype != type || old->t.shape.rank)
		return gan_fail(e, GAN_DATA, "tensor '%s': expected %s []", name, gan_dtype_name(type));
	return 0;
}

int gan_skip_prepare(const struct gan_step_spec *s, struct gan_err *e)
{
	if (is_on(s))
		return add(s->store, LOSS, GAN_REAL, e) || add(s->store, SEEN, GAN_I64, e) || add(s->store, IDLE, GAN_I64, e) ? -1 : 0;
	gan_store_remove(s->store, LOSS);
	gan_store_remove(s->store, SEEN);
	gan_store_remove(s->store, IDLE);
	return 0;
}

int gan_skip_now(const struct gan_step_spec *s)
{
	const struct gan_entry *loss = gan_store_find(s->store, LOSS), *seen = gan_store_find(s->store, SEEN);

	if (!is_on(s) || !loss || !seen || loss->t.dtype != GAN_REAL || loss->t.shape.rank || seen->t.dtype != GAN_I64 ||
	    seen->t.shape.rank)
		return 0;
	return *(int64_t *)seen->t.data > 0 && (double)*(gan_real *)loss->t.data < gan_train_real(s->hyper, "d-skip");
}

void gan_skip_watch(const struct gan_duel *d, struct gan_node *loss)
{
	struct gan_graph *g = d->g;
	struct gan_node *m;

	if (!is_on(d->s))
		return;
	m = gan_mul(g, gan_scope_get(d->scope, LOSS), gan_step_host(d->sg, "skip.keep", SEEN, 1, keep, NULL, 0));
	m = gan_add(g, m, gan_mul(g, loss, gan_step_host(d->sg, "skip.rest", SEEN, 1, rest, NULL, 0)));
	gan_scope_set(d->scope, LOSS, m);
	gan_step_tick(d->sg, SEEN, 1);
	if (d->s->form.d_idle)
		gan_step_tick(d->sg, IDLE, 1);
	gan_step_watch(d->sg, "d.skipped", gan_const(g, d->s->form.d_idle), 0);
}
