#include "attack/quantise.h"

#include <math.h>

#define SLACK 1e-3 /* of a level: what rounding of x may take away from 8/255 */

void gan_quantise(uint8_t *q, const gan_real *x, const uint8_t *x8, int64_t d)
{
	for (int64_t j = 0; j < d; j++) {
		double change = 255. * x[j] - x8[j], level = x8[j] + trunc(change + copysign(SLACK, change));

		q[j] = (uint8_t)(level < 0 ? 0 : level > 255 ? 255 : level);
	}
}
