#include <stdatomic.h>
#include <string.h>
#include "kernel/copy.h"
#include "kernel/micro_list.h"

static const struct gan_micro *const all[] = { /* best first */
#ifdef GAN_MICRO_X86
	&gan_micro_avx512, &gan_micro_avx2,
#endif
	&gan_micro_plain
};
#define NALL (sizeof(all) / sizeof(all[0]))

static _Atomic(const struct gan_micro *) chosen;

const struct gan_micro *gan_micro(void)
{
	const struct gan_micro *m = atomic_load_explicit(&chosen, memory_order_relaxed);

	for (size_t i = 0; !m && i < NALL; i++)
		if (all[i]->usable())
			m = all[i];
	atomic_store_explicit(&chosen, m, memory_order_relaxed);
	return m;
}

int gan_micro_use(const char *name)
{
	for (size_t i = 0; i < NALL; i++)
		if (strcmp(all[i]->name, name) == 0 && all[i]->usable()) {
			atomic_store_explicit(&chosen, all[i], memory_order_relaxed);
			return 0;
		}
	return -1;
}

/* ---- bf16 ---- */

static const struct gan_micro none; /* "there is none", as opposed to "not yet looked" */
static const struct gan_micro *const all_bf16[] = { /* best first */
#ifdef GAN_MICRO_AMX
	&gan_micro_amx,
#endif
#ifdef GAN_MICRO_BF16
	&gan_micro_avx512bf16,
#endif
	&none
};
static _Atomic(const struct gan_micro *) chosen_bf16;

const struct gan_micro *gan_micro_bf16_find(const char *name)
{
	for (size_t i = 0; all_bf16[i] != &none; i++)
		if ((!name || strcmp(all_bf16[i]->name, name) == 0) && all_bf16[i]->usable())
			return all_bf16[i];
	return NULL;
}

void gan_micro_bf16_use(const struct gan_micro *m)
{
	atomic_store_explicit(&chosen_bf16, m ? m : &none, memory_order_relaxed);
}

const struct gan_micro *gan_micro_bf16(void)
{
	const struct gan_micro *m = atomic_load_explicit(&chosen_bf16, memory_order_relaxed);

	if (!m) {
		gan_micro_bf16_use(gan_micro_bf16_find(NULL));
		m = atomic_load_explicit(&chosen_bf16, memory_order_relaxed);
	}
	return m == &none ? NULL : m;
}

void gan_micro_block(const struct gan_micro *mk, long m, long n, long k, const gan_real *a, long lda, int at,
                     const gan_real *b, long bstride, gan_real *const *c, int acc)
{
	const long mr = mk->mr, nr = mk->nr, step = at ? 1 : lda;

	for (long j = 0; j < n; j += nr, b += bstride)
		for (long i = 0; i < m; i += mr)
			(at ? mk->tile_t : mk->tile)(k, a + i * step, lda, b, c + i, j, (int)(m - i < mr ? m - i : mr),
			                             (int)(n - j < nr ? n - j : nr), acc);
}

/* turn4: d[p][j] = b[j][p] for 4 x 4 elements. */
#ifdef GAN_REAL_DOUBLE
static inline void turn4(const gan_real *b, long ldb, gan_real *d, long nr)
{
	for (int p = 0; p < 4; p++)
		for (int j = 0; j < 4; j++)
			d[p * nr + j] = b[j * ldb + p];
}
#else
typedef gan_real vec4 __attribute__((vector_size(16)));

static inline vec4 load4(const gan_real *p)
{
	vec4 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline void store4(gan_real *p, vec4 v)
{
	memcpy(p, &v, sizeof(v));
}

static inline void turn4(const gan_real *b, long ldb, gan_real *d, long nr)
{
	const vec4 r0 = load4(b), r1 = load4(b + ldb), r2 = load4(b + 2 * ldb), r3 = load4(b + 3 * ldb);
	const vec4 a0 = __builtin_shufflevector(r0, r1, 0, 4, 1, 5), a1 = __builtin_shufflevector(r0, r1, 2, 6, 3, 7);
	const vec4 b0 = __builtin_shufflevector(r2, r3, 0, 4, 1, 5), b1 = __builtin_shufflevector(r2, r3, 2, 6, 3, 7);

	store4(d, __builtin_shufflevector(a0, b0, 0, 1, 4, 5));
	store4(d + nr, __builtin_shufflevector(a0, b0, 2, 3, 6, 7));
	store4(d + 2 * nr, __builtin_shufflevector(a1, b1, 0, 1, 4, 5));
	store4(d + 3 * nr, __builtin_shufflevector(a1, b1, 2, 3, 6, 7));
}
#endif

/* dst[p][j] = b[j][p], j < w. */
static void pack_turned(long k, int w, long nr, const gan_real *restrict b, long ldb, gan_real *restrict dst)
{
	const int w4 = w & ~3;
	const long k4 = k & ~3L;

	for (long p = 0; p < k4; p += 4) {
		for (int j = 0; j < w4; j += 4)
			turn4(b + j * ldb + p, ldb, dst + p * nr + j, nr);
		for (int j = w4; j < w; j++)
			for (int q = 0; q < 4; q++)
				dst[(p + q) * nr + j] = b[j * ldb + p + q];
	}
	for (long p = k4; p < k; p++)
		for (int j = 0; j < w; j++)
			dst[p * nr + j] = b[j * ldb + p];
}

void gan_micro_turn(long k, int w, long ld, const gan_real *b, long ldb, gan_real *dst)
{
	pack_turned(k, w, ld, b, ldb, dst);
}

static void pack_rows(long k, int w, long nr, const gan_real *restrict b, long ldb, gan_real *restrict dst)
{
	if (w == GAN_MICRO_NR_MAX) /* sizes that the compiler knows */
		for (long p = 0; p < k; p++)
			gan_copy(dst + p * GAN_MICRO_NR_MAX, b + p * ldb, GAN_MICRO_NR_MAX);
	else if (w == GAN_MICRO_NR_MAX / 2)
		for (long p = 0; p < k; p++)
			gan_copy(dst + p * nr, b + p * ldb, GAN_MICRO_NR_MAX / 2);
	else
		for (long p = 0; p < k; p++)
			gan_copy(dst + p * nr, b + p * ldb, w);
}

/* A few rows of B at a time, so that their pages are used whole. */
void gan_micro_pack(const struct gan_micro *mk, long n, long k, const gan_real *b, long ldb, int bt, long j0, long j1,
                    gan_real *dst, long stride)
{
	const long nr = mk->nr, step = bt ? k : 8;

	for (long p = 0; p < k; p += step)
		for (long j = j0; j < j1; j++) {
			const long left = n - j * nr, rows = k - p < step ? k - p : step;
			const int w = (int)(left < nr ? left : nr);
			gan_real *d = dst + (j - j0) * stride + p * nr;

			if (w < nr)
				memset(d, 0, (size_t)(rows * nr) * sizeof(*dst));
			if (bt)
				pack_turned(rows, w, nr, b + j * nr * ldb, ldb, d);
			else
				pack_rows(rows, w, nr, b + p * ldb + j * nr, ldb, d);
		}
}
