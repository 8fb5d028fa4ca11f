/* Attacks that look for the smallest change run once: what they found serves all radii. */
#include <string.h>
#include "advex/advex_priv.h"
#include "base/mem.h"

#define SLACK 1e-6 /* of a length that is as long as the radius, but for rounding */

/* The arrays change hands: outcome, x8 and xf are made anew. */
int gan_advex_keep_least(struct gan_advex *a, struct gan_err *e)
{
	size_t n = (size_t)a->set.n, all = n * (size_t)a->set.d;
	struct gan_outcome *outcome = gan_alloc(n, sizeof *outcome, e);
	uint8_t *x8 = a->x8 ? gan_alloc(all, 1, e) : NULL;
	float *xf = a->xf ? gan_alloc(all, sizeof *xf, e) : NULL;

	if (!outcome || (a->x8 && !x8) || (a->xf && !xf)) {
		gan_free(outcome);
		gan_free(x8);
		gan_free(xf);
		return -1;
	}
	memcpy(outcome, a->outcome, n * sizeof *outcome);
	a->least = a->outcome;
	a->least8 = a->x8;
	a->leastf = a->xf;
	a->outcome = outcome;
	a->x8 = x8;
	a->xf = xf;
	return 0;
}

void gan_advex_take_least(struct gan_advex *a, double eps)
{
	int64_t d = a->set.d;
	int plain = !a->eot.n && !a->o->adaptive; /* else what fools who was attacked may not fool the model itself */

	a->eps = eps;
	for (int64_t i = 0; i < a->set.n; i++) {
		if ((plain && !a->least[i].fooled) || a->least[i].norm[a->o->norm] > eps * (1 + SLACK) + SLACK) {
			gan_advex_restore(a, i);
			continue;
		}
		a->outcome[i] = a->least[i];
		if (a->x8)
			memcpy(a->x8 + i * d, a->least8 + i * d, (size_t)d);
		if (a->xf)
			memcpy(a->xf + i * d, a->leastf + i * d, (size_t)d * sizeof *a->xf);
	}
}
