/* The rows of an assault: something done to each of them over the thread pool, and some of them as an assault of
   their own, so that rows that are done with cost nothing more. A row's result is the same in any company, so neither
   changes bytes. */
#ifndef GAN_ATTACK_ROWS_H
#define GAN_ATTACK_ROWS_H

#include "attack/attack.h"

/* fn(ctx, row) for each row of a, in any order, on any thread. */
void gan_rows_each(const struct gan_assault *a, void (*fn)(void *ctx, int64_t row), void *ctx);

/* Zero-initialise. */
struct gan_rows {
	struct gan_assault a;         /* the rows that are left; its arrays are this struct's */
	const struct gan_assault *of; /* must outlive it */
	int64_t *at;                  /* [a.n] which row of `of` each is */
	int64_t *from;                /* [a.n] which row each was before the last gan_rows_keep */
	gan_real *x0;
	int64_t *label, *target, *index;
};

/* All rows of `of`, with copies of its arrays. */
int gan_rows_open(struct gan_rows *r, const struct gan_assault *of, struct gan_err *e);
/* Rows whose keep[row] is 0 leave: their x goes to of->x. */
void gan_rows_keep(struct gan_rows *r, const uint8_t *keep);
/* A caller's array of `width` bytes a row follows the last gan_rows_keep. */
void gan_rows_follow(const struct gan_rows *r, void *array, size_t width);
/* The x of those that are left goes to of->x; frees. */
void gan_rows_close(struct gan_rows *r);

#endif
