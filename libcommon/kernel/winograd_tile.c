#include <string.h>
#include "base/simd.h"
#include "kernel/winograd_tile.h"

/* Several channels at a time, in registers of whatever width the CPU has. */
typedef gan_real vec __attribute__((vector_size(64)));
enum { LANES = 64 / sizeof(gan_real), MAX = GAN_WTILE_MAX };

/* The five points are -P, P, -Q, Q and infinity. Written out, for the constants must be such. */
#define P 0.375
#define Q 1.25
#define P2 (P * P)
#define Q2 (Q * Q)
#define R(x) ((gan_real)(x))

/* One direction: o[0..] from d[0], d[s], d[2*s], ...; sizes are constants wherever this is inlined. */

GAN_INLINE void b_line(const int n, vec *o, const vec *d, const int s)
{
	if (n == 3) {
		o[0] = d[0] + d[s];
		o[1] = d[0] - d[s];
		o[2] = d[2 * s] - d[0];
	} else if (n == 4) {
		o[0] = d[0] - d[2 * s];
		o[1] = d[s] + d[2 * s];
		o[2] = d[2 * s] - d[s];
		o[3] = d[3 * s] - d[s];
	} else {
		const vec pe = R(P) * (R(Q2) * d[0] - d[2 * s]), po = R(Q2) * d[s] - d[3 * s];
		const vec qe = R(Q) * (d[2 * s] - R(P2) * d[0]), qo = d[3 * s] - R(P2) * d[s];

		o[0] = pe + po;
		o[1] = pe - po;
		o[2] = qe + qo;
		o[3] = qe - qo;
		o[4] = d[4 * s] - R(P2 + Q2) * d[2 * s] + R(P2 * Q2) * d[0];
	}
}

/* At a point z: (g0 + g1 z + g2 z^2 + ...) / (product of the differences to other points), up to signs that B has. */
GAN_INLINE void g_line(const int taps, const int n, vec *o, const vec *g, const int s)
{
	vec even = g[0], odd = g[s];

	if (n == 5) {
		const gan_real p = R(1 / (2 * P * (Q2 - P2))), q = R(1 / (2 * Q * (Q2 - P2)));
		vec pe = p * g[0], po = R(P) * p * g[s], qe = q * g[0], qo = R(Q) * q * g[s];

		if (taps > 2) {
			pe += R(P2) * p * g[2 * s];
			qe += R(Q2) * q * g[2 * s];
		}
		if (taps > 3) {
			po += R(P2 * P) * p * g[3 * s];
			qo += R(Q2 * Q) * q * g[3 * s];
		}
		o[0] = pe + po;
		o[1] = pe - po;
		o[2] = qe + qo;
		o[3] = qe - qo;
	} else {
		if (taps > 2)
			even += g[2 * s];
		if (n == 4)
			*o++ = g[0];
		o[0] = R(0.5) * (even + odd);
		o[1] = R(0.5) * (even - odd);
		o -= n - 3;
	}
	o[n - 1] = g[(taps - 1) * s];
}

GAN_INLINE void a_line(const int n, const int m, vec *o, const vec *d, const int s)
{
	if (n == 5) {
		const vec pe = d[0] + d[s], po = d[0] - d[s], qe = d[2 * s] + d[3 * s], qo = d[2 * s] - d[3 * s];

		o[0] = pe + qe;
		o[1] = R(P) * po + R(Q) * qo;
		if (m > 2)
			o[2] = R(P2) * pe + R(Q2) * qe;
		if (m > 3)
			o[3] = R(P2 * P) * po + R(Q2 * Q) * qo;
	} else {
		const vec *e = n == 4 ? d + s : d;
		const vec even = e[0] + e[s], odd = e[0] - e[s];

		o[0] = n == 4 ? d[0] + even : even;
		o[1] = odd;
		if (m > 2)
			o[2] = even;
	}
	o[m - 1] += d[(n - 1) * s];
}

enum kind { B, G, A };

GAN_INLINE void line(const enum kind kind, const int a, const int b, vec *o, const vec *d, const int s)
{
	if (kind == B)
		b_line(a, o, d, s);
	else if (kind == G)
		g_line(a, b, o, d, s);
	else
		a_line(a, b, o, d, s);
}

/* Rows first, then columns; part < LANES: that many elements. */
GAN_INLINE void square(const enum kind kind, const int a, const int b, const gan_real *const *src, gan_real *const *dst,
                       const long at, const int part)
{
	vec v[MAX][MAX], t[MAX];

#pragma GCC unroll 5
	for (int i = 0; i < a; i++) {
#pragma GCC unroll 5
		for (int j = 0; j < a; j++) {
			if (part < LANES)
				t[j] = (vec){ 0 };
			memcpy(&t[j], src[i * a + j] + at, (size_t)part * sizeof(gan_real));
		}
		line(kind, a, b, v[i], t, 1);
	}
#pragma GCC unroll 5
	for (int j = 0; j < b; j++) {
		line(kind, a, b, t, &v[0][j], MAX);
#pragma GCC unroll 5
		for (int i = 0; i < b; i++)
			if (dst[i * b + j])
				memcpy(dst[i * b + j] + at, &t[i], (size_t)part * sizeof(gan_real));
	}
}

GAN_INLINE void all(const enum kind kind, const int a, const int b, const gan_real *const *src, gan_real *const *dst,
                    long len)
{
	long at = 0;

	for (; at + LANES <= len; at += LANES)
		square(kind, a, b, src, dst, at, LANES);
	if (at < len)
		square(kind, a, b, src, dst, at, (int)(len - at));
}

GAN_SIMD void gan_wtile_b(int n, const gan_real *const *src, gan_real *const *dst, long len)
{
	if (n == 3)
		all(B, 3, 3, src, dst, len);
	else if (n == 4)
		all(B, 4, 4, src, dst, len);
	else
		all(B, 5, 5, src, dst, len);
}

GAN_SIMD void gan_wtile_g(int taps, int n, const gan_real *const *src, gan_real *const *dst, long len)
{
	switch (10 * taps + n) {
	case 23: all(G, 2, 3, src, dst, len); break;
	case 24: all(G, 2, 4, src, dst, len); break;
	case 34: all(G, 3, 4, src, dst, len); break;
	case 25: all(G, 2, 5, src, dst, len); break;
	case 35: all(G, 3, 5, src, dst, len); break;
	default: all(G, 4, 5, src, dst, len); break;
	}
}

GAN_SIMD void gan_wtile_a(int n, int m, const gan_real *const *src, gan_real *const *dst, long len)
{
	switch (10 * n + m) {
	case 32: all(A, 3, 2, src, dst, len); break;
	case 42: all(A, 4, 2, src, dst, len); break;
	case 43: all(A, 4, 3, src, dst, len); break;
	case 52: all(A, 5, 2, src, dst, len); break;
	case 53: all(A, 5, 3, src, dst, len); break;
	default: all(A, 5, 4, src, dst, len); break;
	}
}
