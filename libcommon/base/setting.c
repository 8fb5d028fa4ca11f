#include "base/setting.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

const struct gan_setting *gan_setting_find(const struct gan_setting *tab, size_t n, const char *key)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(tab[i].key, key))
			return &tab[i];
	return NULL;
}

static void number_range(const struct gan_setting *s, char *buf, size_t n)
{
	char lo[32], hi[32];

	snprintf(buf, n, "%s..%s", gan_format_double(lo, sizeof lo, s->min), gan_format_double(hi, sizeof hi, s->max));
}

static int check_number(const struct gan_setting *s, const char *val, struct gan_err *e)
{
	char range[80];
	int64_t i;
	double v = 0;
	int bad;

	if (s->type == GAN_SET_INT) {
		bad = gan_parse_int(val, &i);
		v = bad ? 0 : (double)i;
	} else {
		bad = gan_parse_double(val, &v) || isnan(v);
	}
	number_range(s, range, sizeof range);
	if (bad)
		return gan_fail(e, GAN_USAGE, "%s=%s: expected %s in %s", s->key, val,
		                s->type == GAN_SET_INT ? "a whole number" : "a number", range);
	if (v < s->min || v > s->max)
		return gan_fail(e, GAN_USAGE, "%s=%s: out of range, expected %s", s->key, val, range);
	return 0;
}

/* Whether val[n] is one of the words of "a|b|c". */
static int is_choice(const char *choices, const char *val, size_t n)
{
	const char *p = choices;

	while (p) {
		size_t len = strcspn(p, "|");

		if (len == n && !memcmp(p, val, n))
			return 1;
		p = p[len] ? p + len + 1 : NULL;
	}
	return 0;
}

int gan_setting_is_choice(const char *choices, const char *val)
{
	return is_choice(choices, val, strlen(val));
}

/* "none", or choices with commas between, each once. */
static int check_list(const struct gan_setting *s, const char *val, struct gan_err *e)
{
	const char *p, *q;
	size_t n, m;

	if (!strcmp(val, "none"))
		return 0;
	for (p = val;; p += n + 1) {
		n = strcspn(p, ",");
		if (!is_choice(s->choices, p, n))
			return gan_fail(e, GAN_USAGE, "%s=%s: expected none, or some of %s with commas between", s->key, val, s->choices);
		for (q = val; q < p; q += m + 1) {
			m = strcspn(q, ",");
			if (m == n && !memcmp(p, q, n))
				return gan_fail(e, GAN_USAGE, "%s=%s: '%.*s' stands twice", s->key, val, (int)n, p);
		}
		if (!p[n])
			return 0;
	}
}

/* Both ends of "A" or "A:B". */
static int parse_range(const char *val, double ends[2])
{
	const char *colon = strchr(val, ':');
	size_t n = colon ? (size_t)(colon - val) : strlen(val);
	char first[64];

	if (n >= sizeof first)
		return -1;
	memcpy(first, val, n);
	first[n] = 0;
	if (gan_parse_double(first, &ends[0]) || gan_parse_double(colon ? colon + 1 : first, &ends[1]))
		return -1;
	return isnan(ends[0]) || isnan(ends[1]) ? -1 : 0;
}

static int check_range(const struct gan_setting *s, const char *val, struct gan_err *e)
{
	double ends[2];
	char range[80];

	number_range(s, range, sizeof range);
	if (parse_range(val, ends))
		return gan_fail(e, GAN_USAGE, "%s=%s: expected a number A, or a range A:B, in %s", s->key, val, range);
	if (ends[0] > ends[1])
		return gan_fail(e, GAN_USAGE, "%s=%s: the range A:B ends below its beginning (give the lesser number first)", s->key, val);
	if (ends[0] < s->min || ends[1] > s->max)
		return gan_fail(e, GAN_USAGE, "%s=%s: out of range, expected %s", s->key, val, range);
	return 0;
}

int gan_setting_check(const struct gan_setting *s, const char *val, struct gan_err *e)
{
	const char *p;

	switch (s->type) {
	case GAN_SET_INT:
	case GAN_SET_REAL:
		return check_number(s, val, e);
	case GAN_SET_ENUM:
		if (!is_choice(s->choices, val, strlen(val)))
			return gan_fail(e, GAN_USAGE, "%s=%s: expected one of %s", s->key, val, s->choices);
		return 0;
	case GAN_SET_LIST:
		return check_list(s, val, e);
	case GAN_SET_RANGE:
		return check_range(s, val, e);
	case GAN_SET_TEXT:
		for (p = val; *p; p++)
			if ((unsigned char)*p < 0x20 || *p == 0x7f)
				return gan_fail(e, GAN_USAGE, "%s=%s: control characters are not allowed", s->key, val);
		if (!gan_utf8_valid(val, strlen(val)))
			return gan_fail(e, GAN_USAGE, "%s: the value is not valid UTF-8", s->key);
		return 0;
	}
	return gan_fail(e, GAN_INTERNAL, "setting %s has an unknown type", s->key);
}

const char *gan_setting_text(const struct gan_kv *kv, const struct gan_setting *tab, size_t n, const char *key)
{
	const char *v = kv ? gan_kv_get(kv, key) : NULL;
	const struct gan_setting *s;

	if (v)
		return v;
	s = gan_setting_find(tab, n, key);
	return s ? s->def : "";
}

int64_t gan_setting_int(const struct gan_kv *kv, const struct gan_setting *tab, size_t n, const char *key)
{
	int64_t v = 0;

	return gan_parse_int(gan_setting_text(kv, tab, n, key), &v) ? 0 : v;
}

double gan_setting_real(const struct gan_kv *kv, const struct gan_setting *tab, size_t n, const char *key)
{
	double v = 0;

	return gan_parse_double(gan_setting_text(kv, tab, n, key), &v) ? 0 : v;
}

void gan_setting_range(const struct gan_kv *kv, const struct gan_setting *tab, size_t n, const char *key, double ends[2])
{
	if (parse_range(gan_setting_text(kv, tab, n, key), ends))
		ends[0] = ends[1] = 0;
}

void gan_setting_values(const struct gan_setting *s, struct gan_buf *b)
{
	char lo[32], hi[32];
	const char *p;

	switch (s->type) {
	case GAN_SET_INT:
	case GAN_SET_REAL:
		gan_buf_printf(b, "%s %s..%s", s->type == GAN_SET_INT ? "whole" : "number",
		               gan_format_double(lo, sizeof lo, s->min), gan_format_double(hi, sizeof hi, s->max));
		break;
	case GAN_SET_ENUM:
		gan_buf_puts(b, s->choices);
		break;
	case GAN_SET_LIST:
		gan_buf_puts(b, "none or ");
		for (p = s->choices; *p; p++)
			gan_buf_add(b, *p == '|' ? "," : p, 1);
		break;
	case GAN_SET_RANGE:
		gan_buf_printf(b, "number A or range A:B in %s..%s", gan_format_double(lo, sizeof lo, s->min),
		               gan_format_double(hi, sizeof hi, s->max));
		break;
	case GAN_SET_TEXT:
		gan_buf_puts(b, "text");
		break;
	}
}

void gan_setting_row(const struct gan_setting *s, const char *def, struct gan_buf *b)
{
	if (!def)
		def = s->def ? s->def : "";
	gan_buf_printf(b, "%s\t", s->key);
	gan_setting_values(s, b);
	gan_buf_printf(b, "\t%s\t%s\t%s\n", *def ? def : "-", *s->unit ? s->unit : "-", s->help);
}
