#include "attack/ball.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/rng.h"

double gan_ball_length(enum gan_norm norm, const gan_real *x, const gan_real *x0, int64_t d)
{
	double sum = 0;

	for (int64_t j = 0; j < d; j++) {
		double v = fabs((double)x[j] - x0[j]);

		if (norm == GAN_NORM_INF)
			sum = v > sum ? v : sum;
		else
			sum += norm == GAN_NORM_2 ? v * v : norm == GAN_NORM_1 ? v : v > 0;
	}
	return norm == GAN_NORM_2 ? sqrt(sum) : sum;
}

/* ---- projection ---- */

/* What the change v of a number becomes under the multiplier theta of an L1 ball: less by theta, and inside lo..hi. */
static double shrunk(const struct gan_assault *a, double x0, double v, double theta)
{
	double z = fabs(v) > theta ? v - copysign(theta, v) : 0;

	return z < a->lo - x0 ? a->lo - x0 : z > a->hi - x0 ? a->hi - x0 : z;
}

static double shrunk_length(const struct gan_assault *a, const gan_real *x, const gan_real *x0, double theta)
{
	double sum = 0;

	for (int64_t j = 0; j < a->d; j++)
		sum += fabs(shrunk(a, x0[j], (double)x[j] - x0[j], theta));
	return sum;
}

/* The nearest point of the L1 ball and the box together (Croce and Hein 2021, sec. 3.1): the length falls with
   theta, so theta is found by halving its interval. */
static void project_l1(const struct gan_assault *a, gan_real *x, const gan_real *x0)
{
	double below = 0, above = gan_ball_length(GAN_NORM_INF, x, x0, a->d);

	if (shrunk_length(a, x, x0, 0) <= a->eps)
		above = 0;
	for (int i = 0; i < 100 && above > below; i++) {
		double theta = below + (above - below) / 2;

		if (theta <= below || theta >= above)
			break;
		if (shrunk_length(a, x, x0, theta) > a->eps)
			below = theta;
		else
			above = theta;
	}
	for (int64_t j = 0; j < a->d; j++)
		x[j] = (gan_real)(x0[j] + shrunk(a, x0[j], (double)x[j] - x0[j], above));
}

static void project_l2(const struct gan_assault *a, gan_real *x, const gan_real *x0)
{
	double length = gan_ball_length(GAN_NORM_2, x, x0, a->d), scale = length > a->eps ? a->eps / length : 1;

	for (int64_t j = 0; j < a->d && scale < 1; j++)
		x[j] = (gan_real)(x0[j] + scale * ((double)x[j] - x0[j]));
}

static void project_inf(const struct gan_assault *a, gan_real *x, const gan_real *x0)
{
	for (int64_t j = 0; j < a->d; j++) {
		double v = (double)x[j] - x0[j];

		if (fabs(v) > a->eps)
			x[j] = (gan_real)(x0[j] + copysign(a->eps, v));
	}
}

void gan_ball_project(const struct gan_assault *a, int64_t row)
{
	gan_real *x = a->x + row * a->d;
	const gan_real *x0 = a->x0 + row * a->d;

	for (int64_t j = 0; j < a->d && a->mask; j++)
		x[j] = a->mask[j] != 0 ? x[j] : x0[j];
	if (isfinite(a->eps) && a->norm == GAN_NORM_INF)
		project_inf(a, x, x0);
	else if (isfinite(a->eps) && a->norm == GAN_NORM_2)
		project_l2(a, x, x0);
	else if (isfinite(a->eps) && a->norm == GAN_NORM_1)
		project_l1(a, x, x0);
	for (int64_t j = 0; j < a->d; j++)
		x[j] = (gan_real)(x[j] < a->lo ? a->lo : x[j] > a->hi ? a->hi : x[j]);
}

/* ---- steps ---- */

static void step_inf(const struct gan_assault *a, gan_real *x, const gan_real *grad, double step)
{
	for (int64_t j = 0; j < a->d; j++)
		if (grad[j] != 0 && (!a->mask || a->mask[j] != 0))
			x[j] = (gan_real)(x[j] + copysign(step, grad[j]));
}

static void step_l2(const struct gan_assault *a, gan_real *x, const gan_real *grad, double step)
{
	double sum = 0;

	for (int64_t j = 0; j < a->d; j++)
		sum += !a->mask || a->mask[j] != 0 ? (double)grad[j] * grad[j] : 0;
	for (int64_t j = 0; j < a->d && sum > 0; j++)
		if (!a->mask || a->mask[j] != 0)
			x[j] = (gan_real)(x[j] + step / sqrt(sum) * grad[j]);
}

/* How far a number may follow its gradient: into the range, and by `most`. */
static double room(const struct gan_assault *a, const gan_real *x, const gan_real *grad, int64_t j, double most)
{
	double free = grad[j] > 0 ? a->hi - x[j] : grad[j] < 0 ? x[j] - a->lo : 0;

	if (!(free > 0) || (a->mask && a->mask[j] == 0))
		return 0;
	return free < most ? free : most;
}

