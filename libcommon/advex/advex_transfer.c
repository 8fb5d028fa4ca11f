/* What is written, shown to other models: do they fall for it as well? (Szegedy et al. 2014, sec. 4.2; Papernot et al. 2016) */
#include <inttypes.h>
#include "advex/advex_priv.h"
#include "base/mem.h"

static int open_other(struct gan_advex *a, struct gan_advex_other *b, const char *name, struct gan_err *e)
{
	struct gan_victim_spec s;

	b->name = name;
	if (gan_model_read(&b->m, name, -1, a->o->read_flags, NULL, e))
		return -1;
	if (gan_advex_victim(a, &b->m, name, &s, e) || !(b->v = gan_victim_new(&s, e)))
		return gan_fail_prefix(e, "--transfer %s", name);
	if (gan_victim_classes(b->v) != a->k)
		return gan_fail(e, GAN_DATA, "--transfer %s: expected %" PRId64 " classes, as the victim has, found %" PRId64, name, a->k,
		                gan_victim_classes(b->v));
	b->clean = gan_alloc((size_t)(a->set.n * a->k), sizeof *b->clean, e);
	return b->clean ? gan_advex_look(a, b->v, 0, b->clean, e) : -1;
}

int gan_advex_open_others(struct gan_advex *a, struct gan_err *e)
{
	if (!a->o->ntransfer)
		return 0;
	a->other = gan_alloc(a->o->ntransfer, sizeof *a->other, e);
	if (!a->other)
		return -1;
	for (size_t i = 0; i < a->o->ntransfer; i++) {
		a->nother++;
		if (open_other(a, &a->other[i], a->o->transfer[i], e))
			return -1;
	}
	return 0;
}

void gan_advex_close_others(struct gan_advex *a)
{
	for (size_t i = 0; i < a->nother; i++) {
		gan_victim_free(a->other[i].v);
		gan_model_free(&a->other[i].m);
		gan_free(a->other[i].clean);
	}
	gan_free(a->other);
}

int gan_advex_transfer(const struct gan_advex *a, const struct gan_advex_other *b, struct gan_outcome *outcome,
                       struct gan_err *e)
{
	gan_real *logit = gan_alloc((size_t)(a->set.n * a->k), sizeof *logit, e);
	int rc = logit ? gan_advex_look(a, b->v, 1, logit, e) : -1;

	for (int64_t i = 0; i < a->set.n && !rc; i++) {
		struct gan_outcome *o = &outcome[i];

		*o = a->outcome[i]; /* the lengths are the same */
		gan_outcome_see(o, b->clean + i * a->k, a->k, a->label[i], 0);
		gan_outcome_see(o, logit + i * a->k, a->k, a->label[i], 1);
		o->attacked = o->attacked && (o->right || a->o->attack_wrong);
		o->fooled = o->attacked && (a->target ? o->after == a->target[i] : !o->right_after);
	}
	gan_free(logit);
	return rc;
}
