#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "stream/parts.h"

/* read() that waits where the descriptor is non-blocking: n bytes, 0 at the end, -1. */
static long read_some(int fd, void *p, size_t n, struct gan_err *e)
{
	for (;;) {
		ssize_t k = read(fd, p, n);

		if (k >= 0)
			return (long)k;
		if (errno == EAGAIN || errno == EWOULDBLOCK) {
			struct pollfd w = {fd, POLLIN, 0};

			poll(&w, 1, -1);
		} else if (errno == EISDIR) {
			return gan_fail(e, GAN_NOINPUT, "is a folder; expected a file");
		} else if (errno != EINTR) {
			return gan_fail(e, GAN_DATA, "read failed: %s", strerror(errno));
		}
	}
}

long gan_source_want(struct gan_source *s, size_t n, struct gan_err *e)
{
	if (s->len - s->pos >= n)
		return (long)(s->len - s->pos);
	if (s->pos) {
		memmove(s->buf, s->buf + s->pos, s->len - s->pos);
		s->len -= s->pos;
		s->pos = 0;
	}
	while (s->len < n && !s->at_end) {
		long k = s->fd < 0 ? 0 : read_some(s->fd, s->buf + s->len, s->cap - s->len, e);

		if (k < 0)
			return -1;
		s->at_end = k == 0;
		s->len += (size_t)k;
	}
	return (long)s->len;
}

void gan_source_take(struct gan_source *s, size_t n)
{
	s->pos += n;
	s->taken += n;
}
