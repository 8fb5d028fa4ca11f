#include "attack/kurakin.h"

#include <math.h>

#define LEVELS 255. /* of the range: the paper's unit */

int gan_kurakin(const struct gan_assault *a, struct gan_err *e)
{
	struct gan_walk w = {
		.iters = gan_assault_int(a, "iters"), .step = gan_assault_real(a, "step"), .spread = .01, .momentum = -1,
		.stop = (int)gan_assault_int(a, "stop"),
	};
	double range = a->hi - a->lo, levels = LEVELS * a->eps / range;
	int rule = a->norm == GAN_NORM_INF && isfinite(range);

	/* Rounded up (but for rounding errors of eps), so that steps of one level lead to the edge of the ball. */
	if (w.iters == 0)
		w.iters = rule ? (int64_t)ceil(fmin(levels + 4, 1.25 * levels) - 1e-6) : 10;
	w.iters = w.iters < 1 ? 1 : w.iters;
	if (w.step == 0)
		w.step = rule ? range / LEVELS : 2.5 * a->eps / (double)w.iters;
	return gan_walk(a, &w, e);
}
