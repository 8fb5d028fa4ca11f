#include "tensor/tensor.h"

#include <string.h>

#include "base/mem.h"

int gan_tensor_init(struct gan_tensor *t, enum gan_dtype dtype, const struct gan_shape *shape, struct gan_err *e)
{
	char text[256];
	int64_t count, bits;

	memset(t, 0, sizeof *t);
	if (gan_shape_count_ok(shape, &count) || !gan_mul64_ok(count, (int64_t)gan_dtype_bits(dtype), &bits))
		return gan_fail(e, GAN_DATA, "a tensor %s of shape %s is too large", gan_dtype_name(dtype),
		                gan_shape_str(shape, text, sizeof text));
	if (bits % 8)
		return gan_fail(e, GAN_DATA, "a tensor %s of shape %s does not fill whole bytes", gan_dtype_name(dtype),
		                gan_shape_str(shape, text, sizeof text));
	t->data = gan_alloc((size_t)(bits / 8), 1, e);
	if (!t->data)
		return -1;
	t->dtype = dtype;
	t->shape = *shape;
	t->nbytes = (size_t)(bits / 8);
	return 0;
}

void gan_tensor_free(struct gan_tensor *t)
{
	if (!t)
		return;
	gan_free(t->data);
	memset(t, 0, sizeof *t);
}
