#include "solve/solve.h"

#include <math.h>
#include <string.h>
#include "base/mem.h"
#include "base/pool.h"
#include "base/simd.h"

#define CHUNK 65536

#define GAN_SOLVER(name) extern const struct gan_solver gan_solver_##name;
#include "solve/solvers.def"
#undef GAN_SOLVER

#define GAN_SOLVER(name) &gan_solver_##name,
static const struct gan_solver *const solvers[] = {
#include "solve/solvers.def"
};

const struct gan_solver *gan_solver_find(const char *name)
{
	for (size_t i = 0; i < gan_solver_count(); i++)
		if (!strcmp(solvers[i]->name, name))
			return solvers[i];
	return NULL;
}

size_t gan_solver_count(void)
{
	return sizeof solvers / sizeof *solvers;
}

const struct gan_solver *gan_solver_at(size_t i)
{
	return solvers[i];
}

/* ---- a run ---- */

/* Evaluates x. Where a run goes on that was cut there, this was counted before. */
static int start(struct gan_solve *s, struct gan_err *e)
{
	struct gan_entry *count;

	if (gan_solve_eval(s, s->x, s->grad, &s->value, e) || !(count = gan_solve_entry(s, "evals", GAN_I64, 1, e)))
		return -1;
	s->counted = count->t.data;
	if (*s->counted > 0)
		s->evals = (long)*s->counted;
	*s->counted = s->evals;
	return 0;
}

struct gan_solve *gan_solve_new(const struct gan_solver *type, const struct gan_solve_problem *p, const struct gan_solve_opt *o,
                                struct gan_store *state, gan_real *x, struct gan_err *e)
{
	struct gan_solve *s = gan_alloc(1, sizeof *s, e);

	if (!s)
		return NULL;
	*s = (struct gan_solve){ .type = type, .p = *p, .o = *o, .state = state, .x = x };
	s->grad = gan_alloc(p->n, sizeof *s->grad, e);
	for (int k = 0; k < type->nwork && s->grad; k++)
		if (!(s->work[k] = gan_alloc(p->n, sizeof *x, e)))
			goto fail;
	if (!s->grad || type->prepare(s, e))
		goto fail;
	for (size_t i = 0; i < p->n; i++)
		x[i] = (gan_real)gan_solve_clip(s, x[i]);
	if (start(s, e))
		goto fail;
	if (isfinite(s->value))
		return s;
	gan_fail(e, GAN_DIVERGED, "the loss is not finite at the start");
fail:
	gan_solve_free(s);
	return NULL;
}

int gan_solve_step(struct gan_solve *s, struct gan_err *e)
{
	int rc = s->type->step(s, e);

	*s->counted = s->evals;
	return rc;
}

void gan_solve_free(struct gan_solve *s)
{
	if (!s)
		return;
	gan_free(s->grad);
	for (int k = 0; k < 4; k++)
		gan_free(s->work[k]);
	gan_free(s);
}

struct gan_entry *gan_solve_entry(struct gan_solve *s, const char *name, enum gan_dtype type, int64_t n, struct gan_err *e)
{
	struct gan_entry *t = gan_store_find(s->state, name);
	struct gan_shape shape = gan_shape_of(1, n);

	if (!t)
		return gan_store_add(s->state, name, type, &shape, GAN_LAYOUT_PLAIN, e);
	if (t->t.dtype == type && gan_shape_eq(&t->t.shape, &shape))
		return t;
	gan_fail(e, GAN_DATA, "state '%s' is not that of this run: expected %lld numbers", name, (long long)n);
	return NULL;
}

int gan_solve_eval(struct gan_solve *s, const gan_real *x, gan_real *grad, double *value, struct gan_err *e)
{
	s->evals++;
	if (s->p.eval(s->p.ctx, x, grad, value, e))
		return -1;
	if (isfinite(*value) && !isfinite(gan_solve_dot(grad, grad, s->p.n)))
		return gan_fail(e, GAN_DIVERGED, "a gradient is not finite");
	return 0;
}

/* ---- arrays ---- */

double gan_solve_clip(const struct gan_solve *s, double x)
{
	if (!(s->p.lo < s->p.hi))
		return x;
	return x < s->p.lo ? s->p.lo : x > s->p.hi ? s->p.hi : x;
}

struct work {
	gan_real *y;
	const gan_real *a, *b;
	double c, *part;
	size_t n;
};

static long chunks(size_t n)
{
	return (long)((n + CHUNK - 1) / CHUNK);
}

/* Eight sums side by side, in a fixed order whatever the instructions. */
GAN_SIMD static double dot(const gan_real *restrict a, const gan_real *restrict b, size_t n)
{
	double sum[8] = { 0 };
	size_t i = 0;

	for (; i + 8 <= n; i += 8)
		for (int k = 0; k < 8; k++)
			sum[k] += (double)a[i + (size_t)k] * b[i + (size_t)k];
	for (; i < n; i++)
		sum[i & 7] += (double)a[i] * b[i];
	return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}

GAN_SIMD static void add_scaled(gan_real *restrict y, double c, const gan_real *restrict a, size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] = (gan_real)(y[i] + c * a[i]);
}

static void dot_chunk(void *ctx, long chunk, int thread)
{
	struct work *w = ctx;
	size_t from = (size_t)chunk * CHUNK, to = from + CHUNK < w->n ? from + CHUNK : w->n;

	(void)thread;
	w->part[chunk] = dot(w->a + from, w->b + from, to - from);
}

double gan_solve_dot(const gan_real *a, const gan_real *b, size_t n)
{
	double part[64], sum = 0;

	for (size_t from = 0; from < n; from += 64 * (size_t)CHUNK) {
		size_t some = n - from < 64 * (size_t)CHUNK ? n - from : 64 * (size_t)CHUNK;
		struct work w = { .a = a + from, .b = b + from, .part = part, .n = some };

		gan_pool_run(chunks(some), dot_chunk, &w);
		for (long k = 0; k < chunks(some); k++)
			sum += part[k];
	}
	return sum;
}

static void axpy_chunk(void *ctx, long chunk, int thread)
{
	struct work *w = ctx;
	size_t from = (size_t)chunk * CHUNK, to = from + CHUNK < w->n ? from + CHUNK : w->n;

	(void)thread;
	add_scaled(w->y + from, w->c, w->a + from, to - from);
}

void gan_solve_axpy(gan_real *y, double a, const gan_real *x, size_t n)
{
	struct work w = { .y = y, .a = x, .c = a, .n = n };

	gan_pool_run(chunks(n), axpy_chunk, &w);
}

void gan_solve_scale(gan_real *y, double a, size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] = (gan_real)(a * y[i]);
}

double gan_solve_greatest(const gan_real *a, size_t n)
{
	double m = 0;

	for (size_t i = 0; i < n; i++)
		m = fabs((double)a[i]) > m ? fabs((double)a[i]) : m;
	return m;
}
