#include <math.h>

#include "app/stat_priv.h"
#include "base/mem.h"
#include "stream/doc.h"

struct sums {
	double sum, squares; /* about the first finite value, so that a large mean costs no digits */
	double first;
	int64_t n;
};

static void add_value(struct gan_stat_values *v, struct sums *s, double x)
{
	if (!isfinite(x)) {
		v->nonfinite++;
		return;
	}
	if (!s->n++) {
		s->first = x;
		v->min = v->max = x;
	}
	if (x < v->min)
		v->min = x;
	if (x > v->max)
		v->max = x;
	x -= s->first;
	s->sum += x;
	s->squares += x * x;
}

#define EACH(type)                                                                                                   \
	do {                                                                                                         \
		const type *x = t->data;                                                                             \
		for (i = 0; i < n; i++)                                                                              \
			add_value(v, &s, (double)x[i]);                                                              \
	} while (0)

/* 16-bit reals by way of the conversion that loading does, on a copy. */
static int add_halves(const struct gan_tensor *t, struct gan_stat_values *v, struct sums *s)
{
	struct gan_doc_tensor copy = {NULL, *t};
	int64_t i, n = gan_shape_count(&t->shape);

	copy.t.data = gan_alloc(t->nbytes, 1, NULL);
	if (!copy.t.data)
		return -1;
	for (i = 0; i < (int64_t)t->nbytes; i++)
		((char *)copy.t.data)[i] = ((const char *)t->data)[i];
	if (!gan_doc_tensor_to(&copy, GAN_F32, NULL))
		for (i = 0; i < n; i++)
			add_value(v, s, ((const float *)copy.t.data)[i]);
	gan_tensor_free(&copy.t);
	return 0;
}

static int add_all(const struct gan_tensor *t, struct gan_stat_values *v, struct sums *sums)
{
	int64_t i, n = gan_shape_count(&t->shape);
	struct sums s = *sums;

	switch (t->dtype) {
	case GAN_F32: EACH(float); break;
	case GAN_F64: EACH(double); break;
	case GAN_I64: EACH(int64_t); break;
	case GAN_U64: EACH(uint64_t); break;
	case GAN_I32: EACH(int32_t); break;
	case GAN_U32: EACH(uint32_t); break;
	case GAN_I16: EACH(int16_t); break;
	case GAN_U16: EACH(uint16_t); break;
	case GAN_I8: EACH(int8_t); break;
	case GAN_U8:
	case GAN_BOOL: EACH(uint8_t); break;
	case GAN_F16:
	case GAN_BF16:
		if (add_halves(t, v, &s))
			return -1;
		break;
	default: return -1;
	}
	*sums = s;
	return 0;
}

void gan_stat_measure(const struct gan_tensor *t, struct gan_stat_values *v)
{
	struct gan_stat_values zero = {0, 0, 0, 0, 0, 0};
	struct sums s = {0, 0, 0, 0};
	double mean, var;

	*v = zero;
	if (add_all(t, v, &s) || (!s.n && !v->nonfinite))
		return;
	v->known = 1;
	if (!s.n) {
		v->min = v->max = v->mean = v->std = NAN;
		return;
	}
	mean = s.sum / (double)s.n;
	var = s.squares / (double)s.n - mean * mean;
	v->mean = s.first + mean;
	v->std = var > 0 ? sqrt(var) : 0;
}