/* The room of all numbers whose gradient is above a bound. */
static double room_above(const struct gan_assault *a, const gan_real *x, const gan_real *grad, double bound, double most)
{
	double sum = 0;

	for (int64_t j = 0; j < a->d; j++)
		if (fabs((double)grad[j]) > bound)
			sum += room(a, x, grad, j, most);
	return sum;
}

/* A bound on the gradient, found by halving its interval, above which there is no more room than the step needs.
   Those between the bounds, whose gradients are alike to 1e-12 of the greatest, share what is left of the step in their
   order. */
static void step_l1(const struct gan_assault *a, gan_real *x, const gan_real *grad, double step, double most)
{
	double below = 0, above = 0, left = step;

	for (int64_t j = 0; j < a->d; j++)
		above = fabs((double)grad[j]) > above ? fabs((double)grad[j]) : above;
	if (room_above(a, x, grad, 0, most) <= step)
		above = 0;
	for (int i = 0; i < 40 && above > below; i++) {
		double middle = below + (above - below) / 2;

		if (room_above(a, x, grad, middle, most) > step)
			below = middle;
		else
			above = middle;
	}
	for (int pass = 0; pass < 2; pass++)
		for (int64_t j = 0; j < a->d && left > 0; j++) {
			double g = fabs((double)grad[j]), far;

			if (pass ? g > above || g <= below : g <= above)
				continue;
			far = room(a, x, grad, j, most);
			far = far < left ? far : left;
			left -= far;
			x[j] = (gan_real)(x[j] + copysign(far, grad[j]));
		}
}

void gan_ball_step_spread(const struct gan_assault *a, int64_t row, const gan_real *grad, double step, double share)
{
	gan_real *x = a->x + row * a->d;
	double parts = share * (double)a->d;

	if (a->norm == GAN_NORM_INF)
		step_inf(a, x, grad, step);
	else if (a->norm == GAN_NORM_2)
		step_l2(a, x, grad, step);
	else
		step_l1(a, x, grad, step, parts > 1 ? step / parts : step);
}

void gan_ball_step(const struct gan_assault *a, int64_t row, const gan_real *grad, double step)
{
	gan_ball_step_spread(a, row, grad, step, 0);
}

/* ---- random points ---- */

/* x[j] += scale times a draw: uniform in -1..1, normal, or exponential of random sign. The return is the draws' length. */
static double add_draws(const struct gan_assault *a, int64_t row, struct gan_rng r, double scale)
{
	gan_real *x = a->x + row * a->d;
	double u[256], sum = 0;

	for (int64_t j = 0; j < a->d; j += 256) {
		size_t some = (size_t)(a->d - j < 256 ? a->d - j : 256);

		if (a->norm == GAN_NORM_2)
			gan_rng_normal_f64(r, (uint64_t)a->restart, (uint64_t)a->index[row], (uint64_t)j, u, some);
		else
			gan_rng_uniform_f64(r, (uint64_t)a->restart, (uint64_t)a->index[row], (uint64_t)j, u, some);
		for (size_t i = 0; i < some; i++) {
			double v = a->norm == GAN_NORM_2 ? u[i] : 2 * u[i] - 1;

			if (a->norm == GAN_NORM_1)
				v = copysign(-log1p(-fabs(v)), v);
			sum += a->norm == GAN_NORM_2 ? v * v : fabs(v);
			x[j + (int64_t)i] = (gan_real)(x[j + (int64_t)i] + scale * v);
		}
	}
	return a->norm == GAN_NORM_2 ? sqrt(sum) : sum;
}

/* One more number for the row: uniform in 0..1; where it is 1, that is, for the radius. */
static double radius_draw(const struct gan_assault *a, int64_t row, struct gan_rng r)
{
	double u;

	if (a->norm == GAN_NORM_2) {
		gan_rng_uniform_f64(r, (uint64_t)a->restart, (uint64_t)a->index[row], (uint64_t)a->d * 2, &u, 1);
		return pow(u, 1. / (double)a->d);
	}
	/* The last of d + 1 exponential spacings. */
	gan_rng_uniform_f64(r, (uint64_t)a->restart, (uint64_t)a->index[row], (uint64_t)a->d, &u, 1);
	return -log1p(-u);
}

void gan_ball_random(const struct gan_assault *a, int64_t row, const char *purpose)
{
	struct gan_rng r = gan_rng_make(a->seed, purpose);
	gan_real *x = a->x + row * a->d;
	const gan_real *x0 = a->x0 + row * a->d;
	double length, radius;

	memcpy(x, x0, (size_t)a->d * sizeof *x);
	if (a->norm == GAN_NORM_INF) {
		add_draws(a, row, r, a->eps);
	} else {
		/* Once for the length, once for the point. */
		length = add_draws(a, row, r, 0);
		radius = radius_draw(a, row, r);
		add_draws(a, row, r, a->norm == GAN_NORM_2 ? a->eps * radius / length : a->eps / (length + radius));
	}
	gan_ball_project(a, row);
}
