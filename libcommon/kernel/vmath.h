/* Elementary functions for inner loops: inline, without branches, so that the compiler vectorises the loops around
   them, and made of IEEE operations only, so that a number gives the same bytes in a vector and alone.

   A float's function is computed in double, where range reduction, overflow and denormals need no care, and rounded
   once: the results are the nearest float but for rare cases (1 ulp). The double build, which tests derivatives, asks
   libm. Infinities, NaN and signed zeros come out as C's Annex F has them. */
#ifndef GAN_KERNEL_VMATH_H
#define GAN_KERNEL_VMATH_H

#include <math.h>
#include <stdint.h>
#include <string.h>
#include "base/simd.h"
#include "tensor/tensor.h"

/* The greatest |x| that gan_vsin and gan_vcos take; beyond, ask gan_lib_sin. */
#define GAN_VTRIG_MAX 1e9f

#ifdef GAN_REAL_DOUBLE

GAN_INLINE double gan_vexp(double x) { return exp(x); }
GAN_INLINE double gan_vlog(double x) { return log(x); }
GAN_INLINE double gan_vtanh(double x) { return tanh(x); }
GAN_INLINE double gan_vsigmoid(double x) { return 1 / (1 + exp(-x)); }
GAN_INLINE double gan_vsoftplus(double x) { return (x < 0 ? 0 : x) + log1p(exp(-fabs(x))); }
GAN_INLINE double gan_vsin(double x) { return sin(x); }
GAN_INLINE double gan_vcos(double x) { return cos(x); }
GAN_INLINE double gan_verf(double x) { return erf(x); }
GAN_INLINE double gan_vpow(double x, double y) { return pow(x, y); }
GAN_INLINE double gan_vsqrt(double x) { return sqrt(x); }
GAN_INLINE double gan_vfloor(double x) { return floor(x); }
GAN_INLINE double gan_vrint(double x) { return rint(x); }
GAN_INLINE double gan_lib_sin(double x) { return sin(x); }
GAN_INLINE double gan_lib_cos(double x) { return cos(x); }

#else

GAN_INLINE float gan_vsqrt(float x) { return sqrtf(x); }
GAN_INLINE float gan_vfloor(float x) { return floorf(x); }
GAN_INLINE float gan_vrint(float x) { return rintf(x); }
GAN_INLINE float gan_lib_sin(float x) { return (float)sin((double)x); }
GAN_INLINE float gan_lib_cos(float x) { return (float)cos((double)x); }

GAN_INLINE uint64_t gan_vm_bits(double x)
{
	uint64_t u;

	memcpy(&u, &x, sizeof(u));
	return u;
}

GAN_INLINE double gan_vm_double(uint64_t u)
{
	double x;

	memcpy(&x, &u, sizeof(x));
	return x;
}

/* Adding this rounds a double of less than 2^51 to an integer, which then stands in its low bits. */
#define GAN_VM_MAGIC 0x1.8p52

/* e^x to 1e-13, x limited to -150..150, whose results a float rounds to 0 and infinity: x = k ln 2 + r, Taylor in r. */
GAN_INLINE double gan_vm_exp(double x)
{
	double c = x > 150 ? 150 : x < -150 ? -150 : x;
	double k = c * 0x1.71547652b82fep0 + GAN_VM_MAGIC;
	double r = c - (k - GAN_VM_MAGIC) * 0x1.62e42fefa39efp-1;
	double p = 1.0 / 39916800;

	p = p * r + 1.0 / 3628800;
	p = p * r + 1.0 / 362880;
	p = p * r + 1.0 / 40320;
	p = p * r + 1.0 / 5040;
	p = p * r + 1.0 / 720;
	p = p * r + 1.0 / 120;
	p = p * r + 1.0 / 24;
	p = p * r + 1.0 / 6;
	p = p * r + 0.5;
	p = p * r + 1;
	p = p * r + 1;
	return gan_vm_double(gan_vm_bits(p) + (gan_vm_bits(k) << 52));
}

/* log(x) to 1e-12 relative for x > 0 and finite, a normal double: x = 2^k m, m in sqrt(1/2)..sqrt(2), and
   log(m) = 2 artanh((m-1)/(m+1)). */
