/* Adam (Kingma and Ba 2015, algorithm 1) with eps 1e-8, brought back into the bounds after each step. */
#include <math.h>
#include "solve/solve.h"

static int prepare(struct gan_solve *s, struct gan_err *e)
{
	int64_t n = (int64_t)s->p.n;

	return gan_solve_entry(s, "adam.m", GAN_REAL, n, e) && gan_solve_entry(s, "adam.v", GAN_REAL, n, e) &&
	       gan_solve_entry(s, "adam.t", GAN_I64, 1, e) ? 0 : -1;
}

static int step(struct gan_solve *s, struct gan_err *e)
{
	gan_real *m = gan_store_find(s->state, "adam.m")->t.data, *v = gan_store_find(s->state, "adam.v")->t.data;
	int64_t *t = gan_store_find(s->state, "adam.t")->t.data;
	double b1 = s->o.beta1, b2 = s->o.beta2, c1, c2;

	++*t;
	c1 = 1 - pow(b1, (double)*t);
	c2 = 1 - pow(b2, (double)*t);
	for (size_t i = 0; i < s->p.n; i++) {
		double g = s->grad[i];

		m[i] = (gan_real)(b1 * m[i] + (1 - b1) * g);
		v[i] = (gan_real)(b2 * v[i] + (1 - b2) * g * g);
		s->x[i] = (gan_real)gan_solve_clip(s, s->x[i] - s->o.lr * (m[i] / c1) / (sqrt(v[i] / c2) + 1e-8));
	}
	if (gan_solve_eval(s, s->x, s->grad, &s->value, e))
		return -1;
	if (!isfinite(s->value))
		return gan_fail(e, GAN_DIVERGED, "the loss is not finite (a smaller lr= may help)");
	return 1;
}

const struct gan_solver gan_solver_adam = {
	.name = "adam", .help = "steps of about lr for each number (Kingma and Ba 2015)", .prepare = prepare, .step = step,
};
