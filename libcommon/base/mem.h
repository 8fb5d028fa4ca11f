/* Memory and checked sizes. Blocks are zeroed, aligned to 64 bytes, freed with gan_free(NULL-safe). */
#ifndef GAN_BASE_MEM_H
#define GAN_BASE_MEM_H

#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

/* n*size zeroed bytes, or NULL (and e filled) on overflow or want of memory. Never NULL for n*size==0.
   Large blocks are not touched, so that unused pages cost address space only. */
void *gan_alloc(size_t n, size_t size, struct gan_err *e);
void gan_free(void *p);

/* Grows *p (from gan_grow itself or NULL, freed with gan_free) to hold at least need elements
   of the given size, doubling *cap; old content is kept, new space zeroed. 0 or -1. */
int gan_grow(void **p, size_t *cap, size_t need, size_t size, struct gan_err *e);

char *gan_strdup(const char *s, struct gan_err *e);
char *gan_strndup(const char *s, size_t n, struct gan_err *e);

/* The most memory that this process has had at once, in bytes; 0 where that cannot be told. */
size_t gan_peak_bytes(void);

/* *out = a*b or a+b; returns false on overflow and leaves *out. */
int gan_mul_ok(size_t a, size_t b, size_t *out);
int gan_add_ok(size_t a, size_t b, size_t *out);
int gan_mul64_ok(int64_t a, int64_t b, int64_t *out);

#endif
