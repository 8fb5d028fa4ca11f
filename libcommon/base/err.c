#include "base/err.h"

#include <stdio.h>
#include <string.h>

/* Copies src into dst[n], control bytes as \xHH, so that no input can drive the terminal. */
static void put_escaped(char *dst, size_t n, const char *src)
{
	size_t k = 0;

	for (; *src && k + 1 < n; src++) {
		unsigned char c = (unsigned char)*src;

		if (c >= 0x20 && c != 0x7f) {
			dst[k++] = (char)c;
			continue;
		}
		if (k + 5 > n)
			break;
		k += (size_t)snprintf(dst + k, n - k, "\\x%02x", c);
	}
	dst[k] = 0;
}

int gan_fail(struct gan_err *e, int code, const char *fmt, ...)
{
	char text[sizeof e->msg];
	va_list ap;

	if (!e)
		return -1;
	va_start(ap, fmt);
	if (vsnprintf(text, sizeof text, fmt, ap) < 0)
		text[0] = 0;
	va_end(ap);
	e->code = code;
	put_escaped(e->msg, sizeof e->msg, text);
	return -1;
}

int gan_fail_prefix(struct gan_err *e, const char *fmt, ...)
{
	char text[sizeof e->msg], whole[2 * sizeof e->msg + 2];
	va_list ap;

	if (!e)
		return -1;
	va_start(ap, fmt);
	if (vsnprintf(text, sizeof text, fmt, ap) < 0)
		text[0] = 0;
	va_end(ap);
	snprintf(whole, sizeof whole, "%s: %s", text, e->msg);
	put_escaped(e->msg, sizeof e->msg, whole);
	return -1;
}

int gan_fail_nomem(struct gan_err *e, unsigned long long bytes)
{
	return gan_fail(e, GAN_NOMEM, "out of memory (%llu bytes wanted)", bytes);
}
