/* argv against an option table. */
#include "cli/cli_parse.h"

#include <inttypes.h>
#include <string.h>
#include "base/mem.h"
#include "base/pool.h"
#include "base/text.h"

#define MAX_OPTIONS 128
#define ROUND_LIMIT 1e15 /* limits from here on are not worth naming in a message */

const struct gan_opt *gan_cli_option(const struct gan_parse *p, size_t i)
{
	const struct gan_tool *t = p->c->tool;

	if (i < t->nopt)
		return &t->opt[i];
	return i - t->nopt < p->ncommon ? &p->common[i - t->nopt] : NULL;
}

size_t gan_cli_setting_key(const char *s)
{
	size_t n;

	if (*s < 'a' || *s > 'z')
		return 0;
	n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789.-");
	return s[n] == '=' ? n : 0;
}

static const struct gan_opt *find_letter(const struct gan_parse *p, int letter)
{
	const struct gan_opt *o;

	for (size_t i = 0; (o = gan_cli_option(p, i)); i++)
		if (o->letter == letter)
			return o;
	return NULL;
}

static const struct gan_opt *find_long(const struct gan_parse *p, const char *name, size_t len)
{
	const struct gan_opt *o;

	for (size_t i = 0; (o = gan_cli_option(p, i)); i++)
		if (o->name && strlen(o->name) == len && memcmp(o->name, name, len) == 0)
			return o;
	return NULL;
}

/* What the user may have meant: the only name that begins so, else the one with the fewest differences. */
static const char *nearest_long(const struct gan_parse *p, const char *given)
{
	const char *names[MAX_OPTIONS], *begins = NULL;
	size_t n = 0, nbegins = 0;
	const struct gan_opt *o;

	for (size_t i = 0; (o = gan_cli_option(p, i)) && n < MAX_OPTIONS; i++) {
		if (!o->name)
			continue;
		names[n++] = o->name;
		if (strncmp(o->name, given, strlen(given)) == 0) {
			begins = o->name;
			nbegins++;
		}
	}
	return nbegins == 1 ? begins : gan_nearest(given, names, n);
}

static int unknown_long(const struct gan_parse *p, const char *given, size_t len, struct gan_err *e)
{
	char name[64];
	const char *near;

	if (len >= sizeof name)
		len = sizeof name - 1;
	memcpy(name, given, len);
	name[len] = '\0';
	near = nearest_long(p, name);
	if (near)
		return gan_fail(e, GAN_USAGE, "unknown option --%s (did you mean --%s?)", name, near);
	return gan_fail(e, GAN_USAGE, "unknown option --%s (%s --help lists them)", name, p->c->tool->name);
}

static int unknown_letter(const struct gan_parse *p, const char *word, char letter, struct gan_err *e)
{
	size_t len = strcspn(word, "=");

	if (find_long(p, word, len))
		return gan_fail(e, GAN_USAGE, "unknown option -%c (a long option has two dashes: --%.*s)", letter, (int)len, word);
	return gan_fail(e, GAN_USAGE, "unknown option -%c (%s --help lists them)", letter, p->c->tool->name);
}

/* "-n" or "--every", whichever was written. */
static const char *spelling(const struct gan_opt *o, int by_letter, char buf[64])
{
	if (by_letter || !o->name)
		snprintf(buf, 64, "-%c", o->letter);
	else
		snprintf(buf, 64, "--%s", o->name);
	return buf;
}

static int bad_number(const struct gan_opt *o, const char *who, const char *what, const char *val, struct gan_err *e)
{
	char lo[32], hi[32];

	if (!(o->max > o->min))
		return gan_fail(e, GAN_USAGE, "%s: expected %s, found '%s'", who, what, val);
	gan_format_double(lo, sizeof lo, o->min);
	gan_format_double(hi, sizeof hi, o->max);
	if (o->max >= ROUND_LIMIT)
		return gan_fail(e, GAN_USAGE, "%s: expected %s of at least %s, found '%s'", who, what, lo, val);
	return gan_fail(e, GAN_USAGE, "%s: expected %s from %s to %s, found '%s'", who, what, lo, hi, val);
}

static int set_int(const struct gan_opt *o, const char *who, const char *val, struct gan_err *e)
{
	int64_t v;

	if (gan_parse_int(val, &v) < 0 || (o->max > o->min && ((double)v < o->min || (double)v > o->max)))
		return bad_number(o, who, "a whole number", val, e);
	*(int64_t *)o->dest = v;
	return 0;
}

static int set_real(const struct gan_opt *o, const char *who, const char *val, struct gan_err *e)
{
	double v;

	/* written so that a NaN fails */
	if (gan_parse_double(val, &v) < 0 || (o->max > o->min && !(v >= o->min && v <= o->max)))
		return bad_number(o, who, "a number", val, e);
	*(double *)o->dest = v;
	return 0;
}

static int set_size(const struct gan_opt *o, const char *who, const char *val, struct gan_err *e)
{
	int w, h, *dest = o->dest;

	if (gan_parse_size(val, &w, &h) < 0)
		return gan_fail(e, GAN_USAGE, "%s: expected WxH, such as 64x64, both from 1 to 32768, found '%s'", who, val);
	dest[0] = w;
	dest[1] = h;
	return 0;
}

static int append(struct gan_kv *kv, const char *val, struct gan_err *e)
{
	char key[24];

	snprintf(key, sizeof key, "%zu", kv->n);
	return gan_kv_set(kv, key, val, e);
}

