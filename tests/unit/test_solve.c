/* both */
/* Solvers: known minima, with and without bounds; values that do not rise; a run that is cut goes on with the same bytes. */
#include <math.h>
#include <string.h>
#include "base/pool.h"
#include "solve/solve.h"
#include "tap.h"

#define N 40

static struct gan_err err;

/* The sum over pairs of 100 (b - a^2)^2 + (1 - a)^2, least at 1 (Rosenbrock 1960). */
static int rosenbrock(void *ctx, const gan_real *x, gan_real *grad, double *value, struct gan_err *e)
{
	(void)ctx;
	(void)e;
	*value = 0;
	for (int i = 0; i < N; i += 2) {
		double a = x[i], b = x[i + 1], d = b - a * a;

		*value += 100 * d * d + (1 - a) * (1 - a);
		grad[i] = (gan_real)(-400 * a * d - 2 * (1 - a));
		grad[i + 1] = (gan_real)(200 * d);
	}
	return 0;
}

/* The sum of k (x - (k/8 - 1))^2 / 2, k from 1: in 0..1 least at (k/8 - 1) brought there. */
static int bowl(void *ctx, const gan_real *x, gan_real *grad, double *value, struct gan_err *e)
{
	(void)ctx;
	(void)e;
	*value = 0;
	for (int i = 0; i < N; i++) {
		double d = x[i] - ((i + 1) / 8. - 1);

		*value += .5 * (i + 1) * d * d;
		grad[i] = (gan_real)((i + 1) * d);
	}
	return 0;
}

static int broken(void *ctx, const gan_real *x, gan_real *grad, double *value, struct gan_err *e)
{
	bowl(ctx, x, grad, value, e);
	*value = NAN;
	return 0;
}

static const struct gan_solve_opt opt = { .lr = .05, .beta1 = .9, .beta2 = .999, .history = 5 };

/* So many steps from x; the greatest rise of the value in *rise. */
static double walk(const char *name, const struct gan_solve_problem *p, struct gan_store *state, gan_real *x, int steps,
                   double *rise)
{
	struct gan_solve *s = gan_solve_new(gan_solver_find(name), p, &opt, state, x, &err);
	double value = s ? s->value : NAN, up = 0;
	int moved = 1;

	for (int k = 0; k < steps && moved > 0; k++) {
		moved = gan_solve_step(s, &err);
		up = s->value - value > up ? s->value - value : up;
		value = s->value;
	}
	if (rise)
		*rise = up;
	gan_solve_free(s);
	return moved < 0 ? NAN : value;
}

static void start(gan_real *x)
{
	for (int i = 0; i < N; i++)
		x[i] = (gan_real)(i % 2 ? 1 : -1.2);
}

static void free_minimum(void)
{
	struct gan_solve_problem p = { .n = N, .eval = rosenbrock };
	struct gan_store state = { 0 };
	gan_real x[N];
	double v, rise;

	start(x);
	v = walk("lbfgs", &p, &state, x, 100, &rise);
	ok(v < (sizeof(gan_real) == 8 ? 1e-16 : 1e-6) && rise <= 0, "lbfgs: the valley's end in 100 steps, never upwards: %g", v);
	gan_store_free(&state);
}

static void in_bounds(void)
{
	struct gan_solve_problem p = { .n = N, .lo = 0, .hi = 1, .eval = bowl };

	for (size_t k = 0; k < gan_solver_count(); k++) {
		struct gan_store state = { 0 };
		double off = 0, rise, want;
		gan_real x[N];

		start(x);
		walk(gan_solver_at(k)->name, &p, &state, x, 600, &rise);
		for (int i = 0; i < N; i++) {
			want = fmin(1, fmax(0, (i + 1) / 8. - 1));
			off = fmax(off, fabs(x[i] - want));
		}
		ok(off < 1e-4, "%s: the minimum within bounds: off by %g", gan_solver_at(k)->name, off);
		if (!strcmp(gan_solver_at(k)->name, "lbfgs"))
			ok(rise <= 0, "lbfgs: the value never rises");
		gan_store_free(&state);
	}
}

static void cut(void)
{
	struct gan_solve_problem p = { .n = N, .eval = rosenbrock };

	for (size_t k = 0; k < gan_solver_count(); k++) {
		const char *name = gan_solver_at(k)->name;
		struct gan_store one = { 0 }, two = { 0 };
		gan_real x[N], y[N];

		start(x);
		start(y);
		walk(name, &p, &one, x, 23, NULL);
		walk(name, &p, &two, y, 9, NULL);
		walk(name, &p, &two, y, 14, NULL);
		ok(!memcmp(x, y, sizeof x), "%s: 9 steps and 14 are 23", name);
		p.n = N - 2;
		ok(!gan_solve_new(gan_solver_find(name), &p, &opt, &one, x, &err) && err.code == GAN_DATA, "%s: a state of another size",
		   name);
		p.n = N;
		gan_store_free(&one);
		gan_store_free(&two);
	}
}

int main(void)
{
	struct gan_solve_problem nan = { .n = N, .eval = broken };
	struct gan_store state = { 0 };
	gan_real x[N] = { 0 };

	gan_pool_start(2, NULL);
	free_minimum();
	in_bounds();
	cut();
	ok(!gan_solve_new(gan_solver_find("adam"), &nan, &opt, &state, x, &err) && err.code == GAN_DIVERGED,
	   "a loss that is no number");
	gan_store_free(&state);
	ok(!gan_solver_find("newton"), "there are no others");
	gan_pool_stop();
	return done();
}
