/* The tile instructions that kernel/micro_amx.c uses, in plain C, checked as the CPU would: what is not configured, or
   larger than its tile, ends the test. Sums are f32, in the order of the instruction's definition, but denormals are kept. */
#ifndef GAN_TESTS_AMX_SHIM_H
#define GAN_TESTS_AMX_SHIM_H

#define GAN_AMX_SHIM /* kernel/micro_amx.c looks for it */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AMX_ATTR
#define AMX_EXPORT gan_micro_amx_shim

struct amx_state {
	uint8_t config[64];
	uint8_t t[8][16][64];
};
static _Thread_local struct amx_state amx;

static int amx_rows(int t)
{
	return amx.config[48 + t];
}

static int amx_bytes(int t)
{
	return amx.config[16 + 2 * t] | amx.config[17 + 2 * t] << 8;
}

static void amx_want(int good, const char *what)
{
	if (!good) {
		printf("not ok - emulated AMX: %s\n", what);
		exit(1);
	}
}

static void amx_loadconfig(const void *p)
{
	memcpy(amx.config, p, 64);
	memset(amx.t, 0, sizeof(amx.t));
	amx_want(amx.config[0] == 1 && amx.config[1] == 0, "palette 1, from row 0");
	for (int t = 0; t < 8; t++)
		amx_want(amx_rows(t) <= 16 && amx_bytes(t) <= 64, "a tile is at most 16 rows of 64 bytes");
}

static void amx_zero(int t)
{
	amx_want(amx.config[0], "configured before use");
	memset(amx.t[t], 0, sizeof(amx.t[t]));
}

static void amx_loadd(int t, const void *p, long stride)
{
	amx_zero(t);
	for (int r = 0; r < amx_rows(t); r++)
		memcpy(amx.t[t][r], (const char *)p + r * stride, (size_t)amx_bytes(t));
}

static void amx_stored(int t, void *p, long stride)
{
	amx_want(amx.config[0], "configured before use");
	for (int r = 0; r < amx_rows(t); r++)
		memcpy((char *)p + r * stride, amx.t[t][r], (size_t)amx_bytes(t));
}

static float amx_half(const uint8_t *row, int i)
{
	const uint32_t u = (uint32_t)row[2 * i] << 16 | (uint32_t)row[2 * i + 1] << 24;
	float f;

	memcpy(&f, &u, sizeof(f));
	return f;
}

static void amx_dpbf16ps(int d, int a, int b)
{
	amx_want(amx_rows(d) == amx_rows(a) && amx_bytes(d) == amx_bytes(b) && amx_bytes(a) / 4 == amx_rows(b), "shapes agree");
	for (int m = 0; m < amx_rows(d); m++)
		for (int k = 0; k < amx_bytes(a) / 4; k++)
			for (int n = 0; n < amx_bytes(d) / 4; n++) {
				float c;

				memcpy(&c, &amx.t[d][m][4 * n], 4);
				c += amx_half(amx.t[a][m], 2 * k) * amx_half(amx.t[b][k], 2 * n);
				c += amx_half(amx.t[a][m], 2 * k + 1) * amx_half(amx.t[b][k], 2 * n + 1);
				memcpy(&amx.t[d][m][4 * n], &c, 4);
			}
}

#define _tile_loadconfig amx_loadconfig
#define _tile_zero amx_zero
#define _tile_loadd amx_loadd
#define _tile_stored amx_stored
#define _tile_dpbf16ps amx_dpbf16ps

static int amx_usable(void)
{
	return 1;
}

/* Stands for the AVX512-BF16 one that the real file borrows: a plain sum. */
static void amx_dots(long m, int n, long k, const float *a, long lda, const float *b, long ldb, float *const *c, int acc)
{
	for (long i = 0; i < m; i++)
		for (int j = 0; j < n; j++) {
			float v = acc ? c[i][j] : 0;

			for (long p = 0; p < k; p++)
				for (int h = 0; h < 2; h++)
					v += amx_half((const uint8_t *)&a[i * lda + p], h) * amx_half((const uint8_t *)&b[j * ldb + p], h);
			c[i][j] = v;
		}
}

#endif
