/* Text: numbers in the C locale, escaping, the nearest of some names. */
#ifndef GAN_BASE_TEXT_H
#define GAN_BASE_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"

/* Whole-string parses; 0, or -1 where s is not such a number or out of range. "1e-4", "inf", "nan" are
   doubles; integers are decimal with an optional sign. The locale is never asked. */
int gan_parse_double(const char *s, double *out);
int gan_parse_int(const char *s, int64_t *out);
int gan_parse_uint(const char *s, uint64_t *out);
/* "WxH" with both in 1..32768. */
int gan_parse_size(const char *s, int *w, int *h);

/* Shortest decimal that reads back as the same float/double, no trailing zeros ("0.0002"). buf >= 32. */
char *gan_format_double(char *buf, size_t n, double v);

/* Appends s with control bytes, DEL, backslash and invalid UTF-8 as \xHH, \t, \n: what a stream says
   of itself goes through this before it reaches a terminal or a table. */
void gan_escape(struct gan_buf *b, const char *s, size_t n);
/* Appends s as one shell word, quoted where needed. */
void gan_shell_quote(struct gan_buf *b, const char *s);

int gan_utf8_valid(const char *s, size_t n);

/* "WHAT 'name' is unknown (did you mean '...'?)", GAN_USAGE, returns -1. */
int gan_fail_unknown(struct gan_err *e, const char *what, const char *name, const char *const *names, size_t n);

/* Which of names[0..n) is name; n where none is, which gan_fail_unknown says. */
size_t gan_find_name(struct gan_err *e, const char *what, const char *name, const char *const *names, size_t n);

/* The member of names[0..n) with the least edit distance to s, NULL where none is near (> 1/2 its length). */
const char *gan_nearest(const char *s, const char *const *names, size_t n);

#endif
