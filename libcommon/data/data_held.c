/* Sets that must be held as a whole before the first element is written: shuffled, or stacked. */
#include <inttypes.h>
#include <string.h>
#include "data/data_priv.h"
#include "base/mem.h"
#include "base/rng.h"

int gan_held_add(struct gan_held *h, const void *x, int64_t label, const char *what, struct gan_err *e)
{
	if ((h->n + 1) * h->size > h->max)
		return gan_fail(e, GAN_DATA,
				"%s: the set is larger than %" PRIu64 " bytes, all that may be held (GAN_MAX_BYTES sets it)",
				what, h->max);
	if (gan_grow((void **)&h->x, &h->xcap, (h->n + 1) * h->size, 1, e) < 0 ||
	    gan_grow((void **)&h->y, &h->ycap, h->n + 1, sizeof *h->y, e) < 0)
		return -1;
	memcpy(h->x + h->n * h->size, x, h->size);
	h->y[h->n++] = label;
	return 0;
}

void gan_held_free(struct gan_held *h)
{
	gan_free(h->x);
	gan_free(h->y);
	memset(h, 0, sizeof *h);
}

/* How many are written. */
static size_t wanted(const struct gan_held *h, const struct gan_sink *k)
{
	return k->opt->n >= 0 ? (size_t)k->opt->n : h->n;
}

static int check_count(const struct gan_held *h, const char *what, struct gan_err *e)
{
	if (h->n <= UINT32_MAX)
		return 0;
	return gan_fail(e, GAN_DATA, "%s: expected up to %" PRIu32 " elements, found %zu", what, UINT32_MAX, h->n);
}

int gan_held_shuffle(const struct gan_held *h, struct gan_sink *k, struct gan_err *e)
{
	size_t n = wanted(h, k) < h->n ? wanted(h, k) : h->n;
	uint32_t *order;
	int rc = 0;

	if (check_count(h, "--shuffle", e) < 0)
		return -1;
	order = gan_alloc(h->n ? h->n : 1, sizeof *order, e);
	if (!order)
		return -1;
	gan_rng_permutation(gan_rng_make(k->opt->seed, "data.shuffle"), 0, order, h->n);
	for (size_t i = 0; !rc && i < n; i++)
		rc = gan_sink_put(k, h->x + order[i] * h->size, h->y[order[i]], e);
	gan_free(order);
	return rc;
}

/* ---- stacks ---- */

/* The base of the labels' digits, 0 where there are no labels, -1 where so many digits are too many. */
static int64_t label_base(const struct gan_held *h, int digits, struct gan_err *e)
{
	int64_t base = 0, most = 1;

	for (size_t i = 0; i < h->n; i++)
		base = h->y[i] >= base ? h->y[i] + 1 : base;
	for (int c = 0; base && c < digits; c++)
		if ((most *= base) > (int64_t)INT32_MAX + 1)
			return gan_fail(e, GAN_DATA, "--stack %d: labels from 0 to %" PRId64 " have too many combinations (-l 0 gives "
			                "all one label)", digits, base - 1);
	return base;
}

static int put_stack(const struct gan_held *h, struct gan_sink *k, const int64_t *member, int64_t base, uint8_t *px,
		     struct gan_err *e)
{
	int c = k->opt->stack;
	int64_t label = base ? 0 : -1;

	for (int j = 0; j < c; j++) {
		const uint8_t *from = h->x + (size_t)member[j] * h->size;

		for (size_t p = 0; p < h->size; p++)
			px[p * (size_t)c + (size_t)j] = from[p];
		if (base)
			label = label * base + h->y[member[j]];
	}
	return gan_sink_put(k, px, label, e);
}

int gan_held_stack(const struct gan_held *h, struct gan_sink *k, struct gan_err *e)
{
	struct gan_rng r = gan_rng_make(k->opt->seed, "data.stack");
	int64_t base = label_base(h, k->opt->stack, e), member[GAN_DATA_STACK];
	size_t n = wanted(h, k);
	uint8_t *px;
	int rc = 0;

	if (base < 0 || check_count(h, "--stack", e) < 0)
		return -1;
	px = gan_alloc(h->size, (size_t)k->opt->stack, e);
	if (!px)
		return -1;
	for (size_t i = 0; !rc && i < n; i++) {
		gan_rng_int(r, 0, i, 0, h->n, member, (size_t)k->opt->stack);
		rc = put_stack(h, k, member, base, px, e);
		if (!rc && k->opt->progress)
			k->opt->progress(k->opt->ctx, k->done->n);
	}
	gan_free(px);
	return rc;
}
