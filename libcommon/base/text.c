#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Length of the valid UTF-8 sequence at s (of n bytes) and its code point; 0 where there is none.
   Overlong forms, surrogates and what lies beyond U+10FFFF are invalid (RFC 3629). */
static size_t utf8_at(const unsigned char *s, size_t n, uint32_t *cp)
{
	static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
	size_t len, i;
	uint32_t c;

	if (s[0] < 0x80) {
		*cp = s[0];
		return 1;
	}
	len = s[0] >= 0xf0 ? 4 : s[0] >= 0xe0 ? 3 : 2;
	if (s[0] < 0xc2 || s[0] > 0xf4 || len > n)
		return 0;
	c = s[0] & (0x7fu >> len);
	for (i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	if (c < least[len] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	*cp = c;
	return len;
}

int gan_utf8_valid(const char *s, size_t n)
{
	uint32_t cp;
	size_t i, k;

	for (i = 0; i < n; i += k) {
		k = utf8_at((const unsigned char *)s + i, n - i, &cp);
		if (!k)
			return 0;
	}
	return 1;
}

/* C0, DEL, C1 and what reorders text on a terminal. */
static int is_unsafe(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || (cp >= 0x200e && cp <= 0x200f) ||
	       (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff;
}

void gan_escape(struct gan_buf *b, const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;
	uint32_t cp = 0;
	size_t i, k, j;

	for (i = 0; i < n; i += k) {
		k = utf8_at(u + i, n - i, &cp);
		if (k && !is_unsafe(cp) && cp != '\\') {
			gan_buf_add(b, s + i, k);
			continue;
		}
		if (k == 1 && (cp == '\\' || cp == '\t' || cp == '\n')) {
			gan_buf_puts(b, cp == '\\' ? "\\\\" : cp == '\t' ? "\\t" : "\\n");
			continue;
		}
		k = k ? k : 1;
		for (j = 0; j < k; j++)
			gan_buf_printf(b, "\\x%02x", u[i + j]);
	}
	gan_buf_add(b, "", 0);
}

void gan_shell_quote(struct gan_buf *b, const char *s)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-";

	if (*s && s[strspn(s, plain)] == 0) {
		gan_buf_puts(b, s);
		return;
	}
	gan_buf_puts(b, "'");
	for (; *s; s++) {
		if (*s == '\'')
			gan_buf_puts(b, "'\\''");
		else
			gan_buf_add(b, s, 1);
	}
	gan_buf_puts(b, "'");
}

#define NEAR_MAX 64

/* Levenshtein distance of a and b, each at most NEAR_MAX long. */
static size_t distance(const char *a, size_t na, const char *b, size_t nb)
{
	size_t row[NEAR_MAX + 1], i, j;

	for (j = 0; j <= nb; j++)
		row[j] = j;
	for (i = 1; i <= na; i++) {
		size_t diag = row[0];

		row[0] = i;
		for (j = 1; j <= nb; j++) {
			size_t up = row[j], best = diag + (a[i - 1] != b[j - 1]);

			if (up + 1 < best)
				best = up + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
			diag = up;
		}
	}
	return row[nb];
}

const char *gan_nearest(const char *s, const char *const *names, size_t n)
{
	size_t ns = strlen(s), least = (size_t)-1, i;
	const char *best = NULL;

	if (ns > NEAR_MAX)
		return NULL;
	for (i = 0; i < n; i++) {
		size_t len = strlen(names[i]), d;

		if (len > NEAR_MAX)
			continue;
		d = distance(s, ns, names[i], len);
		if (d < least) {
			least = d;
			best = names[i];
		}
	}
	return best && 2 * least <= ns ? best : NULL;
}

int gan_fail_unknown(struct gan_err *e, const char *what, const char *name, const char *const *names, size_t n)
{
	const char *near = gan_nearest(name, names, n);

	return gan_fail(e, GAN_USAGE, "%s '%s' is unknown%s%s%s", what, name, near ? " (did you mean '" : "", near ? near : "",
	                near ? "'?)" : "");
}

size_t gan_find_name(struct gan_err *e, const char *what, const char *name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(name, names[i]))
			return i;
	gan_fail_unknown(e, what, name, names, n);
	return n;
}
