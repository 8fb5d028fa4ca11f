/* L-BFGS (Nocedal 1980; Nocedal and Wright 2006, algorithm 7.4) with a line search that goes back (Armijo's rule, quadratic
   interpolation), so that the value never rises. Bounds: numbers at a bound that the gradient presses against are held there for
   the step, the others walk on the path bent at the bounds (Bertsekas 1982, "Projected Newton methods"). A pair (s, y) is kept
   where its curvature is positive, y's > 1e-10 |s| |y|; the first Hessian is y's / y'y. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "solve/solve.h"

#define ARMIJO 1e-4
#define TRIES 25
#define MAX_HISTORY 1000

/* The ring of pairs, newest last: entries "lbfgs.s.K", "lbfgs.y.K" made as they are filled, "lbfgs.curve" (s'y and y'y of
   each), and "lbfgs.at" (first, count). */
static void pair_name(const struct gan_solve *s, char which, int64_t k, char *buf, size_t n)
{
	snprintf(buf, n, "lbfgs.%c.%d", which, (int)(k % s->o.history));
}

static gan_real *pair(struct gan_solve *s, char which, int64_t k, struct gan_err *e)
{
	char name[32];
	struct gan_entry *t;

	pair_name(s, which, k, name, sizeof name);
	t = gan_solve_entry(s, name, GAN_REAL, (int64_t)s->p.n, e);
	return t ? t->t.data : NULL;
}

/* Is the pair there, as a run that was cut has left it? */
static int has_pair(struct gan_solve *s, int64_t k, struct gan_err *e)
{
	char name[2][32];

	pair_name(s, 's', k, name[0], sizeof name[0]);
	pair_name(s, 'y', k, name[1], sizeof name[1]);
	if (gan_store_find(s->state, name[0]) && gan_store_find(s->state, name[1]))
		return pair(s, 's', k, e) && pair(s, 'y', k, e);
	gan_fail(e, GAN_DATA, "state '%s' or '%s' is missing", name[0], name[1]);
	return 0;
}

static int prepare(struct gan_solve *s, struct gan_err *e)
{
	struct gan_entry *at = gan_solve_entry(s, "lbfgs.at", GAN_I64, 2, e);
	const int64_t *v = at ? at->t.data : NULL;

	if (!v || !gan_solve_entry(s, "lbfgs.curve", GAN_F64, 2 * s->o.history, e))
		return -1;
	if (v[0] < 0 || v[0] >= s->o.history || v[1] < 0 || v[1] > s->o.history)
		return gan_fail(e, GAN_DATA, "state 'lbfgs.at' is not that of this run (history=%d)", s->o.history);
	for (int64_t k = 0; k < v[1]; k++)
		if (!has_pair(s, v[0] + k, e))
			return -1;
	return 0;
}

static int held(const struct gan_solve *s, size_t i)
{
	return s->p.lo < s->p.hi && ((s->x[i] <= s->p.lo && s->grad[i] > 0) || (s->x[i] >= s->p.hi && s->grad[i] < 0));
}

static void drop_held(const struct gan_solve *s, gan_real *d)
{
	for (size_t i = 0; i < s->p.n; i++)
		if (held(s, i))
			d[i] = 0;
}

/* d = -H g over what is not held. */
static int direction(struct gan_solve *s, gan_real *d, struct gan_err *e)
{
	const int64_t *at = gan_store_find(s->state, "lbfgs.at")->t.data;
	const double *curve = gan_store_find(s->state, "lbfgs.curve")->t.data;
	double alpha[MAX_HISTORY], scale = 1;

	memcpy(d, s->grad, s->p.n * sizeof *d);
	drop_held(s, d);
	for (int64_t k = at[1] - 1; k >= 0; k--) {
		const gan_real *sk = pair(s, 's', at[0] + k, e), *yk = pair(s, 'y', at[0] + k, e);
		const double *c = curve + 2 * ((at[0] + k) % s->o.history);

		if (!sk || !yk)
			return -1;
		alpha[k] = gan_solve_dot(sk, d, s->p.n) / c[0];
		gan_solve_axpy(d, -alpha[k], yk, s->p.n);
		if (k == at[1] - 1)
			scale = c[0] / c[1];
	}
	gan_solve_scale(d, scale, s->p.n);
	for (int64_t k = 0; k < at[1]; k++) {
		double c = curve[2 * ((at[0] + k) % s->o.history)];
		double beta = gan_solve_dot(pair(s, 'y', at[0] + k, e), d, s->p.n) / c;

		gan_solve_axpy(d, alpha[k] - beta, pair(s, 's', at[0] + k, e), s->p.n);
	}
	gan_solve_scale(d, -1, s->p.n);
	drop_held(s, d);
	return 0;
}

