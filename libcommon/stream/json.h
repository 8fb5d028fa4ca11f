/* The little JSON that a safetensors header is made of. Depth is fixed at three, so nothing recurses. */
#ifndef GAN_STREAM_JSON_H
#define GAN_STREAM_JSON_H

#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"

struct gan_json {
	const char *start, *p, *end;
	struct gan_err *e;
};

/* All return 0, or -1 with e filled: "header byte 57: expected ..., found ...". */
int gan_json_fail(struct gan_json *j, const char *what);
void gan_json_blank(struct gan_json *j);            /* skips JSON white space */
int gan_json_peek(struct gan_json *j);              /* next byte after white space, -1 at the end */
int gan_json_expect(struct gan_json *j, char c);    /* white space, then c */
/* Whether another member follows in what `close` closes: 1, 0 (closed), -1. *first starts at 1. */
int gan_json_more(struct gan_json *j, char close, int *first);
/* A string, unescaped, to b (emptied first). NUL inside is refused. */
int gan_json_string(struct gan_json *j, struct gan_buf *b);
/* A whole number 0..2^64-1 as RFC 8259 writes it: no sign, fraction, exponent or leading zero. */
int gan_json_u64(struct gan_json *j, uint64_t *v);

#endif
