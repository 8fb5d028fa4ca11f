/* Mixtures of Gaussians in the plane, on which one sees mode collapse.
   ring: 8 modes on a circle of radius 2, standard deviation .02 (Metz et al. 2017, "Unrolled GANs", sec. 3.2); grid:
   25 modes at {-4,-2,0,2,4}^2, standard deviation .05 (Srivastava et al. 2017, "VEEGAN", sec. 5.1). The label is the
   mode. */
#include <math.h>
#include "image/toy.h"

static int mixture(float *x, double mx, double my, float sigma, struct gan_rng r, uint64_t i)
{
	gan_rng_normal_f32(r, 0, i, 0, x, 2);
	x[0] = (float)mx + sigma * x[0];
	x[1] = (float)my + sigma * x[1];
	return 0;
}

static int ring(void *state, float *x, struct gan_rng r, uint64_t i)
{
	int mode = (int)(i % 8);

	(void)state;
	mixture(x, 2 * cos(mode * 3.14159265358979323846 / 4), 2 * sin(mode * 3.14159265358979323846 / 4), .02f, r, i);
	return mode;
}

static int grid(void *state, float *x, struct gan_rng r, uint64_t i)
{
	int mode = (int)(i % 25);

	(void)state;
	mixture(x, 2 * (mode % 5) - 4, 2 * (mode / 5) - 4, .05f, r, i);
	return mode;
}

const struct gan_toy gan_toy_ring = {
	.name = "ring", .summary = "points: 8 Gaussians on a circle of radius 2", .d = 2, .nclass = 8, .point = ring,
};

const struct gan_toy gan_toy_grid = {
	.name = "grid", .summary = "points: 25 Gaussians on a square grid", .d = 2, .nclass = 25, .point = grid,
};