/* Looks along d for a lower value: 1 with x, value and gradient there in to, *value, grad; 0 where there is none. */
static int search(struct gan_solve *s, const gan_real *d, double t, gan_real *to, gan_real *grad, double *value, struct gan_err *e)
{
	for (int k = 0; k < TRIES; k++) {
		double slope = 0, next;

		for (size_t i = 0; i < s->p.n; i++) {
			to[i] = (gan_real)gan_solve_clip(s, s->x[i] + t * d[i]);
			slope += (double)s->grad[i] * ((double)to[i] - s->x[i]);
		}
		if (!(slope < 0))
			return 0;
		if (gan_solve_eval(s, to, grad, value, e))
			return -1;
		if (isfinite(*value) && *value <= s->value + ARMIJO * slope)
			return 1;
		next = isfinite(*value) ? -slope * t / (2 * (*value - s->value - slope)) : 0;
		t = next > .5 * t ? .5 * t : next > .1 * t ? next : .1 * t;
	}
	return 0;
}

static int keep_pair(struct gan_solve *s, const gan_real *to, const gan_real *grad, struct gan_err *e)
{
	int64_t *at = gan_store_find(s->state, "lbfgs.at")->t.data;
	double *curve = gan_store_find(s->state, "lbfgs.curve")->t.data, sy = 0, ss = 0, yy = 0;
	gan_real *sk, *yk;

	for (size_t i = 0; i < s->p.n; i++) {
		double a = (double)to[i] - s->x[i], b = a != 0 ? (double)grad[i] - s->grad[i] : 0; /* of what has moved */

		sy += a * b;
		ss += a * a;
		yy += b * b;
	}
	if (!(sy > 1e-10 * sqrt(ss) * sqrt(yy)))
		return 0;
	if (at[1] == s->o.history) {
		at[0] = (at[0] + 1) % s->o.history;
		at[1]--;
	}
	if (!(sk = pair(s, 's', at[0] + at[1], e)) || !(yk = pair(s, 'y', at[0] + at[1], e)))
		return -1;
	for (size_t i = 0; i < s->p.n; i++) {
		sk[i] = (gan_real)((double)to[i] - s->x[i]);
		yk[i] = (gan_real)(sk[i] != 0 ? (double)grad[i] - s->grad[i] : 0);
	}
	curve += 2 * ((at[0] + at[1]) % s->o.history);
	curve[0] = gan_solve_dot(sk, yk, s->p.n); /* as they are kept, rounded */
	curve[1] = gan_solve_dot(yk, yk, s->p.n);
	at[1]++;
	return 0;
}

static int step(struct gan_solve *s, struct gan_err *e)
{
	int64_t *at = gan_store_find(s->state, "lbfgs.at")->t.data;
	gan_real *d = s->work[0], *to = s->work[1], *grad = s->work[2];
	double first = s->o.first > 0 ? s->o.first : .1, value;
	int found = 0;

	for (;;) {
		double t = 1, most;

		if (direction(s, d, e))
			return -1;
		if (!at[1]) {
			most = gan_solve_greatest(d, s->p.n);
			t = most > 0 ? first / most : 0;
		}
		found = search(s, d, t, to, grad, &value, e);
		if (found || !at[1])
			break;
		at[0] = at[1] = 0; /* once more, down the gradient */
	}
	if (found <= 0)
		return found;
	if (keep_pair(s, to, grad, e))
		return -1;
	memcpy(s->x, to, s->p.n * sizeof *to);
	memcpy(s->grad, grad, s->p.n * sizeof *grad);
	s->value = value;
	return 1;
}

const struct gan_solver gan_solver_lbfgs = {
	.name = "lbfgs", .help = "limited-memory BFGS with a backtracking line search: the loss never rises (Nocedal 1980)", .nwork = 3,
	.prepare = prepare, .step = step,
};
