#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for n more bytes and the NUL. */
static int reserve(struct gan_buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 64;
	char *p;

	if (b->failed)
		return -1;
	if (n >= (size_t)-1 / 2 - b->len) {
		b->failed = 1;
		return -1;
	}
	while (cap < b->len + n + 1)
		cap *= 2;
	if (cap == b->cap)
		return 0;
	p = realloc(b->s, cap);
	if (!p) {
		b->failed = 1;
		return -1;
	}
	b->s = p;
	b->cap = cap;
	return 0;
}

void gan_buf_add(struct gan_buf *b, const void *p, size_t n)
{
	if (reserve(b, n))
		return;
	if (n)
		memcpy(b->s + b->len, p, n);
	b->len += n;
	b->s[b->len] = 0;
}

void gan_buf_puts(struct gan_buf *b, const char *s)
{
	gan_buf_add(b, s, strlen(s));
}

void gan_buf_printf(struct gan_buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0) {
		b->failed = 1;
		return;
	}
	if (reserve(b, (size_t)n))
		return;
	va_start(ap, fmt);
	vsnprintf(b->s + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

void gan_buf_free(struct gan_buf *b)
{
	free(b->s);
	memset(b, 0, sizeof *b);
}

int gan_buf_ok(struct gan_buf *b, struct gan_err *e)
{
	gan_buf_add(b, "", 0);
	if (b->failed)
		return gan_fail_nomem(e, (unsigned long long)b->len);
	return 0;
}
