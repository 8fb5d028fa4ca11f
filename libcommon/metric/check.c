#include "metric/check.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/text.h"

/* ---- as given ---- */

static int parse_one(struct gan_check *k, const char *text, size_t n, struct gan_err *e)
{
	size_t at = 0, op;

	k->text = gan_strndup(text, n, e);
	if (!k->text)
		return -1;
	while (at < n && !strchr("<>=", text[at]))
		at++;
	op = at < n && text[at] != '=' && k->text[at + 1] == '=' ? 2 : 1;
	if (!at || at == n || gan_parse_double(k->text + at + op, &k->bound))
		return gan_fail(e, GAN_USAGE, "--check: expected NAME<NUMBER (or <= > >= =), found '%s'", k->text);
	memcpy(k->op, k->text + at, op);
	k->name = gan_strndup(text, at, e);
	return k->name ? 0 : -1;
}

int gan_checks_parse(struct gan_checks *c, const char *text, struct gan_err *e)
{
	while (text) {
		size_t n = strcspn(text, ",");

		if (gan_grow((void **)&c->check, &c->cap, c->n + 1, sizeof *c->check, e) || parse_one(&c->check[c->n++], text, n, e))
			return -1;
		text = text[n] ? text + n + 1 : NULL;
	}
	return 0;
}

void gan_checks_end(struct gan_checks *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->n; i++) {
		gan_free(c->check[i].name);
		gan_free(c->check[i].text);
	}
	gan_free(c->check);
	gan_buf_free(&c->names);
	gan_buf_free(&c->broken);
	memset(c, 0, sizeof *c);
}

/* ---- values ---- */

static int is_about(const char *check, const char *metric, const char *name)
{
	size_t n = strlen(metric);

	return !strcmp(check, name) || (!strncmp(check, metric, n) && check[n] == '.' && !strcmp(check + n + 1, name));
}

void gan_checks_see(struct gan_checks *c, const char *metric, const char *name, double value)
{
	if (!c->n)
		return;
	gan_buf_printf(&c->names, "%s\n", name);
	for (size_t i = 0; i < c->n; i++)
		if (is_about(c->check[i].name, metric, name)) {
			c->check[i].seen++;
			c->check[i].value = value;
		}
}

static int holds(const struct gan_check *k)
{
	double v = k->value;

	if (k->op[0] == '=')
		return v == k->bound;
	if (k->op[0] == '<')
		return k->op[1] ? v <= k->bound : v < k->bound;
	return k->op[1] ? v >= k->bound : v > k->bound;
}

/* With the name that is nearest. */
static int unknown(struct gan_checks *c, const char *name, struct gan_err *e)
{
	const char *names[256];
	size_t n = 0;

	for (char *p = c->names.s; p && *p && n < 256; n++) {
		names[n] = p;
		p += strcspn(p, "\n");
		*p++ = 0;
	}
	return gan_fail_unknown(e, "--check: value", name, names, n);
}

int gan_checks_settle(struct gan_checks *c, const char *thing, struct gan_err *e)
{
	char number[32];

	for (size_t i = 0; i < c->n; i++) {
		struct gan_check *k = &c->check[i];

		if (!k->seen)
			return unknown(c, k->name, e);
		if (k->seen > 1)
			return gan_fail(e, GAN_USAGE, "--check: several metrics have a value '%s'; put the metric's name and a dot before it",
			                k->name);
		if (!holds(k))
			gan_buf_printf(&c->broken, "%s%s: %s does not hold, found %s", c->broken.len ? "; " : "", thing, k->text,
			               gan_format_double(number, sizeof number, k->value));
		k->seen = 0;
	}
	c->names.len = 0;
	return 0;
}

int gan_checks_verdict(const struct gan_checks *c, struct gan_err *e)
{
	return c->broken.len ? gan_fail(e, GAN_CHECK, "%s", c->broken.s) : 0;
}
