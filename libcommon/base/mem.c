#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define ALIGN 64

int gan_mul_ok(size_t a, size_t b, size_t *out)
{
	if (b && a > SIZE_MAX / b)
		return 0;
	*out = a * b;
	return 1;
}

int gan_add_ok(size_t a, size_t b, size_t *out)
{
	if (a > SIZE_MAX - b)
		return 0;
	*out = a + b;
	return 1;
}

int gan_mul64_ok(int64_t a, int64_t b, int64_t *out)
{
	int64_t r;

	if (__builtin_mul_overflow(a, b, &r))
		return 0;
	*out = r;
	return 1;
}

/* calloc rather than aligned_alloc + memset: fresh pages of a large block are zero already and stay untouched.
   The pointer that calloc gave stands in the word before the block. */
void *gan_alloc(size_t n, size_t size, struct gan_err *e)
{
	size_t bytes, room;
	uintptr_t at;
	void *raw;

	if (!gan_mul_ok(n, size, &bytes) || !gan_add_ok(bytes, ALIGN + sizeof raw, &room)) {
		gan_fail_nomem(e, SIZE_MAX);
		return NULL;
	}
	raw = calloc(1, room);
	if (!raw) {
		gan_fail_nomem(e, bytes);
		return NULL;
	}
	at = ((uintptr_t)raw + sizeof raw + ALIGN - 1) & ~(uintptr_t)(ALIGN - 1);
	((void **)at)[-1] = raw;
	return (void *)at;
}

void gan_free(void *p)
{
	if (p)
		free(((void **)p)[-1]);
}

int gan_grow(void **p, size_t *cap, size_t need, size_t size, struct gan_err *e)
{
	size_t want = *cap ? *cap : 8;
	void *q;

	if (need <= *cap && *p)
		return 0;
	while (want < need)
		want = want > SIZE_MAX / 2 ? need : want * 2;
	q = gan_alloc(want, size, e);
	if (!q)
		return -1;
	if (*p)
		memcpy(q, *p, *cap * size);
	gan_free(*p);
	*p = q;
	*cap = want;
	return 0;
}

char *gan_strndup(const char *s, size_t n, struct gan_err *e)
{
	char *p;

	if (n == SIZE_MAX) {
		gan_fail_nomem(e, n);
		return NULL;
	}
	p = gan_alloc(n + 1, 1, e);
	if (p && n)
		memcpy(p, s, n);
	return p;
}

char *gan_strdup(const char *s, struct gan_err *e)
{
	return gan_strndup(s, strlen(s), e);
}

size_t gan_peak_bytes(void)
{
	struct rusage u;

	if (getrusage(RUSAGE_SELF, &u))
		return 0;
#ifdef __APPLE__
	return (size_t)u.ru_maxrss;
#else
	return (size_t)u.ru_maxrss * 1024;
#endif
}
