/* Provenance: gan.pg. A record's ID is a hash of what it says, so that histories that share a part can be joined. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "base/mem.h"
#include "base/text.h"
#include "stream/stream.h"

#define PG_MAX 65536u  /* bytes of gan.pg */
#define CL_MAX 4096u   /* bytes of one command line */

/* ---- the command line ---- */

/* One shell word. What plain quotes cannot carry safely goes as $'...'. */
static void put_word(struct gan_buf *b, const char *s)
{
	struct gan_buf esc = {0};
	const char *p;

	for (p = s; *p && (unsigned char)*p >= 0x20 && *p != 0x7f; p++)
		;
	if (!*p && gan_utf8_valid(s, strlen(s))) {
		gan_shell_quote(b, s);
		return;
	}
	gan_escape(&esc, s, strlen(s));
	gan_buf_puts(b, "$'");
	for (p = esc.s ? esc.s : ""; *p; p++) {
		if (*p == '\'')
			gan_buf_puts(b, "\\");
		gan_buf_add(b, p, 1);
	}
	gan_buf_puts(b, "'");
	b->failed |= esc.failed;
	gan_buf_free(&esc);
}

static int is_fraction(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!strchr("0123456789./", s[i]))
			return 0;
	return 1;
}

/* Appends a word with its path cut to the last part: "like=/a/b.t" -> "like=b.t", "-m/a/g.t" -> "-mg.t",
   "/a/vgg.t:block/1" -> "vgg.t:block/1". Numbers such as 1/256 are no paths. */
static void put_cut(struct gan_buf *b, const char *s)
{
	const char *from = s, *eq = strchr(s, '='), *colon, *cut = NULL, *p;
	struct gan_buf word = {0};

	if (eq)
		from = eq + 1;
	else if (s[0] == '-' && s[1] && s[1] != '-')
		from = s + 2;
	colon = strchr(from, ':');
	for (p = from; *p && p != colon; p++)
		if (*p == '/')
			cut = p + 1;
	if (!cut || !*cut || is_fraction(from, strlen(from)))
		cut = from;
	gan_buf_add(&word, s, (size_t)(from - s));
	gan_buf_puts(&word, cut);
	gan_buf_puts(b, b->len ? " " : "");
	put_word(b, word.s ? word.s : "");
	b->failed |= word.failed;
	gan_buf_free(&word);
}

/* Letters that do not change the content: -q and -v stand alone, -j -o -z have an argument. Writes what is left of a
   word of letters to b; whether the next word is an argument of a letter left out. */
static int put_letters(struct gan_buf *b, const char *s)
{
	struct gan_buf left = {0};
	int takes_next = 0;
	const char *p;

	gan_buf_puts(&left, "-");
	for (p = s + 1; *p; p++) {
		if (*p == 'q' || *p == 'v')
			continue;
		if (*p == 'j' || *p == 'o' || *p == 'z') {
			takes_next = !p[1];
			break;
		}
		gan_buf_puts(&left, p); /* perhaps with an argument: the rest is kept */
		break;
	}
	if (left.len > 1)
		put_cut(b, left.s);
	b->failed |= left.failed;
	gan_buf_free(&left);
	return takes_next;
}

/* A long option that is left out: 1, with its argument in the next word: 2, kept: 0. */
static int is_left_out(const char *s)
{
	static const char *const flags[] = {"quiet", "verbose"};
	static const char *const args[] = {"threads", "output", "log", "level"};
	size_t i;

	for (i = 0; i < sizeof flags / sizeof *flags; i++)
		if (!strcmp(s, flags[i]))
			return 1;
	for (i = 0; i < sizeof args / sizeof *args; i++) {
		size_t n = strlen(args[i]);

		if (!strncmp(s, args[i], n) && (s[n] == 0 || s[n] == '='))
			return s[n] ? 1 : 2;
	}
	return 0;
}

