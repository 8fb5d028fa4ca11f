/* Pictures as numbers, and numbers that are none. */
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "data/dataset.h"

int gan_dataset_finite(const struct gan_dataset *s, const char *name, struct gan_err *e)
{
	for (int64_t i = 0; s->xf && i < s->n * s->d; i++)
		if (!isfinite(s->xf[i]))
			return gan_fail(e, GAN_DATA, "%s: element %" PRId64 ": expected numbers, number %" PRId64 " is not finite", name,
			                i / s->d + 1, i % s->d + 1);
	return 0;
}

int gan_data_view_range(const struct gan_data_view *v, const char *name, struct gan_err *e)
{
	for (int64_t i = 0; i < v->n * v->d; i++)
		if (!(v->xf[i] >= 0 && v->xf[i] <= 1))
			return gan_fail(e, GAN_DATA, "%s: element %" PRId64 ": expected pictures as numbers from 0 (black) to 1, found %g "
			                "(divide bytes by 255, or store them as U8)", name, i / v->d + 1, (double)v->xf[i]);
	return 0;
}

void gan_data_round(uint8_t *x8, const float *xf, int64_t n)
{
	/* Byte i lies at or before number i, which is not read again. */
	for (int64_t i = 0; i < n; i++) {
		float v;

		memcpy(&v, (const char *)xf + (size_t)i * sizeof v, sizeof v);
		x8[i] = (uint8_t)(v > 0 ? v < 1 ? lrintf(255 * v) : 255 : 0);
	}
}

int gan_data_view_bytes(struct gan_data_view *v, struct gan_doc *d, const char *name, struct gan_err *e)
{
	struct gan_doc_tensor *x = gan_doc_find(d, "x");

	if (!v->h || v->x8)
		return 0;
	if (gan_data_view_range(v, name, e))
		return -1;
	gan_data_round(x->t.data, v->xf, v->n * v->d);
	x->t.dtype = GAN_U8;
	x->t.nbytes = (size_t)(v->n * v->d);
	v->x8 = x->t.data;
	v->xf = NULL;
	return 0;
}
