#include "data/zpath.h"

#include <math.h>
#include <string.h>
#include "base/rng.h"

/* The angle between a and b; 0 where one of them is 0. */
static double angle(const float *a, const float *b, int64_t d)
{
	double aa = 0, bb = 0, ab = 0, c;

	for (int64_t i = 0; i < d; i++) {
		aa += (double)a[i] * a[i];
		bb += (double)b[i] * b[i];
		ab += (double)a[i] * b[i];
	}
	c = ab / sqrt(aa * bb);
	if (!(aa > 0 && bb > 0))
		return 0;
	return acos(c > 1 ? 1 : c < -1 ? -1 : c);
}

int gan_zpath_between(float *out, const float *a, const float *b, int64_t d, double t, enum gan_curve curve, struct gan_err *e)
{
	double p = 1 - t, q = t, w;

	if (t == 0 || t == 1) {
		memcpy(out, t == 0 ? a : b, (size_t)d * sizeof *out);
		return 0;
	}
	if (curve == GAN_CURVE_SLERP && (w = angle(a, b, d)) >= 1e-4) {
		if (acos(-1) - w < 1e-4)
			return gan_fail(e, GAN_USAGE, "two points are opposite: there is no one arc between them (--lerp goes straight, or "
			                "give a point between)");
		p = sin((1 - t) * w) / sin(w);
		q = sin(t * w) / sin(w);
	}
	for (int64_t i = 0; i < d; i++)
		out[i] = (float)(p * a[i] + q * b[i]);
	return 0;
}

int gan_zpath_through(float *out, int64_t n, const float *p, int64_t np, int64_t d, enum gan_curve curve, int closed,
                      struct gan_err *e)
{
	int64_t legs = closed ? np : np - 1, steps = closed ? n : n - 1;

	for (int64_t i = 0; i < n; i++) {
		/* in whole numbers, so that a point that a step falls on is met exactly */
		int64_t leg = i * legs / steps, rest = i * legs % steps;

		if (gan_zpath_between(out + i * d, p + leg * d, p + (leg + 1) % np * d, d, (double)rest / (double)steps, curve, e))
			return gan_fail_prefix(e, "from point %lld to point %lld", (long long)leg + 1, (long long)((leg + 1) % np) + 1);
	}
	return 0;
}

int gan_zpath_sheet(float *out, int64_t cols, int64_t rows, const float *p, int64_t d, enum gan_curve curve, struct gan_err *e)
{
	for (int64_t r = 0; r < rows; r++) {
		float *row = out + r * cols * d, *right = row + (cols - 1) * d;
		double t = rows > 1 ? (double)r / (double)(rows - 1) : 0;

		/* the ends of the row stand where they belong; a row of one is its left end */
		if (gan_zpath_between(right, p + d, p + 3 * d, d, t, curve, e) || gan_zpath_between(row, p, p + 2 * d, d, t, curve, e))
			return gan_fail_prefix(e, "row %lld", (long long)r + 1);
		for (int64_t c = 1; c < cols - 1; c++)
			if (gan_zpath_between(row + c * d, row, right, d, (double)c / (double)(cols - 1), curve, e))
				return gan_fail_prefix(e, "row %lld", (long long)r + 1);
	}
	return 0;
}

void gan_zpath_vary(float *out, int64_t n, const float *z, int64_t d, double amount, uint64_t seed)
{
	struct gan_rng r = gan_rng_make(seed, "interp.vary");

	for (int64_t k = 0; k < n; k++) {
		float *to = out + k * d;

		if (k == n / 2) {
			memcpy(to, z, (size_t)d * sizeof *to);
			continue;
		}
		gan_rng_uniform_f32(r, 0, (uint64_t)k, 0, to, (size_t)d);
		for (int64_t i = 0; i < d; i++)
			to[i] = (float)(z[i] + amount * (2. * to[i] - 1));
	}
}

void gan_zpath_along(float *out, int64_t n, const float *z, const float *dir, int64_t d, double lo, double hi)
{
	for (int64_t k = 0; k < n; k++) {
		double x = n > 1 ? lo + (hi - lo) * (double)k / (double)(n - 1) : lo;

		for (int64_t i = 0; i < d; i++)
			out[k * d + i] = (float)(z[i] + x * dir[i]);
	}
}
