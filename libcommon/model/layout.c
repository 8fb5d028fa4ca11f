/* The one place where weights change their order: PyTorch's in a stream, ours in memory. */
#include <string.h>
#include "model/model.h"

struct gan_shape gan_stream_shape(const struct gan_shape *m, enum gan_layout layout)
{
	if (layout != GAN_LAYOUT_CONV || m->rank != 4)
		return *m;
	return gan_shape_of(4, m->dim[0], m->dim[3], m->dim[1], m->dim[2]);
}

void gan_stream_permute(void *dst, const void *src, const struct gan_shape *s, enum gan_layout layout, int to_stream, size_t n)
{
	size_t count = (size_t)gan_shape_count(s), outer, area, inner;

	if (layout != GAN_LAYOUT_CONV || s->rank != 4 || !count) {
		if (count)
			memcpy(dst, src, count * n);
		return;
	}
	outer = (size_t)s->dim[0];
	area = (size_t)(s->dim[1] * s->dim[2]);
	inner = (size_t)s->dim[3];
	for (size_t o = 0; o < outer; o++)
		for (size_t a = 0; a < area; a++)
			for (size_t i = 0; i < inner; i++) {
				size_t mem = (o * area + a) * inner + i, str = (o * inner + i) * area + a;

				memcpy((char *)dst + (to_stream ? str : mem) * n, (const char *)src + (to_stream ? mem : str) * n, n);
			}
}
