#include "base/rng.h"
#include "base/simd.h"

#include <math.h>
#include <string.h>

#define M0 0xD2511F53u
#define M1 0xCD9E8D57u
#define W0 0x9E3779B9u
#define W1 0xBB67AE85u

/* Blocks made at a time, as four arrays of words, so that a compiler can use vectors across blocks. */
#define LANES 64

struct lanes {
	uint32_t w[4][LANES];
};

/* Finaliser of splitmix64 (Steele, Lea, Flood 2014): a bijection. */
static uint64_t mix64(uint64_t x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

struct gan_rng gan_rng_make(uint64_t seed, const char *purpose)
{
	uint64_t h = 0xcbf29ce484222325u; /* FNV-1a */
	struct gan_rng r;

	for (; *purpose; purpose++)
		h = (h ^ (unsigned char)*purpose) * 0x100000001b3u;
	h = mix64(mix64(seed + 0x9e3779b97f4a7c15u) ^ h);
	r.key[0] = (uint32_t)h;
	r.key[1] = (uint32_t)(h >> 32);
	return r;
}

void gan_philox(const uint32_t ctr[4], const uint32_t key[2], uint32_t out[4])
{
	uint32_t a = ctr[0], b = ctr[1], c = ctr[2], d = ctr[3], k0 = key[0], k1 = key[1];
	int round;

	for (round = 0; round < 10; round++) {
		uint64_t p = (uint64_t)M0 * a, q = (uint64_t)M1 * c;

		a = (uint32_t)(q >> 32) ^ b ^ k0;
		b = (uint32_t)q;
		c = (uint32_t)(p >> 32) ^ d ^ k1;
		d = (uint32_t)p;
		k0 += W0;
		k1 += W1;
	}
	out[0] = a;
	out[1] = b;
	out[2] = c;
	out[3] = d;
}

/* The counter: block and sample and step, 32 low bits each, and the next higher 8, 12 and 12 in the last word.
   So 2^42 words a sample, 2^44 samples and steps are distinct. */
static void make_ctr(uint64_t block, uint64_t sample, uint64_t step, uint32_t ctr[4])
{
	ctr[0] = (uint32_t)block;
	ctr[1] = (uint32_t)sample;
	ctr[2] = (uint32_t)step;
	ctr[3] = (uint32_t)(block >> 32 & 0xff) | (uint32_t)(sample >> 32 & 0xfff) << 8 |
	         (uint32_t)(step >> 32 & 0xfff) << 20;
}

/* One round over all lanes. */
GAN_SIMD static void rounds(struct lanes *l, uint32_t k0, uint32_t k1)
{
	int round, i;

	for (round = 0; round < 10; round++) {
		for (i = 0; i < LANES; i++) {
			uint64_t p = (uint64_t)M0 * l->w[0][i], q = (uint64_t)M1 * l->w[2][i];

			l->w[0][i] = (uint32_t)(q >> 32) ^ l->w[1][i] ^ k0;
			l->w[1][i] = (uint32_t)q;
			l->w[2][i] = (uint32_t)(p >> 32) ^ l->w[3][i] ^ k1;
			l->w[3][i] = (uint32_t)p;
		}
		k0 += W0;
		k1 += W1;
	}
}

#define ENDLESS UINT64_MAX /* blocks of a sample that has as many as are asked for */

/* LANES blocks from `block` on, which go on in the next sample after the `blocks` of one. */
static void make_lanes(struct gan_rng r, uint64_t step, uint64_t sample, uint64_t block, uint64_t blocks, struct lanes *l)
{
	uint32_t c[4];
	int i;

	for (i = 0; i < LANES; i++) {
		make_ctr(block, sample, step, c);
		l->w[0][i] = c[0];
		l->w[1][i] = c[1];
		l->w[2][i] = c[2];
		l->w[3][i] = c[3];
		if (++block == blocks) {
			block = 0;
			sample++;
		}
	}
	rounds(l, r.key[0], r.key[1]);
}

GAN_SIMD static void to_uniform(const struct lanes *l, float *y)
{
	int i, k;

	for (i = 0; i < LANES; i++)
		for (k = 0; k < 4; k++)
			y[4 * i + k] = (float)(int32_t)(l->w[k][i] >> 8) * 0x1p-24f;
}

/* sqrt(-2 ln u) of u = (w/2 + 1/2) 2^-31, in (0,1]. The logarithm is the Cephes polynomial (S. Moshier, logf.c):
   own arithmetic, so that no libm decides over the bytes. */
GAN_INLINE float radius(uint32_t w)
{
	float u = ((float)(int32_t)(w >> 1) + 0.5f) * 0x1p-31f, x, z, y, e;
	uint32_t bits;
	int32_t ex, low;

	memcpy(&bits, &u, 4);
	ex = (int32_t)(bits >> 23) - 126;
	bits = (bits & 0x7fffff) | 0x3f000000;
	memcpy(&x, &bits, 4); /* u = x 2^ex, x in [.5,1) */
	low = x < 0.70710678f;
	e = (float)(ex - low);
	x = (low ? x + x : x) - 1.0f;
	z = x * x;
	y = ((((((((7.0376836292e-2f * x - 1.1514610310e-1f) * x + 1.1676998740e-1f) * x - 1.2420140846e-1f) * x +
	         1.4249322787e-1f) * x - 1.6668057665e-1f) * x + 2.0000714765e-1f) * x - 2.4999993993e-1f) * x +
	     3.3333331174e-1f) * x * z;
	y += -2.12194440e-4f * e - 0.5f * z;
	y = x + y + 0.693359375f * e;
	y = -2.0f * y;
	return sqrtf(y > 0.0f ? y : 0.0f);
}

/* r cos and r sin of 2 pi w/2^32: quarter turns by integer arithmetic, the rest by Cephes' sinf and cosf. */
GAN_INLINE void turn(uint32_t w, float r, float *c, float *s)
{
	uint32_t q = (w + 0x20000000u) >> 30;
	float x = (float)(int32_t)(w - (q << 30)) * 1.4629180792671596e-9f; /* 2 pi / 2^32 */
	float z = x * x, sn, cs, a, b;

	sn = ((-1.9515295891e-4f * z + 8.3321608736e-3f) * z - 1.6666654611e-1f) * z * x + x;
	cs = ((2.443315711809948e-5f * z - 1.388731625493765e-3f) * z + 4.166664568298827e-2f) * z * z - 0.5f * z + 1.0f;
	a = q & 1 ? sn : cs;
	b = q & 1 ? cs : sn;
	*c = r * ((q + 1) & 2 ? -a : a);
	*s = r * (q & 2 ? -b : b);
}

GAN_SIMD static void to_normal(const struct lanes *l, float *y)
{
	float c[LANES], s[LANES];
	int i, k;

	for (k = 0; k < 4; k += 2) {
		for (i = 0; i < LANES; i++)
			turn(l->w[k + 1][i], radius(l->w[k][i]), &c[i], &s[i]);
		for (i = 0; i < LANES; i++) {
			y[4 * i + k] = c[i];
			y[4 * i + k + 1] = s[i];
		}
	}
}

/* y[first..first+n) of a sequence that conv() makes in pieces of 4*LANES. */
static void fill_f32(struct gan_rng r, uint64_t step, uint64_t sample, uint64_t first, float *y, size_t n,
                     void (*conv)(const struct lanes *l, float *y))
{
	const size_t piece = 4 * LANES;
	uint64_t at = first - first % 4;
	size_t skip = (size_t)(first % 4), take;
	float tmp[4 * LANES];
	struct lanes l;

	while (n) {
		make_lanes(r, step, sample, at / 4, ENDLESS, &l);
		if (!skip && n >= piece) {
			conv(&l, y);
			take = piece;
		} else {
			conv(&l, tmp);
			take = n < piece - skip ? n : piece - skip;
			memcpy(y, tmp + skip, take * sizeof *y);
		}
		y += take;
		n -= take;
		at += piece;
		skip = 0;
	}
}

/* y[samples][each]: the first of each sample. Short ones share a piece. */
static void fill_samples_f32(struct gan_rng r, uint64_t step, uint64_t sample, size_t samples, float *y, size_t each,
                             void (*conv)(const struct lanes *l, float *y))
{
	const size_t blocks = (each + 3) / 4, total = samples * blocks;
	float tmp[4 * LANES];
	struct lanes l;
	size_t at, i;

	if (each >= 4 * LANES) {
		for (i = 0; i < samples; i++)
			fill_f32(r, step, sample + i, 0, y + i * each, each, conv);
		return;
	}
	for (at = 0; at < total; at += LANES) {
		make_lanes(r, step, sample + at / blocks, at % blocks, blocks, &l);
		conv(&l, tmp);
		for (i = 0; i < LANES && at + i < total; i++) {
			size_t to = (at + i) % blocks * 4, n = each - to < 4 ? each - to : 4;

			memcpy(y + (at + i) / blocks * each + to, tmp + 4 * i, n * sizeof *y);
		}
	}
}

void gan_rng_uniform_f32(struct gan_rng r, uint64_t step, uint64_t sample, uint64_t first, float *y, size_t n)
{
	fill_f32(r, step, sample, first, y, n, to_uniform);
}

void gan_rng_normal_f32(struct gan_rng r, uint64_t step, uint64_t sample, uint64_t first, float *y, size_t n)
{
	fill_f32(r, step, sample, first, y, n, to_normal);
}

void gan_rng_uniform_samples_f32(struct gan_rng r, uint64_t step, uint64_t sample, size_t samples, float *y, size_t each)
{
	fill_samples_f32(r, step, sample, samples, y, each, to_uniform);
}

void gan_rng_normal_samples_f32(struct gan_rng r, uint64_t step, uint64_t sample, size_t samples, float *y, size_t each)
{
	fill_samples_f32(r, step, sample, samples, y, each, to_normal);
}

/* In double a block makes two numbers. These serve the unit tests' double build: clarity over speed. */
static double unit53(uint32_t hi, uint32_t lo)
{
	return (double)(((uint64_t)hi << 32 | lo) >> 11) * 0x1p-53;
}

void gan_rng_uniform_f64(struct gan_rng r, uint64_t step, uint64_t sample, uint64_t first, double *y, size_t n)
{
	uint32_t c[4], w[4];
	size_t i;

	for (i = 0; i < n; i++) {
		uint64_t at = first + i;

		make_ctr(at / 2, sample, step, c);
		gan_philox(c, r.key, w);
		y[i] = at % 2 ? unit53(w[2], w[3]) : unit53(w[0], w[1]);
	}
}

void gan_rng_normal_f64(struct gan_rng r, uint64_t step, uint64_t sample, uint64_t first, double *y, size_t n)
{
	const double two_pi = 6.283185307179586477;
	uint32_t c[4], w[4];
	size_t i;

	for (i = 0; i < n; i++) {
		uint64_t at = first + i;
		double rad, angle;

		make_ctr(at / 2, sample, step, c);
		gan_philox(c, r.key, w);
		rad = sqrt(-2 * log(unit53(w[0], w[1]) + 0x1p-54));
		angle = two_pi * unit53(w[2], w[3]);
		y[i] = rad * (at % 2 ? sin(angle) : cos(angle));
	}
}

void gan_rng_uniform_samples_f64(struct gan_rng r, uint64_t step, uint64_t sample, size_t samples, double *y, size_t each)
{
	for (size_t i = 0; i < samples; i++)
		gan_rng_uniform_f64(r, step, sample + i, 0, y + i * each, each);
}

void gan_rng_normal_samples_f64(struct gan_rng r, uint64_t step, uint64_t sample, size_t samples, double *y, size_t each)
{
	for (size_t i = 0; i < samples; i++)
		gan_rng_normal_f64(r, step, sample + i, 0, y + i * each, each);
}

void gan_rng_int(struct gan_rng r, uint64_t step, uint64_t sample, uint64_t first, uint64_t bound, int64_t *y, size_t n)
{
	uint64_t at = first - first % 4;
	size_t k = (size_t)(first % 4);
	struct lanes l;

	while (n) {
		make_lanes(r, step, sample, at / 4, ENDLESS, &l);
		for (; k < 4 * LANES && n; k++, n--)
			*y++ = (int64_t)((l.w[k % 4][k / 4] * bound) >> 32);
		at += 4 * LANES;
		k = 0;
	}
}

void gan_rng_permutation(struct gan_rng r, uint64_t step, uint32_t *p, size_t n)
{
	struct lanes l;
	size_t i, k;

	for (i = 0; i < n; i++)
		p[i] = (uint32_t)i;
	for (i = n, k = 0; i > 1; i--, k++) {
		size_t j, at = k % (4 * LANES);
		uint32_t swap;

		if (!at)
			make_lanes(r, step, 0, k / 4, ENDLESS, &l);
		j = (size_t)((l.w[at % 4][at / 4] * (uint64_t)i) >> 32);
		swap = p[i - 1];
		p[i - 1] = p[j];
		p[j] = swap;
	}
}
