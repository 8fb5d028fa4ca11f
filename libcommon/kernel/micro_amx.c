/* bf16 in AMX: up to 32 x 32 of C in four tiles, two tiles of 16 rows of A and two of 16 columns of B beside them. A step
   of 16 pairs costs four loads and four products. What is not a whole tile goes through a copy with zeros around it. Sums
   begin with the C that there is, so a value does not depend on where in C it stands.

   Unit tests compile this file against an emulation of the tile instructions (GAN_AMX_SHIM), which is all
   that a CPU without AMX can test. */
#ifndef GAN_AMX_SHIM
#define _DEFAULT_SOURCE /* syscall() */
#endif
#include "kernel/micro_list.h"

#if defined(GAN_MICRO_AMX) || defined(GAN_AMX_SHIM)
#include <stdint.h>
#include <string.h>

#ifndef GAN_AMX_SHIM
#include <cpuid.h>
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>
#define AMX_ATTR __attribute__((target("avx512f,amx-tile,amx-bf16")))
#define AMX_EXPORT gan_micro_amx

/* Tile registers are big, so that the kernel gives them to those processes only that ask; all threads then have them. */
static int amx_usable(void)
{
	enum { REQ_XCOMP_PERM = 0x1023, XTILEDATA = 18, TILE = 1 << 24, BF16 = 1 << 22 };
	unsigned a, b, c, d;

	if (!gan_micro_avx512bf16.usable() || !__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(d & TILE) || !(d & BF16))
		return 0;
	return syscall(SYS_arch_prctl, REQ_XCOMP_PERM, XTILEDATA) == 0;
}

static void amx_dots(long m, int n, long k, const gan_real *a, long lda, const gan_real *b, long ldb, gan_real *const *c,
                     int acc)
{
	gan_micro_avx512bf16.dots(m, n, k, a, lda, b, ldb, c, acc);
}
#endif

/* Tile loads read memory behind some compilers' backs. */
#define WRITTEN() __asm__ volatile("" ::: "memory")

enum { SIDE = 16, MR = 2 * SIDE, NR = 2 * SIDE, ROW = SIDE * 4 /* bytes */ };

struct tiles { /* the layout that LDTILECFG reads */
	uint8_t palette, start, reserved[14];
	uint16_t bytes[16];
	uint8_t rows[16];
};

AMX_ATTR static void configure(void)
{
	static _Thread_local int done;
	struct tiles t = { .palette = 1 };

	if (done)
		return;
	for (int i = 0; i < 8; i++) {
		t.bytes[i] = ROW;
		t.rows[i] = SIDE;
	}
	WRITTEN();
	_tile_loadconfig(&t);
	done = 1;
}

/* A whole tile where it is, else its copy in pad; *ld: elements from row to row. */
static const gan_real *whole(const gan_real *a, long *ld, int rows, int cols, gan_real *pad)
{
	if (rows == SIDE && cols == SIDE)
		return a;
	memset(pad, 0, SIDE * ROW);
	for (int i = 0; i < rows; i++)
		memcpy(pad + i * SIDE, a + i * *ld, (size_t)cols * sizeof(*pad));
	*ld = SIDE;
	return pad;
}

/* Elements from row to row of a tile of C, where that is always the same and the tile whole; else 0. */
static long even(gan_real *const *c, int rows, int cols)
{
	const ptrdiff_t step = rows == SIDE && cols == SIDE ? c[1] - c[0] : 0;

	for (int i = 2; step && i < SIDE; i++)
		if (c[i] - c[i - 1] != step)
			return 0;
	return (long)step;
}

static void read_c(gan_real *const *c, long col, int rows, int cols, gan_real *t)
{
	memset(t, 0, SIDE * ROW);
	for (int i = 0; i < rows; i++)
		memcpy(t + i * SIDE, c[i] + col, (size_t)cols * sizeof(*t));
}

static void write_c(gan_real *const *c, long col, int rows, int cols, const gan_real *t)
{
	for (int i = 0; i < rows; i++)
		memcpy(c[i] + col, t + i * SIDE, (size_t)cols * sizeof(*t));
}

/* Tile T (a number in the text, for the instructions want that) from C and back. */
#define BEGIN(T, C, COL, R, N) \
	do { \
		const long step = even(C, R, N); \
		if (!acc) { \
			_tile_zero(T); \
		} else if (step) { \
			_tile_loadd(T, (C)[0] + (COL), step * (long)sizeof(gan_real)); \
		} else { \
			read_c(C, COL, R, N, t); \
			WRITTEN(); \
			_tile_loadd(T, t, ROW); \
		} \
	} while (0)
#define END(T, C, COL, R, N) \
	do { \
		const long step = even(C, R, N); \
		if (step) { \
			_tile_stored(T, (C)[0] + (COL), step * (long)sizeof(gan_real)); \
		} else { \
			_tile_stored(T, t, ROW); \
			WRITTEN(); \
			write_c(C, COL, R, N, t); \
		} \
	} while (0)
#define LOAD(T, P, LD, R, N) \
	do { \
		long ld = LD; \
		const gan_real *from = whole(P, &ld, R, N, pad[T - 4]); \
		WRITTEN(); \
		_tile_loadd(T, from, ld * (long)sizeof(gan_real)); \
	} while (0)

/* Tiles: C is 0 1 over 2 3, A is 4 over 5, B is 6 7. */
AMX_ATTR static void tile(long k, const gan_real *a, long lda, const gan_real *b, gan_real *const *c, long col, int m, int n,
                          int acc)
{
	const int m0 = m < SIDE ? m : SIDE, m1 = m - m0, n0 = n < SIDE ? n : SIDE, n1 = n - n0;
	gan_real pad[4][SIDE * SIDE], t[SIDE * SIDE];

	configure();
	BEGIN(0, c, col, m0, n0);
	if (n1)
		BEGIN(1, c, col + SIDE, m0, n1);
	if (m1)
		BEGIN(2, c + SIDE, col, m1, n0);
	if (m1 && n1)
		BEGIN(3, c + SIDE, col + SIDE, m1, n1);
	for (long p = 0; p < k; p += SIDE, a += SIDE, b += SIDE * NR) {
		const int kn = k - p < SIDE ? (int)(k - p) : SIDE;

		LOAD(4, a, lda, m0, kn);
		LOAD(6, b, NR, kn, SIDE);
		_tile_dpbf16ps(0, 4, 6);
		if (n1) {
			LOAD(7, b + SIDE, NR, kn, SIDE);
			_tile_dpbf16ps(1, 4, 7);
		}
		if (m1) {
			LOAD(5, a + SIDE * lda, lda, m1, kn);
			_tile_dpbf16ps(2, 5, 6);
			if (n1)
				_tile_dpbf16ps(3, 5, 7);
		}
	}
	END(0, c, col, m0, n0);
	if (n1)
		END(1, c, col + SIDE, m0, n1);
	if (m1)
		END(2, c + SIDE, col, m1, n0);
	if (m1 && n1)
		END(3, c + SIDE, col + SIDE, m1, n1);
}

const struct gan_micro AMX_EXPORT = { "amx", MR, NR, amx_usable, tile, NULL, amx_dots };
#endif