GAN_INLINE double gan_vm_log(double x)
{
	uint64_t u = gan_vm_bits(x) + (0x3ff0000000000000u - 0x3fe6a09e667f3bcdu);
	double k = gan_vm_double((u >> 52) | 0x4330000000000000u) - (0x1p52 + 1023);
	double m = gan_vm_double((u & 0x000fffffffffffffu) + 0x3fe6a09e667f3bcdu);
	double s = (m - 1) / (m + 1), z = s * s;
	double p = 1.0 / 17;

	p = p * z + 1.0 / 15;
	p = p * z + 1.0 / 13;
	p = p * z + 1.0 / 11;
	p = p * z + 1.0 / 9;
	p = p * z + 1.0 / 7;
	p = p * z + 1.0 / 5;
	p = p * z + 1.0 / 3;
	return k * 0x1.62e42fefa39efp-1 + (2 * s + 2 * s * (z * p));
}

/* log(1+e) to 1e-11 relative for 0 <= e <= 1: 2 artanh(e/(2+e)), which keeps small e. */
GAN_INLINE double gan_vm_log1p(double e)
{
	double s = e / (2 + e), z = s * s;
	double p = 1.0 / 23;

	p = p * z + 1.0 / 21;
	p = p * z + 1.0 / 19;
	p = p * z + 1.0 / 17;
	p = p * z + 1.0 / 15;
	p = p * z + 1.0 / 13;
	p = p * z + 1.0 / 11;
	p = p * z + 1.0 / 9;
	p = p * z + 1.0 / 7;
	p = p * z + 1.0 / 5;
	p = p * z + 1.0 / 3;
	return 2 * s + 2 * s * (z * p);
}

GAN_INLINE float gan_vexp(float x)
{
	return (float)gan_vm_exp((double)x);
}

GAN_INLINE float gan_vlog(float x)
{
	double y = gan_vm_log((double)x);

	y = x == 0 ? -(double)INFINITY : y;
	y = x == INFINITY ? (double)INFINITY : y;
	return (float)(x >= 0 ? y : (double)NAN);
}

/* (1 - e^-2x)/(1 + e^-2x); near 0 the first terms of its series. */
GAN_INLINE float gan_vtanh(float x)
{
	double a = fabs((double)x), e = gan_vm_exp(-2 * a);
	double big = (1 - e) / (1 + e), small = a - a * a * a * (1.0 / 3);

	return (float)copysign(a < 1e-4 ? small : big, (double)x);
}

GAN_INLINE float gan_vsigmoid(float x)
{
	return (float)(1 / (1 + gan_vm_exp(-(double)x)));
}

GAN_INLINE float gan_vsoftplus(float x)
{
	double a = (double)x;

	return (float)((a < 0 ? 0 : a) + gan_vm_log1p(gan_vm_exp(-fabs(a))));
}

/* Quadrant *k (in its low bits) and the rest, -pi/4..pi/4: pi/2 in three pieces, of which the first two have 22 bits. */
GAN_INLINE double gan_vm_quadrant(double x, uint64_t *k)
{
	double t = x * 0x1.45f306dc9c883p-1 + GAN_VM_MAGIC, n = t - GAN_VM_MAGIC;

	*k = gan_vm_bits(t);
	return ((x - n * 0x1.921fb4p0) - n * 0x1.4442dp-24) - n * 0x1.8469898cc5170p-48;
}

/* Sine of r, or cosine where the quadrant is odd; the sign where it is 2 or 3. */
GAN_INLINE double gan_vm_trig(double r, uint64_t k)
{
	double z = r * r;
	double s = -1.0 / 39916800, c = 1.0 / 479001600, y;

	s = s * z + 1.0 / 362880;
	s = s * z - 1.0 / 5040;
	s = s * z + 1.0 / 120;
	s = s * z - 1.0 / 6;
	s = r * (1 + z * s);
	c = c * z - 1.0 / 3628800;
	c = c * z + 1.0 / 40320;
	c = c * z - 1.0 / 720;
	c = c * z + 1.0 / 24;
	c = c * z - 0.5;
	c = c * z + 1;
	y = (k & 1) ? c : s;
	return gan_vm_double(gan_vm_bits(y) ^ ((k & 2) << 62));
}

