#include "data/order.h"

#include <string.h>
#include "base/mem.h"
#include "tensor/tensor.h"

int gan_order_init(struct gan_order *o, const struct gan_dataset *set, uint64_t seed, struct gan_err *e)
{
	memset(o, 0, sizeof *o);
	if (set->n > UINT32_MAX)
		return gan_fail(e, GAN_DATA, "expected at most %lu elements of data", (unsigned long)UINT32_MAX);
	o->set = set;
	o->rng = gan_rng_make(seed, "data.order");
	o->perm = gan_alloc((size_t)set->n, sizeof *o->perm, e);
	return o->perm ? 0 : -1;
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

static int reserve(struct gan_order *o, int64_t n, struct gan_err *e)
{
	size_t row = (size_t)o->set->d * (o->set->h ? 1 : sizeof(gan_real));

	if (n <= o->cap)
		return 0;
	gan_free(o->x);
	gan_free(o->y);
	o->cap = 0;
	o->y = NULL;
	o->x = gan_alloc((size_t)n, row, e);
	if (!o->x || (o->set->y && !(o->y = gan_alloc((size_t)n, sizeof *o->y, e))))
		return -1;
	o->cap = n;
	return 0;
}

int gan_order_fill(struct gan_order *o, uint64_t images, int64_t n, struct gan_err *e)
{
	uint64_t size = (uint64_t)o->set->n;

	if (reserve(o, n, e))
		return -1;
	for (int64_t k = 0; k < n; k++) {
		uint64_t p = images + (uint64_t)k;

		if (!o->drawn || o->epoch != p / size) {
			o->epoch = p / size;
			o->drawn = 1;
			gan_rng_permutation(o->rng, o->epoch, o->perm, (size_t)size);
		}
		take(o, k, o->perm[p % size]);
	}
	return 0;
}
