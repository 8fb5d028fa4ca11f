/* A growing byte string, always NUL-terminated once something was added. Zero-initialise;
   free with gan_buf_free. Adding after a failure does nothing, so that one check at the end will do. */
#ifndef GAN_BASE_BUF_H
#define GAN_BASE_BUF_H

#include <stddef.h>
#include "base/err.h"

struct gan_buf {
	char *s;
	size_t len, cap;
	int failed;
};

void gan_buf_add(struct gan_buf *b, const void *p, size_t n);
void gan_buf_puts(struct gan_buf *b, const char *s);
void gan_buf_printf(struct gan_buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void gan_buf_free(struct gan_buf *b);

/* 0, or -1 with GAN_NOMEM where an addition failed. After success b->s is never NULL. */
int gan_buf_ok(struct gan_buf *b, struct gan_err *e);

#endif