GAN_INLINE float gan_vsin(float x)
{
	uint64_t k;
	double r = gan_vm_quadrant((double)x, &k);

	return (float)gan_vm_trig(r, k);
}

GAN_INLINE float gan_vcos(float x)
{
	uint64_t k;
	double r = gan_vm_quadrant((double)x, &k);

	return (float)gan_vm_trig(r, k + 1);
}

/* x p(x^2) up to |x| = 4, where erf is 1 to half an ulp: the Chebyshev interpolation of erf(sqrt z)/sqrt z on 0..16 by 20
   points (relative error 7e-11), as a polynomial in (z-8)/8. */
GAN_INLINE float gan_verf(float x)
{
	static const double c[20] = {
		0.35353099561954215, -0.1765762332932892, 0.13167512166462025, -0.10771044414410302,
		0.09020883714494014, -0.07472781257074841, 0.059888903555390775, -0.04576578772582612,
		0.03304775025622779, -0.02246919993772733, 0.014397091965097183, -0.008622341358686591,
		0.0047476391993702015, -0.0025422212206154073, 0.0014372159312613072, -0.0006622194966461363,
		0.0001587696196752785, -7.775892249416875e-05, 9.725663769924159e-05, -3.5566795785810666e-05
	};
	double a = (double)x > 4 ? 4 : (double)x < -4 ? -4 : (double)x, t = (a * a - 8) * 0.125, p = c[19];

#if defined(__GNUC__)
#pragma GCC unroll 19
#endif
	for (int i = 18; i >= 0; i--)
		p = p * t + c[i];
	return (float)(a * p);
}

/* c ? a : b by masks, where a chain of conditions would keep a loop from being vectorised. */
GAN_INLINE double gan_vm_pick(uint64_t c, double a, double b)
{
	return gan_vm_double((gan_vm_bits(a) & (0 - c)) | (gan_vm_bits(b) & (c - 1)));
}

/* Is x an integer? Doubles from 2^51 on are not asked; infinity and NaN are none. */
GAN_INLINE uint64_t gan_vm_whole(double x)
{
	return (uint64_t)((x + GAN_VM_MAGIC) - GAN_VM_MAGIC == x);
}

/* x^y as e^(y log|x|) with C's rules for zeros, signs and integers. */
GAN_INLINE float gan_vpow(float x, float y)
{
	double s = (double)x, a = fabs(s), b = (double)y;
	double l = gan_vm_pick((uint64_t)(a == 0), -(double)INFINITY, gan_vm_log(a));
	uint64_t big = (uint64_t)(fabs(b) >= 0x1p24); /* even */
	uint64_t even = big | gan_vm_whole(b * 0.5), whole = big | gan_vm_whole(b);
	uint64_t end = (uint64_t)(a == 0) | (uint64_t)(a == (double)INFINITY);
	uint64_t one = (uint64_t)(s == 1) | (uint64_t)(b == 0);
	double r, n;

	l = gan_vm_pick((uint64_t)(a == (double)INFINITY), a, l);
	r = gan_vm_exp(b * l);
	n = gan_vm_pick(whole, -r, gan_vm_pick(end, r, (double)NAN));
	r = gan_vm_pick(gan_vm_bits(s) >> 63, gan_vm_pick(even, r, n), r);
	r = gan_vm_pick((uint64_t)(s != s), s, r);
	one |= (uint64_t)(a == 1) & (uint64_t)(fabs(b) == (double)INFINITY);
	return (float)gan_vm_pick(one, 1, r);
}

#endif

/* max |x[i]|; NaN counts as 0. */
static inline gan_real gan_vmaxabs(const gan_real *x, long n)
{
	gan_real m = 0;

	for (long i = 0; i < n; i++) {
		gan_real a = x[i] < 0 ? -x[i] : x[i];

		m = a > m ? a : m;
	}
	return m;
}

#endif
