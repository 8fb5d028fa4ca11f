/* Numbers as text, always in the C locale: uselocale() around strtod and printf, because a library that was
   linked in may have called setlocale(). */
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static locale_t c_locale;

static void make_locale(void)
{
	c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

static locale_t enter_c(void)
{
	pthread_once(&once, make_locale);
	return c_locale ? uselocale(c_locale) : (locale_t)0;
}

static void leave_c(locale_t old)
{
	if (old)
		uselocale(old);
}

int gan_parse_double(const char *s, double *out)
{
	locale_t old;
	char *end;
	double v;

	/* No leading blanks, no hexadecimal, no nan(...): strtod takes them all. */
	if (!*s || isspace((unsigned char)*s) || strpbrk(s, "xX("))
		return -1;
	old = enter_c();
	errno = 0;
	v = strtod(s, &end);
	leave_c(old);
	if (end == s || *end)
		return -1;
	if (errno == ERANGE && isinf(v))
		return -1;
	*out = v;
	return 0;
}

int gan_parse_uint(const char *s, uint64_t *out)
{
	uint64_t v = 0;

	if (*s == '+')
		s++;
	if (!*s)
		return -1;
	for (; *s; s++) {
		unsigned d = (unsigned)(*s - '0');

		if (*s < '0' || *s > '9' || v > (UINT64_MAX - d) / 10)
			return -1;
		v = v * 10 + d;
	}
	*out = v;
	return 0;
}

int gan_parse_int(const char *s, int64_t *out)
{
	int neg = *s == '-';
	uint64_t v;

	if (neg && s[1] == '+')
		return -1;
	if (gan_parse_uint(s + neg, &v))
		return -1;
	if (v > (uint64_t)INT64_MAX + (neg ? 1 : 0))
		return -1;
	*out = neg ? (int64_t)(0 - v) : (int64_t)v;
	return 0;
}

/* Decimal digits up to 32768 at *s, which moves past them. 0 where there are none or too many. */
static int side(const char **s)
{
	int v = 0;

	while (**s >= '0' && **s <= '9') {
		v = v * 10 + (**s - '0');
		if (v > 32768)
			return 0;
		(*s)++;
	}
	return v;
}

int gan_parse_size(const char *s, int *w, int *h)
{
	int a, b;

	a = side(&s);
	if (!a || (*s != 'x' && *s != 'X'))
		return -1;
	s++;
	b = side(&s);
	if (!b || *s)
		return -1;
	*w = a;
	*h = b;
	return 0;
}

/* "1e-05" -> "1e-5", "1e+20" -> "1e20" */
static void trim_exponent(char *s)
{
	char *e = strchr(s, 'e'), *d;

	if (!e)
		return;
	d = ++e;
	if (*d == '-')
		e++, d++;
	else if (*d == '+')
		d++;
	while (*d == '0' && d[1])
		d++;
	memmove(e, d, strlen(d) + 1);
}

char *gan_format_double(char *buf, size_t n, double v)
{
	int is_float = (double)(float)v == v;
	locale_t old;
	int p;

	if (isnan(v) || isinf(v)) {
		snprintf(buf, n, "%s", isnan(v) ? "nan" : v < 0 ? "-inf" : "inf");
		return buf;
	}
	old = enter_c();
	if (fabs(v) < 1e15 && v == floor(v) && (!is_float || fabs(v) < 16777216)) {
		snprintf(buf, n, "%.0f", v);
	} else {
		for (p = 1; p <= 17; p++) {
			snprintf(buf, n, "%.*g", p, v);
			if (is_float ? strtof(buf, NULL) == (float)v : strtod(buf, NULL) == v)
				break;
		}
		trim_exponent(buf);
	}
	leave_c(old);
	return buf;
}
