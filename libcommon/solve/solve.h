/* Solvers: they bring down a function of an array whose value and gradient a callback computes. What a solver remembers stands as
   named tensors in a store of the caller's, so a run that was cut goes on with the same bytes. Sums run in double over
   chunks of fixed size, added in order: results do not depend on threads. */
#ifndef GAN_SOLVE_SOLVE_H
#define GAN_SOLVE_SOLVE_H

#include "base/err.h"
#include "tensor/tensor.h"

struct gan_solve_problem {
	size_t n;
	double lo, hi; /* each number stays within; lo >= hi: anywhere */
	/* *value and grad[n] at x. 0 or -1, which ends the step. */
	int (*eval)(void *ctx, const gan_real *x, gan_real *grad, double *value, struct gan_err *e);
	void *ctx;
};

struct gan_solve_opt {
	double lr, beta1, beta2; /* Adam */
	int history;             /* L-BFGS: pairs kept */
	double first;            /* L-BFGS: the greatest change of a number in the first step, and after a restart; 0: .1 */
};

struct gan_solve {
	const struct gan_solver *type;
	struct gan_solve_problem p;
	struct gan_solve_opt o;
	struct gan_store *state; /* entries "evals", "adam.m", "lbfgs.s.0", ... */
	gan_real *x;             /* [n]: the caller's, moved by steps */
	double value;            /* at x */
	gan_real *grad;          /* [n], at x */
	long evals;              /* of a run that was cut and went on, all */
	int64_t *counted;        /* the same in the state, after each step */
	gan_real *work[4];       /* [n] each, the solver's own: how many is the type's nwork */
};

struct gan_solver {
	const char *name, *help;
	int nwork;
	/* Adds the state's entries where they are not there; those that are must fit. */
	int (*prepare)(struct gan_solve *s, struct gan_err *e);
	/* One step from x, whose value and gradient are there, to another, whose are then there: 1. 0: no step brings the value down;
	   x is as it was. -1: failure. */
	int (*step)(struct gan_solve *s, struct gan_err *e);
};

const struct gan_solver *gan_solver_find(const char *name); /* NULL where unknown */
size_t gan_solver_count(void);
const struct gan_solver *gan_solver_at(size_t i);

/* state and x are borrowed; state may hold what an earlier run left. x is brought into the bounds and evaluated. NULL on failure:
   GAN_DIVERGED where the value at x is not finite. */
struct gan_solve *gan_solve_new(const struct gan_solver *type, const struct gan_solve_problem *p, const struct gan_solve_opt *o,
                                struct gan_store *state, gan_real *x, struct gan_err *e);
int gan_solve_step(struct gan_solve *s, struct gan_err *e);
void gan_solve_free(struct gan_solve *s); /* NULL-safe; the state stays */

/* ---- for solvers ---- */
/* An entry of the state with n numbers of the type, made where it is not there. NULL and e where it is there and does not fit. */
struct gan_entry *gan_solve_entry(struct gan_solve *s, const char *name, enum gan_dtype type, int64_t n, struct gan_err *e);
double gan_solve_dot(const gan_real *a, const gan_real *b, size_t n);
/* y += a x, and y = a y */
void gan_solve_axpy(gan_real *y, double a, const gan_real *x, size_t n);
void gan_solve_scale(gan_real *y, double a, size_t n);
double gan_solve_greatest(const gan_real *a, size_t n); /* max |a| */
double gan_solve_clip(const struct gan_solve *s, double x);
/* Counts, and refuses a gradient that is not finite (GAN_DIVERGED); a value that is not finite is the solver's business. */
int gan_solve_eval(struct gan_solve *s, const gan_real *x, gan_real *grad, double *value, struct gan_err *e);

#endif
