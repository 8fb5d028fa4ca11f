/* The score of answers to a sheet of real and generated pictures. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "app/quiz.h"
#include "data/table.h"
#include "base/mem.h"
#include "base/text.h"

enum { NONE, REAL, GENERATED };

/* What each number is, or was taken for: is[number]. */
struct answers {
	const char *name;
	char *is;
	size_t n, cap;
	int64_t line;
};

/* ---- numbers ---- */

double gan_score_chance(int64_t k, int64_t n, double p)
{
	double sum = 0;

	if (k <= 0)
		return 1;
	for (int64_t i = k; i <= n; i++)
		sum += exp(lgamma((double)n + 1) - lgamma((double)i + 1) - lgamma((double)(n - i) + 1) + (double)i * log(p) +
		           (double)(n - i) * log1p(-p));
	return sum < 1 ? sum : 1;
}

/* The p for which k or more of n have the given chance. */
static double solve(int64_t k, int64_t n, double chance)
{
	double lo = 0, hi = 1;

	for (int i = 0; i < 60; i++) {
		double p = (lo + hi) / 2;

		if (gan_score_chance(k, n, p) < chance)
			lo = p;
		else
			hi = p;
	}
	return (lo + hi) / 2;
}

void gan_score_interval(int64_t k, int64_t n, double *low, double *high)
{
	*low = k > 0 ? solve(k, n, .025) : 0;
	*high = k < n ? solve(k + 1, n, .975) : 1;
}

/* ---- reading ---- */

static int bad(const struct answers *a, const char *found, struct gan_err *e)
{
	return gan_fail(e, GAN_DATA, "%s: line %" PRId64 ": expected a number and 'real' or 'generated', found %s", a->name, a->line,
	                found);
}

/* Is the word one of those, or how one begins? */
static int word_is(const char *word)
{
	static const struct { const char *name; int is; } words[] = {
		{ "real", REAL }, { "generated", GENERATED }, { "fake", GENERATED },
	};
	size_t n = strlen(word);

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (n && !strncmp(word, words[i].name, n))
			return words[i].is;
	return NONE;
}

