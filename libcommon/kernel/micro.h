/* The innermost product, on which gemm and convolution stand: a small tile of C kept in registers while k runs.
   B comes in packed panels: panel j holds columns j*nr..j*nr+nr-1 as [k][nr], zeros beyond the last column.

   An element's value is the chain of its own multiply-adds in the order of k: it depends neither on its place in
   the tile nor on how many rows there are. So a row's bytes are the same in any batch and for any chunking of rows. */
#ifndef GAN_KERNEL_MICRO_H
#define GAN_KERNEL_MICRO_H

#include "tensor/tensor.h"

#define GAN_MICRO_NR_MAX 32 /* no implementation has wider tiles */
#define GAN_PTR_SLOTS ((long)(sizeof(void *) / sizeof(gan_real))) /* elements of scratch memory that a pointer takes */

/* In bf16 an element of A and B is a pair of numbers (kernel/pairs.h), and a product of two elements is the sum of two
   products; C is f32. There the choice of an implementation does change bytes, for sums of pairs round and flush each in
   their own way. */
struct gan_micro {
	const char *name;
	int mr, nr; /* tile size; nr is a power of two, at most GAN_MICRO_NR_MAX */
	int (*usable)(void);
	/* c[i][j] (+)= sum over p of a[i*ai + p] * b[p*nr + j], i < m <= mr, j < n <= nr; added where acc is set. */
	void (*tile)(long k, const gan_real *a, long ai, const gan_real *b, gan_real *const *c, long col, int m, int n,
	             int acc);
	/* The same with A stored the other way round: a[p*ap + i]. Not in bf16, where it may be NULL. */
	void (*tile_t)(long k, const gan_real *a, long ap, const gan_real *b, gan_real *const *c, long col, int m,
	               int n, int acc);
	/* c[i][j] (+)= sum over p of a[i*lda + p] * b[j*ldb + p], i < m, j < n: for n < 8, both operands contiguous in
	   k. */
	void (*dots)(long m, int n, long k, const gan_real *a, long lda, const gan_real *b, long ldb,
	             gan_real *const *c, int acc);
};

/* The best one that this CPU can run; the choice never changes during a run (but by gan_micro_use). */
const struct gan_micro *gan_micro(void);
/* For tests: "avx512", "avx2", "plain"; -1 where this CPU or build has no such. Not while work is running. */
int gan_micro_use(const char *name);

/* The same for bf16: "amx", "avx512bf16"; NULL where this CPU or build has none. For tests, also one of their own. */
const struct gan_micro *gan_micro_bf16(void);
const struct gan_micro *gan_micro_bf16_find(const char *name);
void gan_micro_bf16_use(const struct gan_micro *m); /* NULL: none */

static inline const struct gan_micro *gan_micro_for(int bf16)
{
	return bf16 ? gan_micro_bf16() : gan_micro();
}

/* c[i][0..n) (+)= A[m,k] * B, B packed with panels bstride elements apart. at: A is a[p*lda + i], else a[i*lda + p]. */
void gan_micro_block(const struct gan_micro *mk, long m, long n, long k, const gan_real *a, long lda, int at,
                     const gan_real *b, long bstride, gan_real *const *c, int acc);

/* Packs panels j0..j1 of B[k,n] (element (p,j) at b[p*ldb + j], or b[j*ldb + p] where bt) to dst[k][nr], stride
   apart. */
void gan_micro_pack(const struct gan_micro *mk, long n, long k, const gan_real *b, long ldb, int bt, long j0, long j1,
                    gan_real *dst, long stride);

/* dst[p*ld + j] = b[j*ldb + p], j < w, p < k. */
void gan_micro_turn(long k, int w, long ld, const gan_real *b, long ldb, gan_real *dst);

static inline long gan_micro_panels(const struct gan_micro *mk, long n)
{
	return (n + mk->nr - 1) / mk->nr;
}

#endif
