/* The TAP writer of the unit tests: ok(cond, "what") prints a line, done() the plan; a failed check makes the exit status 1. */
#ifndef GAN_TESTS_TAP_H
#define GAN_TESTS_TAP_H

#include <stdarg.h>
#include <stdio.h>

static int tap_n, tap_failed;

static inline int ok(int cond, const char *fmt, ...)
{
	va_list ap;

	printf("%sok %d - ", cond ? "" : "not ", ++tap_n);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
	tap_failed += !cond;
	return cond;
}

static inline void skip(const char *what, const char *why)
{
	printf("ok %d - %s # skip %s\n", ++tap_n, what, why);
}

static inline int done(void)
{
	printf("1..%d\n", tap_n);
	return tap_failed != 0;
}

#endif
