#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "tensor/tensor.h"

struct gan_shape gan_shape_of(int rank, ...)
{
	struct gan_shape s;
	va_list ap;
	int i;

	memset(&s, 0, sizeof s);
	s.rank = rank < GAN_MAX_RANK ? rank : GAN_MAX_RANK;
	va_start(ap, rank);
	for (i = 0; i < s.rank; i++)
		s.dim[i] = va_arg(ap, int64_t);
	va_end(ap);
	return s;
}

int64_t gan_shape_count(const struct gan_shape *s)
{
	int64_t n = 1;
	int i;

	for (i = 0; i < s->rank; i++)
		n *= s->dim[i];
	return n;
}

/* Zero dimensions count as 1 for the overflow check, so that the verdict does not depend on their place. */
int gan_shape_count_ok(const struct gan_shape *s, int64_t *count)
{
	int64_t n = 1;
	int i, empty = 0;

	if (s->rank < 0 || s->rank > GAN_MAX_RANK)
		return -1;
	for (i = 0; i < s->rank; i++) {
		if (s->dim[i] < 0)
			return -1;
		if (s->dim[i] == 0)
			empty = 1;
		else if (!gan_mul64_ok(n, s->dim[i], &n))
			return -1;
	}
	*count = empty ? 0 : n;
	return 0;
}

int gan_shape_eq(const struct gan_shape *a, const struct gan_shape *b)
{
	int i;

	if (a->rank != b->rank)
		return 0;
	for (i = 0; i < a->rank; i++)
		if (a->dim[i] != b->dim[i])
			return 0;
	return 1;
}

void gan_shape_print(const struct gan_shape *s, struct gan_buf *b)
{
	int i;

	gan_buf_puts(b, "[");
	for (i = 0; i < s->rank; i++)
		gan_buf_printf(b, "%s%" PRId64, i ? "," : "", s->dim[i]);
	gan_buf_puts(b, "]");
}

char *gan_shape_str(const struct gan_shape *s, char *buf, size_t n)
{
	size_t k = 0;
	int i;

	if (!n)
		return buf;
	buf[0] = 0;
	for (i = -1; i <= s->rank && k < n; i++) {
		int w;

		if (i < 0)
			w = snprintf(buf + k, n - k, "[");
		else if (i == s->rank)
			w = snprintf(buf + k, n - k, "]");
		else
			w = snprintf(buf + k, n - k, "%s%" PRId64, i ? "," : "", s->dim[i]);
		if (w < 0)
			break;
		k += (size_t)w;
	}
	return buf;
}