static int take_line(struct answers *a, char *line, struct gan_err *e)
{
	char *number, *word, *rest = NULL, quoted[96];
	void *p = a->is;
	int64_t k;

	a->line++;
	number = strtok_r(line, " \t\r\n,;:", &rest);
	if (!number || *number == '#' || (a->line == 1 && !strcmp(number, "number")))
		return 0;
	word = strtok_r(NULL, " \t\r\n,;:", &rest);
	snprintf(quoted, sizeof quoted, "'%.40s%s%.40s'", number, word ? " " : "", word ? word : "");
	if (gan_parse_int(number, &k) || k < 1 || k > 1000000)
		return bad(a, quoted, e);
	if (!word || !strcmp(word, "-"))
		return 0;
	for (char *c = word; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	if (word_is(word) == NONE)
		return bad(a, quoted, e);
	if (gan_grow(&p, &a->cap, (size_t)k + 1, 1, e))
		return -1;
	a->is = p;
	a->n = a->n > (size_t)k + 1 ? a->n : (size_t)k + 1;
	if (a->is[k] != NONE)
		return gan_fail(e, GAN_DATA, "%s: line %" PRId64 ": number %" PRId64 " has an answer already", a->name, a->line, k);
	a->is[k] = (char)word_is(word);
	return 0;
}

static int read_answers(struct answers *a, const char *path, struct gan_err *e)
{
	int in = !path || !strcmp(path, "-"), rc = 0;
	char line[1024];
	FILE *f = in ? stdin : fopen(path, "r");
	struct stat st;

	*a = (struct answers){ .name = in ? "standard input" : path };
	if (!f)
		return gan_fail(e, GAN_NOINPUT, "%s: cannot open: %s", a->name, strerror(errno));
	if (!fstat(fileno(f), &st) && S_ISDIR(st.st_mode))
		rc = gan_fail(e, GAN_NOINPUT, "%s: is a folder", a->name);
	while (!rc && fgets(line, sizeof line, f))
		rc = strlen(line) == sizeof line - 1 && line[sizeof line - 2] != '\n' ? bad(a, "a line that is longer than 1000 bytes", e) :
		     take_line(a, line, e);
	if (!rc && ferror(f))
		rc = gan_fail(e, GAN_IOERR, "%s: cannot read: %s", a->name, strerror(errno));
	if (!in)
		fclose(f);
	if (!rc && !a->n)
		rc = gan_fail(e, GAN_DATA, "%s: has no answers: expected lines of a number and 'real' or 'generated'", a->name);
	return rc;
}

/* ---- scoring ---- */

struct count {
	int64_t of[3], answered[3], right[3]; /* by what the key says */
};

static int compare(const struct answers *key, const struct answers *a, struct count *c, struct gan_err *e)
{
	memset(c, 0, sizeof *c);
	for (size_t i = 0; i < a->n || i < key->n; i++) {
		int is = i < key->n ? key->is[i] : NONE, said = i < a->n ? a->is[i] : NONE;

		if (said != NONE && is == NONE)
			return gan_fail(e, GAN_DATA, "%s: number %zu is not in the key %s", a->name, i, key->name);
		c->of[is]++;
		c->answered[is] += said != NONE;
		c->right[is] += said == is;
	}
	return 0;
}

static void put_share(struct gan_table *t, const char *name, int64_t k, int64_t n)
{
	if (n)
		gan_table_real(t, name, (double)k / (double)n);
	else
		gan_table_none(t, name);
}

static void put_row(struct gan_table *t, const char *file, const struct count *c)
{
	int64_t n = c->answered[REAL] + c->answered[GENERATED], k = c->right[REAL] + c->right[GENERATED];
	double low, high;

	gan_score_interval(k, n, &low, &high);
	if (file)
		gan_table_text(t, "file", file);
	gan_table_int(t, "pictures", c->of[REAL] + c->of[GENERATED]);
	gan_table_int(t, "answered", n);
	gan_table_int(t, "right", k);
	put_share(t, "share", k, n);
	gan_table_real(t, "low", low);
	gan_table_real(t, "high", high);
	gan_table_real(t, "chance", gan_score_chance(k, n, .5));
	put_share(t, "real", c->right[REAL], c->answered[REAL]);
	put_share(t, "generated", c->right[GENERATED], c->answered[GENERATED]);
	gan_table_row(t);
}

static int one_file(const struct gan_score_opt *o, const struct answers *key, const char *path, struct gan_table *t,
                    struct gan_err *e)
{
	struct answers a = { 0 };
	struct count c;
	int rc = read_answers(&a, path, e) || compare(key, &a, &c, e) ? -1 : 0;

	if (!rc)
		put_row(t, o->npaths > 1 ? a.name : NULL, &c);
	gan_free(a.is);
	return rc;
}

static int check_stdin(const struct gan_score_opt *o, struct gan_err *e)
{
	size_t n = !strcmp(o->key, "-") + (size_t)!o->npaths;

	for (size_t i = 0; i < o->npaths; i++)
		n += !strcmp(o->paths[i], "-");
	return n > 1 ? gan_fail(e, GAN_USAGE, "'-' (stdin) may stand once, found %zu times", n) : 0;
}

int gan_app_score(const struct gan_score_opt *o, struct gan_err *e)
{
	struct gan_buf text = { 0 };
	struct gan_table t = { .out = &text, .json = o->json };
	struct answers key = { 0 };
	struct gan_out *out = NULL;
	int rc = check_stdin(o, e) || read_answers(&key, o->key, e) || !(out = gan_out_open_text(o->output, e)) ? -1 : 0;

	if (!rc && !o->npaths)
		rc = one_file(o, &key, NULL, &t, e);
	for (size_t i = 0; i < o->npaths && !rc; i++)
		rc = one_file(o, &key, o->paths[i], &t, e);
	if (!rc)
		rc = gan_buf_ok(&text, e) || gan_out_write(out, text.s, text.len, e) ? -1 : 0;
	gan_table_free(&t);
	gan_buf_free(&text);
	gan_free(key.is);
	if (!rc)
		return gan_out_commit(out, e);
	gan_out_abort(out);
	return -1;
}
