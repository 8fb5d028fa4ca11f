#include <stdatomic.h>
#include <string.h>
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

void gan_micro_block(const struct gan_micro *mk, long m, long n, long k, const gan_real *a, long lda, int at,
                     const gan_real *b, long bstride, gan_real *const *c, int acc)
{
	const long mr = mk->mr, nr = mk->nr, step = at ? 1 : lda;

	for (long j = 0; j < n; j += nr, b += bstride)
		for (long i = 0; i < m; i += mr)
			(at ? mk->tile_t : mk->tile)(k, a + i * step, lda, b, c + i, j, (int)(m - i < mr ? m - i : mr),
			                             (int)(n - j < nr ? n - j : nr), acc);
}

/* dst[p][j] = b[j][p]: in blocks of 8 so that lines are used whole. */
static void pack_turned(long k, int w, long nr, const gan_real *restrict b, long ldb, gan_real *restrict dst)
{
	long p = 0;

	for (; p + 8 <= k; p += 8)
		for (int j = 0; j < w; j++)
			for (int q = 0; q < 8; q++)
				dst[(p + q) * nr + j] = b[j * ldb + p + q];
	for (; p < k; p++)
		for (int j = 0; j < w; j++)
			dst[p * nr + j] = b[j * ldb + p];
}

void gan_micro_pack(const struct gan_micro *mk, long n, long k, const gan_real *b, long ldb, int bt, long j, gan_real *dst)
{
	const long nr = mk->nr, left = n - j * nr;
	const int w = (int)(left < nr ? left : nr);

	if (w < nr)
		memset(dst, 0, (size_t)(k * nr) * sizeof(*dst));
	if (bt) {
		pack_turned(k, w, nr, b + j * nr * ldb, ldb, dst);
		return;
	}
	for (long p = 0; p < k; p++)
		memcpy(dst + p * nr, b + p * ldb + j * nr, (size_t)w * sizeof(*dst));
}
