#include "app/order.h"

#include <string.h>
#include "base/mem.h"
#include "tensor/tensor.h"

int gan_order_init(struct gan_order *o, const struct gan_dataset *set, uint64_t seed, int64_t batch, struct gan_err *e)
{
	size_t row = (size_t)set->d * (set->h ? 1 : sizeof(gan_real));

	memset(o, 0, sizeof *o);
	if (set->n > UINT32_MAX)
		return gan_fail(e, GAN_DATA, "expected at most %lu elements of data", (unsigned long)UINT32_MAX);
	o->set = set;
	o->rng = gan_rng_make(seed, "data.order");
	o->batch = batch;
	o->perm = gan_alloc((size_t)set->n, sizeof *o->perm, e);
	o->x = gan_alloc((size_t)batch, row, e);
	if (set->y)
		o->y = gan_alloc((size_t)batch, sizeof *o->y, e);
	if (o->perm && o->x && (o->y || !set->y))
		return 0;
	gan_order_free(o);
	return -1;
}

void gan_order_free(struct gan_order *o)
{
	if (!o)
		return;
	gan_free(o->perm);
	gan_free(o->x);
	gan_free(o->y);
	memset(o, 0, sizeof *o);
}

static void take(struct gan_order *o, int64_t to, uint32_t from)
{
	const struct gan_dataset *s = o->set;

	if (s->h) {
		memcpy((uint8_t *)o->x + to * s->d, s->x8 + from * s->d, (size_t)s->d);
	} else {
		gan_real *x = (gan_real *)o->x + to * s->d;

		for (int64_t i = 0; i < s->d; i++)
			x[i] = s->xf[from * s->d + i];
	}
	if (o->y)
		o->y[to] = s->y[from];
}

void gan_order_fill(struct gan_order *o, uint64_t images)
{
	uint64_t n = (uint64_t)o->set->n;

	for (int64_t k = 0; k < o->batch; k++) {
		uint64_t p = images + (uint64_t)k;

		if (!o->drawn || o->epoch != p / n) {
			o->epoch = p / n;
			o->drawn = 1;
			gan_rng_permutation(o->rng, o->epoch, o->perm, (size_t)n);
		}
		take(o, k, o->perm[p % n]);
	}
}
