/* Template of one struct gan_micro. The including file defines
     MICRO_NAME, MICRO_USABLE   the name (a string) and a function that tells whether the CPU has it
     MICRO_ATTR                 target attribute of every function
     vec, LANES                 a vector of gan_real and its length (the tile is MR rows by 2 vectors)
     MR                         rows of a tile (1..8)
     VZERO VLOAD(p) VSTORE(p,v) VSET(s) VFMA(a,b,c)=a*b+c VADD(a,b)
     VLAST(p,n)                 of pairs only: n < LANES elements, zeros beyond
   and exports `const struct gan_micro gan_micro_<...>` made of the names below. */
#include "kernel/micro.h"

#define INLINE MICRO_ATTR static inline __attribute__((always_inline))

INLINE void put(gan_real *c, vec s, int n, int acc)
{
	gan_real t[LANES];

	if (n >= LANES) {
		VSTORE(c, acc ? VADD(VLOAD(c), s) : s);
		return;
	}
	VSTORE(t, s);
	for (int j = 0; j < n; j++)
		c[j] = acc ? c[j] + t[j] : t[j];
}

/* m, nv and t are constants wherever this is inlined, so that s lives in registers. */
INLINE void tile_core(const int m, const int nv, const int t, long k, const gan_real *a, long lda, const gan_real *b,
                      gan_real *const *c, long col, int n, int acc)
{
	vec s[MR][2];

#pragma GCC unroll 8
	for (int i = 0; i < m; i++)
		s[i][0] = s[i][1] = VZERO;
	for (long p = 0; p < k; p++) {
		vec b0 = VLOAD(b + 2 * LANES * p), b1 = nv > 1 ? VLOAD(b + 2 * LANES * p + LANES) : b0;
#pragma GCC unroll 8
		for (int i = 0; i < m; i++) {
			vec v = VSET(t ? a[p * lda + i] : a[i * lda + p]);

			s[i][0] = VFMA(v, b0, s[i][0]);
			if (nv > 1)
				s[i][1] = VFMA(v, b1, s[i][1]);
		}
	}
#pragma GCC unroll 8
	for (int i = 0; i < m; i++) {
		put(c[i] + col, s[i][0], n, acc);
		if (nv > 1)
			put(c[i] + col + LANES, s[i][1], n - LANES, acc);
	}
}

#define TILE_ROWS(M, T) \
	case M: \
		if (n > LANES) \
			tile_core(M, 2, T, k, a, lda, b, c, col, n, acc); \
		else \
			tile_core(M, 1, T, k, a, lda, b, c, col, n, acc); \
		break;
#if MR > 6
#define TILE_ROWS_78(T) TILE_ROWS(7, T) TILE_ROWS(8, T)
#else
#define TILE_ROWS_78(T)
#endif
#if MR > 4
#define TILE_ROWS_58(T) TILE_ROWS(5, T) TILE_ROWS(6, T) TILE_ROWS_78(T)
#else
#define TILE_ROWS_58(T)
#endif

MICRO_ATTR static void tile(long k, const gan_real *a, long lda, const gan_real *b, gan_real *const *c, long col, int m,
                            int n, int acc)
{
	switch (m) {
		TILE_ROWS(1, 0) TILE_ROWS(2, 0) TILE_ROWS(3, 0) TILE_ROWS(4, 0) TILE_ROWS_58(0)
	}
}

MICRO_ATTR static void tile_t(long k, const gan_real *a, long lda, const gan_real *b, gan_real *const *c, long col,
                              int m, int n, int acc)
{
	switch (m) {
		TILE_ROWS(1, 1) TILE_ROWS(2, 1) TILE_ROWS(3, 1) TILE_ROWS(4, 1) TILE_ROWS_58(1)
	}
}

INLINE gan_real vec_sum(vec v)
{
	gan_real t[LANES];

	VSTORE(t, v);
	for (int w = LANES / 2; w > 0; w /= 2)
		for (int i = 0; i < w; i++)
			t[i] += t[i + w];
	return t[0];
}

#ifdef VLAST /* an element is a pair */
INLINE gan_real last_dot(const gan_real *a, const gan_real *b, int n, gan_real v)
{
	return n ? v + vec_sum(VFMA(VLAST(a, n), VLAST(b, n), VZERO)) : v;
}
#else
INLINE gan_real last_dot(const gan_real *a, const gan_real *b, int n, gan_real v)
{
	for (int q = 0; q < n; q++)
		v += a[q] * b[q];
	return v;
}
#endif

/* m rows times n columns at once, every sum in LANES partial sums and a tail of its own. */
INLINE void dots_core(const int m, const int n, long k, const gan_real *a, long lda, const gan_real *b, long ldb,
                      gan_real *const *c, int col, int acc)
{
	vec s[4][4];
	long p = 0;

#pragma GCC unroll 4
	for (int i = 0; i < m; i++)
#pragma GCC unroll 4
		for (int j = 0; j < n; j++)
			s[i][j] = VZERO;
	for (; p + LANES <= k; p += LANES) {
		vec bv[4];
#pragma GCC unroll 4
		for (int j = 0; j < n; j++)
			bv[j] = VLOAD(b + j * ldb + p);
#pragma GCC unroll 4
		for (int i = 0; i < m; i++) {
			vec av = VLOAD(a + i * lda + p);
#pragma GCC unroll 4
			for (int j = 0; j < n; j++)
				s[i][j] = VFMA(av, bv[j], s[i][j]);
		}
	}
#pragma GCC unroll 4
	for (int i = 0; i < m; i++)
#pragma GCC unroll 4
		for (int j = 0; j < n; j++) {
			gan_real v = last_dot(a + i * lda + p, b + j * ldb + p, (int)(k - p), vec_sum(s[i][j])),
			         *o = c[i] + col + j;

			*o = acc ? *o + v : v;
		}
}

#define DOTS(M) \
	switch (n) { \
	case 1: dots_core(M, 1, k, a, lda, b, ldb, c, col, acc); break; \
	case 2: dots_core(M, 2, k, a, lda, b, ldb, c, col, acc); break; \
	case 3: dots_core(M, 3, k, a, lda, b, ldb, c, col, acc); break; \
	default: dots_core(M, 4, k, a, lda, b, ldb, c, col, acc); break; \
	}

MICRO_ATTR static void dots(long m, int nall, long k, const gan_real *a, long lda, const gan_real *b, long ldb,
                            gan_real *const *c, int acc)
{
	for (int col = 0; col < nall; col += 4, b += 4 * ldb) {
		const int n = nall - col;
		const gan_real *a0 = a;
		gan_real *const *c0 = c;
		long i = 0;

		for (; i + 4 <= m; i += 4, a += 4 * lda, c += 4)
			DOTS(4)
		for (; i < m; i++, a += lda, c++)
			DOTS(1)
		a = a0;
		c = c0;
	}
}

#define MICRO_INIT { MICRO_NAME, MR, 2 * LANES, MICRO_USABLE, tile, tile_t, dots }
