/* Element types to those that are computed on. */
#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "stream/doc.h"

static float half_to_float(uint16_t h)
{
	uint32_t sign = (uint32_t)(h & 0x8000) << 16, ex = h >> 10 & 31, man = h & 1023, bits;
	float f;

	if (ex == 0) { /* zero and subnormals: man 2^-24 */
		f = (float)man * 0x1p-24f;
		return sign ? -f : f;
	}
	bits = sign | (ex == 31 ? 0x7f800000 : (ex + 112) << 23) | man << 13;
	memcpy(&f, &bits, 4);
	return f;
}

static float bf16_to_float(uint16_t h)
{
	uint32_t bits = (uint32_t)h << 16;
	float f;

	memcpy(&f, &bits, 4);
	return f;
}

#define EACH(type, expr)                                                                                             \
	do {                                                                                                         \
		const type *x = from->data;                                                                          \
		for (i = 0; i < n; i++)                                                                              \
			y[i] = (expr);                                                                               \
		return 0;                                                                                            \
	} while (0)

static int to_f32(const struct gan_tensor *from, float *y, size_t n)
{
	size_t i;

	switch (from->dtype) {
	case GAN_F64: EACH(double, (float)x[i]);
	case GAN_F32: EACH(float, x[i]);
	case GAN_F16: EACH(uint16_t, half_to_float(x[i]));
	case GAN_BF16: EACH(uint16_t, bf16_to_float(x[i]));
	case GAN_I64: EACH(int64_t, (float)x[i]);
	case GAN_U64: EACH(uint64_t, (float)x[i]);
	case GAN_I32: EACH(int32_t, (float)x[i]);
	case GAN_U32: EACH(uint32_t, (float)x[i]);
	case GAN_I16: EACH(int16_t, (float)x[i]);
	case GAN_U16: EACH(uint16_t, (float)x[i]);
	case GAN_I8: EACH(int8_t, (float)x[i]);
	case GAN_U8: EACH(uint8_t, (float)x[i]);
	case GAN_BOOL: EACH(uint8_t, x[i] ? 1.0f : 0.0f);
	default: return -1;
	}
}

/* Whole numbers only; a fraction, an infinity or what does not fit fails. */
static int real_to_i64(double v, int64_t *y)
{
	if (!(v >= -9223372036854775808.0 && v < 9223372036854775808.0) || v != floor(v))
		return -1;
	*y = (int64_t)v;
	return 0;
}

static int reals_to_i64(const struct gan_tensor *from, int64_t *y, size_t n)
{
	size_t i;
	double v;

	for (i = 0; i < n; i++) {
		switch (from->dtype) {
		case GAN_F64: v = ((const double *)from->data)[i]; break;
		case GAN_F32: v = ((const float *)from->data)[i]; break;
		case GAN_F16: v = half_to_float(((const uint16_t *)from->data)[i]); break;
		default: v = bf16_to_float(((const uint16_t *)from->data)[i]); break;
		}
		if (real_to_i64(v, &y[i]))
			return -1;
	}
	return 0;
}

static int to_i64(const struct gan_tensor *from, int64_t *y, size_t n)
{
	size_t i;

	switch (from->dtype) {
	case GAN_F64:
	case GAN_F32:
	case GAN_F16:
	case GAN_BF16: return reals_to_i64(from, y, n);
	case GAN_I64: EACH(int64_t, x[i]);
	case GAN_U64:
		for (i = 0; i < n; i++) {
			if (((const uint64_t *)from->data)[i] > INT64_MAX)
				return -1;
			y[i] = (int64_t)((const uint64_t *)from->data)[i];
		}
		return 0;
	case GAN_I32: EACH(int32_t, x[i]);
	case GAN_U32: EACH(uint32_t, x[i]);
	case GAN_I16: EACH(int16_t, x[i]);
	case GAN_U16: EACH(uint16_t, x[i]);
	case GAN_I8: EACH(int8_t, x[i]);
	case GAN_U8: EACH(uint8_t, x[i]);
	case GAN_BOOL: EACH(uint8_t, x[i] != 0);
	default: return -1;
	}
}

int gan_doc_tensor_to(struct gan_doc_tensor *t, enum gan_dtype want, struct gan_err *e)
{
	struct gan_tensor out;
	size_t n;
	int rc;

	if (t->t.dtype == want)
		return 0;
	if (want != GAN_F32 && want != GAN_I64)
		return gan_fail(e, GAN_INTERNAL, "tensor '%s': conversion to %s is not made", t->name, gan_dtype_name(want));
	if (gan_tensor_init(&out, want, &t->t.shape, e))
		return -1;
	out.layout = t->t.layout;
	n = (size_t)gan_shape_count(&out.shape);
	rc = want == GAN_F32 ? to_f32(&t->t, out.data, n) : to_i64(&t->t, out.data, n);
	if (rc) {
		gan_tensor_free(&out);
		return gan_fail(e, GAN_DATA, "tensor '%s': %s cannot be taken as %s", t->name, gan_dtype_name(t->t.dtype),
		                want == GAN_I64 ? "whole numbers (I64)" : "F32");
	}
	gan_tensor_free(&t->t);
	t->t = out;
	return 0;
}
