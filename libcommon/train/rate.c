/* Learning rates as a function of the step. With k the steps made before and u = (k - lr-start)/(lr-end - lr-start), held
   within 0..1, and f = lr-floor, the rate is lr times
     linear       1 - (1-f) u
     cosine       f + (1-f) (1 + cos(pi u))/2     (Loshchilov and Hutter 2017, eq. 5, without restarts)
     exponential  f^u
     steps        lr-gamma^n, n the number of lr-steps that are at most k
   and times min(1, (k+1)/lr-warmup). Steps are absolute: a run that is cut goes on where it was. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "train/train.h"

#define MAX_STEPS 8

enum { LR, KIND, START, END, FLOOR, GAMMA, WARMUP, NSTEPS, STEPS, NARGS = STEPS + MAX_STEPS };
_Static_assert(NARGS == GAN_LR_ARGS, "a schedule's constants");

enum { CONSTANT, COSINE, EXPONENTIAL, LINEAR, BY_STEPS };
static const char *const kinds[] = { "constant", "cosine", "exponential", "linear", "steps" };

static int kind_of(const struct gan_kv *hyper, const char *group)
{
	const char *name = gan_train_group_text(hyper, "lr-schedule", group);
	int k = CONSTANT;

	while (k < BY_STEPS && strcmp(kinds[k], name))
		k++;
	return k;
}

/* "1000,5000" into step; how many, or -1 where that is no list of rising steps. */
static int parse_steps(const char *s, double *step)
{
	int n = 0;

	for (;; s++) {
		size_t len = strcspn(s, ",");
		char one[32];
		int64_t v;

		if (n == MAX_STEPS || snprintf(one, sizeof one, "%.*s", (int)len, s) >= (int)sizeof one || gan_parse_int(one, &v))
			return -1;
		if (v < 1 || v > 9007199254740991 || (n && (double)v <= step[n - 1]))
			return -1;
		step[n++] = (double)v;
		s += len;
		if (!*s)
			return n;
	}
}

int gan_lr_fits(const struct gan_kv *hyper, const char *group, struct gan_err *e)
{
	double start = gan_train_group_real(hyper, "lr-start", group), end = gan_train_group_real(hyper, "lr-end", group);
	const char *steps = gan_train_group_text(hyper, "lr-steps", group);
	int kind = kind_of(hyper, group);
	double room[MAX_STEPS];

	if (kind == BY_STEPS && parse_steps(steps, room) < 0)
		return gan_fail(e, GAN_USAGE, "net %s: lr-schedule=steps: expected lr-steps= with 1 to %d rising step numbers (lr-steps="
		                "1000,5000), found '%.60s'", group, MAX_STEPS, steps);
	if (kind == CONSTANT || kind == BY_STEPS)
		return 0;
	if (end <= start)
		return gan_fail(e, GAN_USAGE, "net %s: lr-schedule=%s: expected lr-end= after lr-start=%.0f, found lr-end=%.0f (both are "
		                "step numbers, from 0)", group, kinds[kind], start, end);
	if (kind == EXPONENTIAL && !(gan_train_group_real(hyper, "lr-floor", group) > 0))
		return gan_fail(e, GAN_USAGE, "net %s: lr-schedule=exponential falls to lr-floor= times lr, which must be above 0 "
		                "(lr-floor=0.01)", group);
	return 0;
}

void gan_lr_args(const struct gan_update *u, double *a)
{
	memset(a, 0, GAN_LR_ARGS * sizeof *a);
	a[LR] = gan_train_group_real(u->hyper, "lr", u->group);
	a[KIND] = kind_of(u->hyper, u->group);
	a[START] = gan_train_group_real(u->hyper, "lr-start", u->group);
	a[END] = gan_train_group_real(u->hyper, "lr-end", u->group);
	a[FLOOR] = gan_train_group_real(u->hyper, "lr-floor", u->group);
	a[GAMMA] = gan_train_group_real(u->hyper, "lr-gamma", u->group);
	a[WARMUP] = gan_train_group_real(u->hyper, "lr-warmup", u->group);
	if (a[KIND] == BY_STEPS)
		a[NSTEPS] = parse_steps(gan_train_group_text(u->hyper, "lr-steps", u->group), a + STEPS);
}

static double share(const double *a, double k)
{
	double u = fmin(1, fmax(0, (k - a[START]) / (a[END] - a[START]))), f = 1;

	switch ((int)a[KIND]) {
	case COSINE:
		return a[FLOOR] + (1 - a[FLOOR]) * (1 + cos(3.14159265358979323846 * u)) / 2;
	case EXPONENTIAL:
		return pow(a[FLOOR], u);
	case LINEAR:
		return 1 - (1 - a[FLOOR]) * u;
	case BY_STEPS:
		for (int i = 0; i < (int)a[NSTEPS] && k >= a[STEPS + i]; i++)
			f *= a[GAMMA];
		return f;
	}
	return 1;
}

double gan_lr_at(const double *a, const struct gan_when *w)
{
	double k = (double)w->step - 1, lr = a[LR];

	if (a[KIND] != CONSTANT)
		lr *= share(a, k);
	return k + 1 < a[WARMUP] ? lr * ((k + 1) / a[WARMUP]) : lr;
}