static int command_line(const struct gan_pg *pg, struct gan_buf *b, struct gan_err *e)
{
	int i, options = 1, kind;

	put_cut(b, pg->program);
	for (i = 1; i < pg->argc; i++) {
		const char *s = pg->argv[i];

		if (options && !strcmp(s, "--")) {
			options = 0;
			put_cut(b, s);
		} else if (options && s[0] == '-' && s[1] == '-') {
			kind = is_left_out(s + 2);
			if (!kind)
				put_cut(b, s);
			i += kind == 2;
		} else if (options && s[0] == '-' && s[1]) {
			i += put_letters(b, s);
		} else {
			put_cut(b, s);
		}
	}
	if (b->len > CL_MAX) {
		b->len = CL_MAX;
		while (b->len && ((unsigned char)b->s[b->len] & 0xc0) == 0x80)
			b->len--;
		gan_buf_puts(b, " ...");
	}
	return gan_buf_ok(b, e);
}

/* ---- records ---- */

/* The field "TAG:" of a record (a line of n bytes): its text and length, or NULL. */
static const char *field(const char *line, size_t n, const char *tag, size_t *len)
{
	const char *p = line, *end = line + n;

	while (p < end) {
		const char *tab = memchr(p, '\t', (size_t)(end - p));
		size_t k = (size_t)((tab ? tab : end) - p);

		if (k >= 3 && !memcmp(p, tag, 2) && p[2] == ':') {
			*len = k - 3;
			return p + 3;
		}
		p += k + 1;
	}
	return NULL;
}

static int field_is(const char *line, size_t n, const char *tag, const char *want)
{
	size_t len;
	const char *p = field(line, n, tag, &len);

	return p && len == strlen(want) && !memcmp(p, want, len);
}

static size_t line_length(const char *s)
{
	return strcspn(s, "\n");
}

/* Whether the ID of this line stands in the n bytes at text. */
static int known_id(const char *text, const char *line, size_t n)
{
	size_t len, len2;
	const char *id = field(line, n, "ID", &len), *p;

	if (!id || !text)
		return 0;
	for (; *text; text += n, text += *text == '\n') {
		n = line_length(text);
		p = field(text, n, "ID", &len2);
		if (p && len2 == len && !memcmp(p, id, len))
			return 1;
	}
	return 0;
}

static void add_line(struct gan_buf *b, const char *line, size_t n)
{
	if (b->len)
		gan_buf_puts(b, "\n");
	gan_buf_add(b, line, n);
}

/* All records of the parents, each ID once; parent IDs to pp, joined by commas. */
static void join_parents(const char *const *parents, size_t n, struct gan_buf *all, struct gan_buf *pp)
{
	size_t i, len, k;

	for (i = 0; i < n; i++) {
		const char *s = parents[i], *last = NULL, *id;
		size_t last_len = 0;

		for (; s && *s; s += len, s += *s == '\n') {
			len = line_length(s);
			if (!len)
				continue;
			if (!known_id(all->s, s, len))
				add_line(all, s, len);
			last = s;
			last_len = len;
		}
		id = last ? field(last, last_len, "ID", &k) : NULL;
		if (id) {
			gan_buf_puts(pp, pp->len ? "," : "");
			gan_buf_add(pp, id, k);
		}
	}
}

static void print_record(struct gan_buf *b, const char *id, const struct gan_pg *pg, const char *pp, const char *cl,
                         uint64_t count, uint64_t hash, int have_hash)
{
	if (b->len)
		gan_buf_puts(b, "\n");
	gan_buf_printf(b, "ID:%s\tPN:%s\tVN:%s", id, pg->program, pg->version);
	if (*pp)
		gan_buf_printf(b, "\tPP:%s", pp);
	gan_buf_printf(b, "\tCL:%s\tRC:%" PRIu64, cl, count);
	if (have_hash)
		gan_buf_printf(b, "\tDG:%016" PRIx64, hash);
}

