/* Data that some program made of a clean set: is it of the same elements, inside the range and the bound, and what does the model
   say? */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "advex/advex_priv.h"
#include "attack/ball.h"
#include "base/mem.h"

/* What rounding to single precision may add to a length. */
static double tolerated(double eps)
{
	return eps * (1 + 1e-6) + 1e-6;
}

static int same_labels(const struct gan_advex *a, const struct gan_dataset *s, const char *name, struct gan_err *e)
{
	for (int64_t i = 0; s->y && a->set.y && i < s->n; i++)
		if (s->y[i] != a->set.y[i])
			return gan_fail(e, GAN_CHECK, "%s: element %" PRId64 ": expected label %" PRId64 " as in %s, found %" PRId64, name,
			                i + 1, a->set.y[i], a->o->verify, s->y[i]);
	return 0;
}

static int same_elements(const struct gan_advex *a, const struct gan_dataset *s, const char *name, struct gan_err *e)
{
	const struct gan_dataset *c = &a->set;
	char want[96], found[96];

	if (s->h != c->h || s->w != c->w || s->c != c->c || s->d != c->d)
		return gan_fail(e, GAN_CHECK, "%s: expected %s as in %s, found %s", name,
		                gan_data_size_str(want, sizeof want, c->h, c->w, c->c, c->d), a->o->verify,
		                gan_data_size_str(found, sizeof found, s->h, s->w, s->c, s->d));
	if (s->n != c->n)
		return gan_fail(e, GAN_CHECK, "%s: expected %" PRId64 " elements as in %s, found %" PRId64, name, c->n, a->o->verify, s->n);
	if (gan_dataset_finite(s, name, e)) {
		e->code = GAN_CHECK;
		return -1;
	}
	return same_labels(a, s, name, e);
}

/* The first number of x[d] that is outside the range, or -1. */
static int64_t outside(const struct gan_advex *a, const gan_real *x)
{
	double lo = a->set.h ? 0 : a->o->range[0], hi = a->set.h ? 1 : a->o->range[1];

	for (int64_t j = 0; j < a->set.d && lo < hi; j++)
		if (!(x[j] >= lo - 1e-6 && x[j] <= hi + 1e-6))
			return j;
	return -1;
}

/* Counts element i, x beside the clean x0, where it is beyond what it may be; the first is described. */
static void inspect(struct gan_advex *a, int64_t i, const gan_real *x, const gan_real *x0)
{
	double length = gan_ball_length(a->o->norm, x, x0, a->set.d);
	int64_t out = outside(a, x);

	a->longest = fmax(a->longest, length);
	a->changed += length > 0;
	if (out < 0 && length <= tolerated(a->eps))
		return;
	if (!a->broken++ && out >= 0)
		snprintf(a->first, sizeof a->first, "element %" PRId64 ": number %" PRId64 " is outside the range, %g", i + 1, out + 1,
		         (double)x[out]);
	else if (a->broken == 1)
		snprintf(a->first, sizeof a->first, "element %" PRId64 " is changed by %.9g (-p %s), more than -e %.9g", i + 1, length,
		         gan_norm_name(a->o->norm), a->eps);
}

static int inspect_all(struct gan_advex *a, struct gan_err *e)
{
	int64_t d = a->set.d;
	gan_real *x = gan_alloc((size_t)d, sizeof *x, e), *x0 = gan_alloc((size_t)d, sizeof *x0, e);
	int rc = x && x0 ? 0 : -1;

	a->changed = a->broken = 0;
	a->longest = 0;
	for (int64_t i = 0; i < a->set.n && !rc; i++) {
		gan_advex_rows(a, i, 1, 1, x);
		gan_advex_element(a, i, x0);
		inspect(a, i, x, x0);
		gan_outcome_measure(&a->outcome[i], x, x0, d);
	}
	gan_free(x);
	gan_free(x0);
	return rc;
}

static int judge(struct gan_advex *a, struct gan_err *e)
{
	gan_real *logit = gan_alloc((size_t)(a->set.n * a->k), sizeof *logit, e);
	int rc = logit ? gan_advex_look(a, a->judge, 1, logit, e) : -1;

	for (int64_t i = 0; i < a->set.n && !rc; i++) {
		struct gan_outcome *o = &a->outcome[i];

		gan_outcome_see(o, logit + i * a->k, a->k, a->label[i], 1);
		o->fooled = o->attacked && (a->target ? o->after == a->target[i] : !o->right_after);
	}
	gan_free(logit);
	return rc;
}

int gan_advex_verify(struct gan_advex *a, double eps, struct gan_err *e)
{
	const struct gan_advex_opt *o = a->o;
	struct gan_dataset s;

	if (gan_dataset_load(&s, o->paths, o->npaths, o->read_flags | GAN_DATASET_ANY, e))
		return -1;
	if (s.warning && o->warn)
		o->warn(o->ctx, s.warning);
	if (same_elements(a, &s, o->paths[0], e)) {
		gan_dataset_free(&s);
		return -1;
	}
	a->eps = eps;
	if (s.xf) {
		a->xf = s.xf;
		s.xf = NULL;
	} else {
		a->x8 = s.x8;
		s.x8 = NULL;
	}
	gan_dataset_free(&s);
	return inspect_all(a, e) || judge(a, e) ? -1 : 0;
}

int gan_advex_refuse(const struct gan_advex *a, struct gan_err *e)
{
	if (!a->broken)
		return 0;
	return gan_fail(e, GAN_CHECK, "%s: %s (%" PRId64 " of %" PRId64 " elements are not as they may be)", a->o->paths[0], a->first,
	                a->broken, a->set.n);
}
