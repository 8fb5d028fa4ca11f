#include "attack/quantise.h"

#include <math.h>

#define SLACK 1e-3 /* of a level: what rounding of x may take away from 8/255 */

static double whole(double change, enum gan_rounding how)
{
	double size = fabs(change);

	size = how == GAN_ROUND_TOWARD ? floor(size + SLACK) : how == GAN_ROUND_NEAREST ? floor(size + .5) : ceil(size - SLACK);
	return copysign(size, change);
}

void gan_quantise(uint8_t *q, const gan_real *x, const uint8_t *x8, int64_t d, enum gan_rounding how)
{
	for (int64_t j = 0; j < d; j++) {
		double level = x8[j] + whole(255. * x[j] - x8[j], how);

		q[j] = (uint8_t)(level < 0 ? 0 : level > 255 ? 255 : level);
	}
}