/* Where the last record is this same command, takes it off and gives its ID, parents and count. */
static int same_again(struct gan_buf *all, const struct gan_pg *pg, const char *cl, char *id, size_t nid,
                      struct gan_buf *pp, uint64_t *count)
{
	const char *line, *p;
	size_t n, len;
	char num[24];

	if (!all->len)
		return 0;
	line = strrchr(all->s, '\n');
	line = line ? line + 1 : all->s;
	n = strlen(line);
	if (!field_is(line, n, "PN", pg->program) || !field_is(line, n, "VN", pg->version) || !field_is(line, n, "CL", cl))
		return 0;
	p = field(line, n, "RC", &len);
	if (!p || len >= sizeof num)
		return 0;
	snprintf(num, sizeof num, "%.*s", (int)len, p);
	if (gan_parse_uint(num, count))
		return 0;
	p = field(line, n, "ID", &len);
	if (!p || len >= nid)
		return 0;
	snprintf(id, nid, "%.*s", (int)len, p);
	pp->len = 0;
	p = field(line, n, "PP", &len);
	gan_buf_add(pp, p ? p : "", p ? len : 0);
	all->len = (size_t)(line - all->s) - (line > all->s);
	all->s[all->len] = 0;
	return 1;
}

/* Keeps lines of the first and the last half and says how many records went. */
static void elide(struct gan_buf *all)
{
	const size_t half = PG_MAX / 2 - 64;
	struct gan_buf b = {0};
	size_t head, tail, i, gone = 0;

	if (all->failed || all->len <= PG_MAX)
		return;
	for (head = half; head && all->s[head] != '\n'; head--)
		;
	for (tail = all->len - half; tail < all->len && all->s[tail] != '\n'; tail++)
		;
	for (i = head + 1; i < tail; i++)
		gone += all->s[i] == '\n';
	gan_buf_add(&b, all->s, head);
	gan_buf_printf(&b, "%sID:elided\tPN:gan-tools\tRC:%zu", b.len ? "\n" : "", gone + 1);
	gan_buf_add(&b, all->s + tail, all->len - tail);
	gan_buf_free(all);
	*all = b;
}

static void make_id(const struct gan_pg *pg, const char *pp, const char *cl, uint64_t hash, char id[17])
{
	struct gan_buf b = {0};

	gan_buf_printf(&b, "%s\t%s\t%s\t%s\t%016" PRIx64, pg->program, pg->version, pp, cl, hash);
	snprintf(id, 17, "%08" PRIx32, (uint32_t)(XXH64(b.s ? b.s : "", b.len, 0) >> 32));
	gan_buf_free(&b);
}

int gan_pg_add(struct gan_doc *d, const struct gan_pg *pg, const char *const *parents, size_t nparents,
               uint64_t hash, int have_hash, struct gan_err *e)
{
	struct gan_buf all = {0}, pp = {0}, cl = {0};
	uint64_t count = 0;
	char id[17];
	int rc;

	if (pg->off) {
		gan_kv_remove(&d->meta, "gan.pg");
		return 0;
	}
	join_parents(parents, nparents, &all, &pp);
	gan_buf_puts(&pp, "");
	rc = command_line(pg, &cl, e);
	if (!rc && (nparents != 1 || !same_again(&all, pg, cl.s, id, sizeof id, &pp, &count)))
		make_id(pg, pp.s, cl.s, have_hash ? hash : 0, id);
	if (!rc) {
		print_record(&all, id, pg, pp.s ? pp.s : "", cl.s, count + 1, hash, have_hash);
		elide(&all);
		rc = gan_buf_ok(&all, e);
	}
	if (!rc)
		rc = gan_kv_set(&d->meta, "gan.pg", all.s, e);
	gan_buf_free(&all);
	gan_buf_free(&pp);
	gan_buf_free(&cl);
	return rc;
}
