/* Decoupled direction and norm (Rony et al. 2019, algorithm 1): an element walks on a sphere around where it was,
   along the gradient, and the sphere shrinks after each iterate that is fooled and grows after each that is not. */
#include <math.h>
#include <string.h>
#include "attack/ball.h"
#include "attack/climb.h"
#include "attack/rows.h"
#include "base/mem.h"

#define PI 3.14159265358979323846
#define LAST .01 /* of the step's length: what the cosine falls to */

struct state {
	const struct gan_assault *a;
	gan_real *grad, *logit, *best;   /* [n,d], [n,K], [n,d] the nearest that was fooled */
	double *radius, *length;         /* [n] of the sphere; of best, INFINITY: none yet */
	double step, gamma;
};

static int state_open(struct state *s, struct gan_err *e)
{
	const struct gan_assault *a = s->a;
	size_t n = (size_t)a->n, all = n * (size_t)a->d, real = sizeof(gan_real);

	s->grad = gan_alloc(all, real, e);
	s->best = gan_alloc(all, real, e);
	s->logit = gan_alloc(n * (size_t)gan_victim_classes(a->v), real, e);
	s->radius = gan_alloc(n, sizeof *s->radius, e);
	s->length = gan_alloc(n, sizeof *s->length, e);
	if (!s->grad || !s->best || !s->logit || !s->radius || !s->length)
		return -1;
	memcpy(s->best, a->x0, all * real);
	for (int64_t i = 0; i < a->n; i++) {
		s->radius[i] = gan_assault_real(a, "radius");
		s->length[i] = INFINITY;
	}
	return 0;
}

static void state_free(struct state *s)
{
	gan_free(s->grad);
	gan_free(s->best);
	gan_free(s->logit);
	gan_free(s->radius);
	gan_free(s->length);
}

static int look(struct state *s, int64_t row)
{
	const struct gan_assault *a = s->a;
	const gan_real *x = a->x + row * a->d;
	double length;

	if (!gan_assault_fooled(a, s->logit + row * gan_victim_classes(a->v), row))
		return 0;
	length = gan_ball_length(GAN_NORM_2, x, a->x0 + row * a->d, a->d);
	if (length < s->length[row]) {
		s->length[row] = length;
		memcpy(s->best + row * a->d, x, (size_t)a->d * sizeof *x);
	}
	return 1;
}

static void walk(void *ctx, int64_t row)
{
	struct state *s = ctx;
	const struct gan_assault *a = s->a;
	gan_real *x = a->x + row * a->d;
	const gan_real *x0 = a->x0 + row * a->d;
	double length;

	s->radius[row] *= look(s, row) ? 1 - s->gamma : 1 + s->gamma;
	gan_ball_step(a, row, s->grad + row * a->d, s->step);
	length = gan_ball_length(GAN_NORM_2, x, x0, a->d);
	for (int64_t j = 0; j < a->d && length > 0; j++)
		x[j] = (gan_real)(x0[j] + ((double)x[j] - x0[j]) * s->radius[row] / length);
	gan_ball_project(a, row); /* the range; there is no radius */
}

static void last(void *ctx, int64_t row)
{
	look(ctx, row);
}

static int climb(struct state *s, struct gan_err *e)
{
	const struct gan_assault *a = s->a;
	int64_t iters = gan_assault_int(a, "iters");
	double first = gan_assault_real(a, "step");

	s->gamma = gan_assault_real(a, "gamma");
	for (int64_t t = 0; t < iters; t++) {
		s->step = first * (LAST + (1 - LAST) * (1 + cos(PI * (double)t / (double)iters)) / 2);
		if (gan_climb_grad(a, NULL, s->grad, s->logit, e))
			return -1;
		gan_rows_each(a, walk, s);
	}
	if (gan_victim_logits(a->v, a->x, a->n, s->logit, e))
		return -1;
	gan_rows_each(a, last, s);
	memcpy(a->x, s->best, (size_t)(a->n * a->d) * sizeof *a->x);
	return 0;
}

static int run(const struct gan_assault *a, struct gan_err *e)
{
	struct state s = { .a = a };
	int rc = state_open(&s, e) ? -1 : climb(&s, e);

	state_free(&s);
	return rc;
}

static const struct gan_setting settings[] = {
	{ "iters", GAN_SET_INT, "100", 1, 1e6, NULL, "steps", "steps along the gradient" },
	{ "radius", GAN_SET_REAL, "1", 1e-9, 1e6, NULL, "as eps", "of the first sphere" },
	{ "gamma", GAN_SET_REAL, ".05", 1e-6, .99, NULL, "", "by how much of itself the sphere shrinks or grows after a step" },
	{ "step", GAN_SET_REAL, "1", 1e-9, 1e6, NULL, "as eps", "of the first step; the last is .01 of it, by half a cosine" },
	GAN_ATTACK_SET_LOSS("ce"),
};

const struct gan_attack gan_attack_ddn = {
	.name = "ddn",
	.help = "the smallest change in L2, on a sphere that shrinks and grows (Rony et al. 2019)",
	.flags = GAN_ATTACK_MINIMAL | GAN_ATTACK_TARGETS,
	.norms = 1 << GAN_NORM_2,
	.setting = settings,
	.nsetting = sizeof settings / sizeof *settings,
	.run = run,
};
