/* Tables as text. The first line names the columns, and so does each later one that begins with the first one's first name. */
#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>
#include "data/columns.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "stream/stream.h"

struct table {
	struct gan_columns *t;
	char *first;       /* the first column's name, by which head lines are known; NULL before there is one */
	int64_t *to;       /* the column that each cell of a row belongs to */
	size_t ncells, cap;
	size_t rows, line;
};

static int bad(const struct table *b, const char *why, struct gan_err *e)
{
	return gan_fail(e, GAN_DATA, "%s: line %zu: expected a tensor stream or a table as TSV, found %s", b->t->name, b->line, why);
}

/* The cell at *p, ended with 0; *p goes to the next, NULL after the last. */
static char *next_cell(char **p)
{
	char *cell = *p, *end = strchr(cell, '\t');

	if (end)
		*end++ = 0;
	*p = end;
	return cell;
}

static int take_head(struct table *b, char *line, struct gan_err *e)
{
	b->ncells = 0;
	for (char *p = line; p;) {
		const char *name = next_cell(&p);
		void *to = b->to;
		double v;

		if (!*name || !gan_parse_double(name, &v))
			return bad(b, *name ? "a number where a head line names its columns" : "a column without a name", e);
		if (gan_grow(&to, &b->cap, b->ncells + 1, sizeof *b->to, e))
			return -1;
		b->to = to;
		b->to[b->ncells] = gan_columns_make(b->t, name, b->rows, e);
		if (b->to[b->ncells] < 0)
			return -1;
		for (size_t i = 0; i < b->ncells; i++)
			if (b->to[i] == b->to[b->ncells])
				return bad(b, "two columns of one name", e);
		b->ncells++;
	}
	if (!b->first && !(b->first = gan_strdup(b->t->col[0].name, e)))
		return -1;
	return 0;
}

static int word_of(struct table *b, struct gan_column *c, const char *cell, struct gan_err *e)
{
	void *p = c->word;
	size_t i;

	for (i = 0; i < c->nwords && strcmp(c->word[i], cell); i++)
		;
	if (i < c->nwords)
		return (int)i;
	if (i == GAN_COLUMN_WORDS)
		return bad(b, "a column with more than 1000 different words", e);
	if (gan_grow(&p, &c->cap_words, i + 1, sizeof *c->word, e))
		return -1;
	c->word = p;
	if (!(c->word[i] = gan_strdup(cell, e)))
		return -1;
	c->nwords++;
	return (int)i;
}

static int take_cell(struct table *b, struct gan_column *c, const char *cell, struct gan_err *e)
{
	double v = NAN;
	int is = -1;
	void *p = c->is;

	if (*cell && strcmp(cell, "-") && strcmp(cell, "null") && gan_parse_double(cell, &v)) {
		v = NAN;
		is = word_of(b, c, cell, e);
		if (is < 0)
			return -1;
	}
	if (is >= 0 && !c->is) {
		if (gan_grow(&p, &c->cap_is, c->n + 1, sizeof *c->is, e))
			return -1;
		c->is = p;
		for (size_t i = 0; i < c->n; i++)
			c->is[i] = -1;
	}
	if (c->is) {
		p = c->is;
		if (gan_grow(&p, &c->cap_is, c->n + 1, sizeof *c->is, e))
			return -1;
		c->is = p;
		c->is[c->n] = is;
	}
	return gan_column_add(c, v, e);
}

/* whole: it ended with a newline. One that did not is still being written. */
static int take_row(struct table *b, char *line, int whole, struct gan_err *e)
{
	size_t n = 1;

	for (const char *p = line; (p = strchr(p, '\t')); p++)
		n++;
	if (n != b->ncells)
		return whole ? gan_fail(e, GAN_DATA, "%s: line %zu: expected %zu cells as the head line has, found %zu", b->t->name,
		                        b->line, b->ncells, n) : 0;
	n = 0;
	for (char *p = line; p; n++)
		if (take_cell(b, &b->t->col[b->to[n]], next_cell(&p), e))
			return -1;
	b->rows++;
	for (size_t i = 0; i < b->t->n; i++) /* columns that this head line does not have */
		if (b->t->col[i].n < b->rows && take_cell(b, &b->t->col[i], "", e))
			return -1;
	return 0;
}

static int is_head(const struct table *b, const char *line)
{
	size_t n = b->first ? strlen(b->first) : 0;

	return !b->first || (!strncmp(line, b->first, n) && (line[n] == '\t' || !line[n]));
}

static int take_line(struct table *b, char *line, size_t len, int whole, struct gan_err *e)
{
	b->line++;
	if (memchr(line, 0, len) || !gan_utf8_valid(line, len))
		return bad(b, "bytes that are no text", e);
	if (len && line[len - 1] == '\r')
		line[len - 1] = 0;
	if (!*line || *line == '#')
		return 0;
	return is_head(b, line) ? take_head(b, line, e) : take_row(b, line, whole, e);
}

/* Whole lines of the text; the rest is kept. last: there is no more. */
static int take_lines(struct table *b, struct gan_buf *text, int last, struct gan_err *e)
{
	char *at = text->s, *end;
	size_t left = text->len;

	while (left && ((end = memchr(at, '\n', left)) || last)) {
		int whole = end != NULL;

		end = end ? end : at + left; /* a gan_buf ends with 0 */
		*end = 0;
		if (take_line(b, at, (size_t)(end - at), whole, e))
			return -1;
		left -= whole ? (size_t)(end + 1 - at) : left;
		at = end + whole;
	}
	if (left > 1 << 20)
		return bad(b, "a line without end", e);
	if (left)
		memmove(text->s, at, left);
	text->len = left;
	return 0;
}

static int read_lines(struct table *b, int fd, struct gan_buf *text, struct gan_err *e)
{
	uint64_t max, bytes = 0;
	char block[65536];
	ssize_t n = 1;

	if (gan_stream_max_bytes(&max, e))
		return -1;
	while (n) {
		n = read(fd, block, sizeof block);
		if (n < 0 && errno != EINTR)
			return gan_fail(e, GAN_IOERR, "%s: cannot read: %s", b->t->name, strerror(errno));
		gan_buf_add(text, block, n > 0 ? (size_t)n : 0);
		bytes += n > 0 ? (uint64_t)n : 0;
		if (bytes > max)
			return gan_fail(e, GAN_DATA, "%s: more than %llu bytes, all that may be held (GAN_MAX_BYTES sets it)", b->t->name,
			                (unsigned long long)max);
		if (gan_buf_ok(text, e) || take_lines(b, text, !n, e))
			return -1;
	}
	return 0;
}

int gan_columns_read_tsv(struct gan_columns *t, int fd, const char *head, size_t nhead, struct gan_err *e)
{
	struct table b = { .t = t };
	struct gan_buf text = { 0 };
	int rc;

	gan_buf_add(&text, head, nhead);
	rc = read_lines(&b, fd, &text, e);
	if (!rc && !b.rows)
		rc = gan_fail(e, GAN_DATA, "%s: expected a tensor stream or a table as TSV, found %s", t->name,
		              b.first ? "a head line alone" : "nothing");
	gan_buf_free(&text);
	gan_free(b.to);
	gan_free(b.first);
	return rc;
}