static int set_option(struct gan_parse *p, const struct gan_opt *o, const char *who, const char *val, struct gan_err *e)
{
	switch (o->type) {
	case GAN_OPT_FLAG:
		*(int *)o->dest = 1;
		return 0;
	case GAN_OPT_INT:
		return set_int(o, who, val, e);
	case GAN_OPT_REAL:
		return set_real(o, who, val, e);
	case GAN_OPT_TEXT:
	case GAN_OPT_OPTTEXT:
		*(const char **)o->dest = val;
		return 0;
	case GAN_OPT_SIZE:
		return set_size(o, who, val, e);
	case GAN_OPT_SETTING:
		return gan_kv_set(&p->c->set, o->setting, val, e);
	case GAN_OPT_LIST:
		return append(o->dest, val, e);
	}
	return gan_fail(e, GAN_INTERNAL, "%s: option of unknown type %d", who, (int)o->type);
}

static int takes_argument(const struct gan_opt *o)
{
	return o->type != GAN_OPT_FLAG && o->type != GAN_OPT_OPTTEXT;
}

/* The words of argv from *i on; *i moves to the last word used. */
static int parse_long(struct gan_parse *p, char **argv, int *i, struct gan_err *e)
{
	const char *name = argv[*i] + 2, *val = strchr(name, '=');
	size_t len = val ? (size_t)(val - name) : strlen(name);
	const struct gan_opt *o = find_long(p, name, len);
	char who[64];

	if (!o)
		return unknown_long(p, name, len, e);
	spelling(o, 0, who);
	if (val)
		val++;
	if (val && o->type == GAN_OPT_FLAG)
		return gan_fail(e, GAN_USAGE, "%s takes no argument, found '%s'", who, val);
	if (!val && takes_argument(o)) {
		if (!argv[*i + 1])
			return gan_fail(e, GAN_USAGE, "%s: its argument %s is missing", who, o->arg);
		val = argv[++*i];
	}
	return set_option(p, o, who, val ? val : "", e);
}

static int parse_letters(struct gan_parse *p, char **argv, int *i, struct gan_err *e)
{
	const char *word = argv[*i] + 1;
	char who[64];

	for (const char *s = word; *s; s++) {
		const struct gan_opt *o = find_letter(p, *s);

		if (!o)
			return unknown_letter(p, word, *s, e);
		spelling(o, 1, who);
		if (takes_argument(o)) {
			const char *val = s[1] ? s + 1 : argv[*i + 1];

			if (!val)
				return gan_fail(e, GAN_USAGE, "%s: its argument %s is missing", who, o->arg);
			*i += !s[1];
			return set_option(p, o, who, val, e);
		}
		if (set_option(p, o, who, "", e) < 0)
			return -1;
	}
	return 0;
}

static int parse_operand(struct gan_parse *p, const char *s, struct gan_err *e)
{
	struct gan_cli *c = p->c;
	size_t len = gan_cli_setting_key(s);
	char *key;
	int rc;

	if (!len) {
		c->file[c->nfile++] = s;
		return 0;
	}
	if (!(c->tool->flags & GAN_TOOL_SETTINGS))
		return gan_fail(e, GAN_USAGE, "'%s': %s takes no settings (a file of such a name is ./%s)", s, c->tool->name, s);
	key = gan_strndup(s, len, e);
	if (!key)
		return -1;
	rc = gan_kv_set(&c->set, key, s + len + 1, e);
	gan_free(key);
	return rc;
}

static void add_common(struct gan_parse *p, struct gan_cli *c)
{
	const struct gan_opt common[] = {
		GAN_OPTION_INT('j', "threads", "N", "threads to use (default: one for each CPU)", &p->threads, 1, GAN_MAX_THREADS),
		GAN_OPTION_FLAG('q', "quiet", "no progress line and no warnings", &c->quiet),
		GAN_OPTION_FLAG('v', "verbose", "say more on standard error", &c->verbose),
		GAN_OPTION_OPTTEXT('h', "help", NULL, "show this help and end", &p->help),
		GAN_OPTION_FLAG(0, "version", "show the version and end", &p->version),
		GAN_OPTION_FLAG(0, "no-pg", "leave this command out of the stream's history", &c->no_pg),
	};

	_Static_assert(sizeof common / sizeof *common == GAN_CLI_NCOMMON, "the table and its size");
	memcpy(p->common, common, sizeof common);
	p->ncommon = GAN_CLI_NCOMMON - !(c->tool->flags & GAN_TOOL_BINARY_OUT);
}

int gan_cli_parse(struct gan_parse *p, struct gan_cli *c, const struct gan_tool *t, int argc, char **argv, struct gan_err *e)
{
	int options = 1, rc = 0;

	memset(p, 0, sizeof *p);
	memset(c, 0, sizeof *c);
	p->c = c;
	c->tool = t;
	c->argc = argc;
	c->argv = argv;
	add_common(p, c);
	c->file = gan_alloc((size_t)argc + 1, sizeof *c->file, e);
	if (!c->file)
		return -1;
	for (int i = 1; i < argc && rc == 0 && !p->help && !p->version; i++) {
		const char *s = argv[i];

		if (options && strcmp(s, "--") == 0)
			options = 0;
		else if (options && s[0] == '-' && s[1] == '-')
			rc = parse_long(p, argv, &i, e);
		else if (options && s[0] == '-' && s[1])
			rc = parse_letters(p, argv, &i, e);
		else
			rc = parse_operand(p, s, e);
	}
	c->threads = p->threads ? (int)p->threads : gan_cpu_count();
	return rc;
}

int gan_cli_record(const char *text, long *record, struct gan_err *e)
{
	int64_t n = -1;

	if (!text)
		return 0;
	if (strcmp(text, "last") && (gan_parse_int(text, &n) || n < 0 || n > 1000000000))
		return gan_fail(e, GAN_USAGE, "--record %s: expected a number from 0 or 'last'", text);
	*record = (long)n;
	return 0;
}
