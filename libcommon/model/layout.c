/* The one place where weights change their order: PyTorch's in a stream, ours in memory. */
#include <string.h>
#include "kernel/move.h"
#include "model/model.h"

struct gan_shape gan_stream_shape(const struct gan_shape *m, enum gan_layout layout)
{
	if (layout != GAN_LAYOUT_CONV || m->rank != 4)
		return *m;
	return gan_shape_of(4, m->dim[0], m->dim[3], m->dim[1], m->dim[2]);
}

void gan_stream_permute(void *dst, const void *src, const struct gan_shape *s, enum gan_layout layout, int to_stream, size_t n)
{
	const int64_t *d = s->dim;
	struct gan_shape to = to_stream ? gan_stream_shape(s, layout) : *s;
	const int64_t from_memory[] = { d[1] * d[2] * d[3], 1, d[2] * d[3], d[3] };
	const int64_t from_stream[] = { d[3] * d[1] * d[2], d[2], 1, d[1] * d[2] };
	size_t count = (size_t)gan_shape_count(s);

	if (!count)
		return;
	if (layout == GAN_LAYOUT_CONV && s->rank == 4)
		gan_move_strided(dst, src, &to, to_stream ? from_memory : from_stream, n);
	else
		memcpy(dst, src, count * n);
}
