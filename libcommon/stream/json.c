#include "stream/json.h"

#include <string.h>

int gan_json_fail(struct gan_json *j, const char *what)
{
	if (j->p >= j->end)
		return gan_fail(j->e, GAN_DATA, "header byte %zu: expected %s, found its end", (size_t)(j->p - j->start), what);
	return gan_fail(j->e, GAN_DATA, "header byte %zu: expected %s, found '%.*s'", (size_t)(j->p - j->start), what,
	                (int)(j->end - j->p < 12 ? j->end - j->p : 12), j->p);
}

void gan_json_blank(struct gan_json *j)
{
	while (j->p < j->end && (*j->p == ' ' || *j->p == '\t' || *j->p == '\n' || *j->p == '\r'))
		j->p++;
}

int gan_json_peek(struct gan_json *j)
{
	gan_json_blank(j);
	return j->p < j->end ? (unsigned char)*j->p : -1;
}

int gan_json_expect(struct gan_json *j, char c)
{
	char what[4] = {'\'', c, '\'', 0};

	if (gan_json_peek(j) != (unsigned char)c)
		return gan_json_fail(j, what);
	j->p++;
	return 0;
}

int gan_json_more(struct gan_json *j, char close, int *first)
{
	int was_first = *first;

	*first = 0;
	if (gan_json_peek(j) == (unsigned char)close) {
		j->p++;
		return 0;
	}
	if (!was_first && gan_json_expect(j, ','))
		return -1;
	return 1;
}

static int hex4(struct gan_json *j, uint32_t *v)
{
	int i;

	*v = 0;
	for (i = 0; i < 4; i++, j->p++) {
		char c = j->p < j->end ? *j->p : 0;

		if (c >= '0' && c <= '9')
			*v = *v << 4 | (uint32_t)(c - '0');
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			*v = *v << 4 | (uint32_t)((c | 32) - 'a' + 10);
		else
			return gan_json_fail(j, "four hexadecimal digits");
	}
	return 0;
}

static void put_utf8(struct gan_buf *b, uint32_t c)
{
	char s[4];
	size_t n = 0;

	if (c < 0x80) {
		s[n++] = (char)c;
	} else if (c < 0x800) {
		s[n++] = (char)(0xc0 | c >> 6);
		s[n++] = (char)(0x80 | (c & 63));
	} else if (c < 0x10000) {
		s[n++] = (char)(0xe0 | c >> 12);
		s[n++] = (char)(0x80 | (c >> 6 & 63));
		s[n++] = (char)(0x80 | (c & 63));
	} else {
		s[n++] = (char)(0xf0 | c >> 18);
		s[n++] = (char)(0x80 | (c >> 12 & 63));
		s[n++] = (char)(0x80 | (c >> 6 & 63));
		s[n++] = (char)(0x80 | (c & 63));
	}
	gan_buf_add(b, s, n);
}

/* After "\u": the number, and the second half where it is a surrogate. */
static int unicode(struct gan_json *j, struct gan_buf *b)
{
	uint32_t c, low;

	if (hex4(j, &c))
		return -1;
	if (c >= 0xdc00 && c < 0xe000)
		return gan_json_fail(j, "a high surrogate before a low one");
	if (c >= 0xd800 && c < 0xdc00) {
		if (j->end - j->p < 6 || j->p[0] != '\\' || j->p[1] != 'u')
			return gan_json_fail(j, "the second half of a surrogate pair");
		j->p += 2;
		if (hex4(j, &low))
			return -1;
		if (low < 0xdc00 || low >= 0xe000)
			return gan_json_fail(j, "the second half of a surrogate pair before this");
		c = 0x10000 + ((c - 0xd800) << 10 | (low - 0xdc00));
	}
	if (c == 0)
		return gan_json_fail(j, "text without NUL before this");
	put_utf8(b, c);
	return 0;
}

static int escape(struct gan_json *j, struct gan_buf *b)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at;

	if (j->p < j->end && *j->p == 'u') {
		j->p++;
		return unicode(j, b);
	}
	at = j->p < j->end && *j->p ? strchr(from, *j->p) : NULL;
	if (!at)
		return gan_json_fail(j, "an escape of JSON");
	gan_buf_add(b, &to[at - from], 1);
	j->p++;
	return 0;
}

int gan_json_string(struct gan_json *j, struct gan_buf *b)
{
	b->len = 0;
	gan_buf_add(b, "", 0);
	if (gan_json_peek(j) != '"')
		return gan_json_fail(j, "a string");
	j->p++;
	for (;;) {
		const char *from = j->p;

		while (j->p < j->end && *j->p != '"' && *j->p != '\\' && (unsigned char)*j->p >= 0x20)
			j->p++;
		gan_buf_add(b, from, (size_t)(j->p - from));
		if (j->p >= j->end)
			return gan_json_fail(j, "'\"'");
		if ((unsigned char)*j->p < 0x20)
			return gan_json_fail(j, "a string without control characters");
		if (*j->p++ == '"')
			return gan_buf_ok(b, j->e);
		if (escape(j, b))
			return -1;
	}
}

int gan_json_u64(struct gan_json *j, uint64_t *v)
{
	const char *from;

	gan_json_blank(j);
	from = j->p;
	*v = 0;
	for (; j->p < j->end && *j->p >= '0' && *j->p <= '9'; j->p++) {
		unsigned d = (unsigned)(*j->p - '0');

		if (*v > (UINT64_MAX - d) / 10) {
			j->p = from;
			return gan_json_fail(j, "a number below 2^64");
		}
		*v = *v * 10 + d;
	}
	if (j->p == from || (*from == '0' && j->p - from > 1) ||
	    (j->p < j->end && (*j->p == '.' || *j->p == 'e' || *j->p == 'E'))) {
		j->p = from;
		return gan_json_fail(j, "a whole number, not negative");
	}
	return 0;
}
