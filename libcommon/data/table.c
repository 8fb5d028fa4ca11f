#include "data/table.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/text.h"

void gan_table_free(struct gan_table *t)
{
	gan_buf_free(&t->head);
	gan_buf_free(&t->row);
	gan_buf_free(&t->shown);
}

/* The code point at s (valid UTF-8) and its length. */
static uint32_t code_point(const char *s, size_t *len)
{
	const unsigned char *u = (const unsigned char *)s;
	uint32_t c = u[0];
	size_t i;

	*len = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	if (*len > 1)
		c &= 0x7fu >> *len;
	for (i = 1; i < *len; i++)
		c = c << 6 | (u[i] & 0x3fu);
	return c;
}

static int plain(uint32_t c)
{
	return c >= 0x20 && !(c >= 0x7f && c < 0xa0) && !(c >= 0x200e && c <= 0x200f) && !(c >= 0x2028 && c <= 0x202e) &&
	       !(c >= 0x2066 && c <= 0x2069) && c != 0xfeff;
}

void gan_json_put(struct gan_buf *b, const char *s)
{
	size_t n;

	gan_buf_puts(b, "\"");
	if (!gan_utf8_valid(s, strlen(s)))
		s = "?";
	for (; *s; s += n) {
		uint32_t c = code_point(s, &n);

		if (c == '"' || c == '\\')
			gan_buf_printf(b, "\\%c", (int)c);
		else if (c == '\n' || c == '\t')
			gan_buf_puts(b, c == '\n' ? "\\n" : "\\t");
		else if (plain(c))
			gan_buf_add(b, s, n);
		else
			gan_buf_printf(b, "\\u%04x", (unsigned)c);
	}
	gan_buf_puts(b, "\"");
}

/* What stands before a cell's value. */
static void begin_cell(struct gan_table *t, const char *name)
{
	if (t->json) {
		gan_buf_puts(&t->row, t->row.len ? "," : "{");
		gan_json_put(&t->row, name);
		gan_buf_puts(&t->row, ":");
		return;
	}
	gan_buf_puts(&t->head, t->head.len ? "\t" : "");
	gan_escape(&t->head, name, strlen(name));
	gan_buf_puts(&t->row, t->row.len ? "\t" : "");
}

void gan_table_text(struct gan_table *t, const char *name, const char *s)
{
	begin_cell(t, name);
	if (t->json)
		gan_json_put(&t->row, s);
	else
		gan_escape(&t->row, s, strlen(s));
}

void gan_table_raw(struct gan_table *t, const char *name, const char *s)
{
	begin_cell(t, name);
	gan_buf_puts(&t->row, s);
}

void gan_table_int(struct gan_table *t, const char *name, int64_t v)
{
	begin_cell(t, name);
	gan_buf_printf(&t->row, "%" PRId64, v);
}

void gan_table_real(struct gan_table *t, const char *name, double v)
{
	char text[32];

	begin_cell(t, name);
	if (t->json && !isfinite(v))
		gan_buf_puts(&t->row, "null");
	else
		gan_buf_puts(&t->row, gan_format_double(text, sizeof text, v));
}

void gan_table_none(struct gan_table *t, const char *name)
{
	begin_cell(t, name);
	gan_buf_puts(&t->row, t->json ? "null" : "-");
}

void gan_table_row(struct gan_table *t)
{
	if (t->json) {
		gan_buf_puts(&t->row, "}");
	} else if (!t->shown.len || strcmp(t->shown.s, t->head.s)) {
		gan_buf_add(t->out, t->head.s ? t->head.s : "", t->head.len);
		gan_buf_puts(t->out, "\n");
		t->shown.len = 0;
		gan_buf_add(&t->shown, t->head.s ? t->head.s : "", t->head.len);
	}
	gan_buf_add(t->out, t->row.s ? t->row.s : "", t->row.len);
	gan_buf_puts(t->out, "\n");
	t->out->failed |= t->row.failed | t->head.failed | t->shown.failed;
	t->head.len = t->row.len = 0;
}
