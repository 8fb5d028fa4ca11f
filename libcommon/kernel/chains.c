#include "kernel/chains.h"

#include "base/simd.h"
#include "kernel/vmath.h"

GAN_SIMD void gan_chain_blend(gan_real *y, const gan_real *const *x, long n, const void *attr)
{
	const struct gan_chain *k = attr;
	const gan_real *a = x[0], *b = x[1], s = k->s, t = k->t, u = k->u, v = k->v;

	GAN_IVDEP
	for (long i = 0; i < n; i++)
		y[i] = (s * a[i] + t) + (u * b[i] + v);
}

GAN_SIMD void gan_chain_mix(gan_real *y, const gan_real *const *x, long n, const void *attr)
{
	const gan_real *a = x[0], *b = x[2], s = *x[1], t = *x[3];

	(void)attr;
	GAN_IVDEP
	for (long i = 0; i < n; i++)
		y[i] = a[i] * s + b[i] * t;
}

GAN_SIMD void gan_chain_root(gan_real *y, const gan_real *const *x, long n, const void *attr)
{
	const struct gan_chain *k = attr;
	const gan_real *a = x[0], r = *x[1], s = k->s, t = k->t;

	GAN_IVDEP
	for (long i = 0; i < n; i++)
		y[i] = s * (gan_vsqrt(a[i] <= 0 ? 0 : a[i]) * r) + t;
}

GAN_SIMD void gan_chain_descend(gan_real *y, const gan_real *const *x, long n, const void *attr)
{
	const gan_real *w = x[0], *a = x[2], s = *x[1];

	(void)attr;
	GAN_IVDEP
	for (long i = 0; i < n; i++)
		y[i] = w[i] - s * a[i];
}

GAN_SIMD void gan_chain_descend_ratio(gan_real *y, const gan_real *const *x, long n, const void *attr)
{
	const gan_real *w = x[0], *a = x[2], *b = x[3], s = *x[1];

	(void)attr;
	GAN_IVDEP
	for (long i = 0; i < n; i++)
		y[i] = w[i] - s * (a[i] / b[i]);
}
