/* A linear classifier with weights that the test names, and attacks on it: what they must do is known by hand. */
#ifndef GAN_TESTS_ATTACK_HELP_H
#define GAN_TESTS_ATTACK_HELP_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "attack/attack.h"
#include "attack/ball.h"
#include "base/mem.h"
#include "tap.h"

struct attack_use {
	struct gan_model m;
	struct gan_victim *v;
	struct gan_kv set;
	struct gan_err e;
	int64_t d, k;
};

static inline void attack_die(const struct attack_use *u, const char *what)
{
	printf("Bail out! %s: %s\n", what, u->e.msg);
	exit(1);
}

/* Logits w[k,d] x + b[k]; k = 1 makes a discriminator of one score. */
static inline void attack_open(struct attack_use *u, const double *w, const double *b, int64_t k, int64_t d)
{
	char text[128];
	struct gan_victim_spec s = { .d = d };
	gan_real *weight, *bias;

	memset(u, 0, sizeof *u);
	u->d = d;
	u->k = k > 1 ? k : 2;
	snprintf(text, sizeof text, "net c\ninput x %d\nmain linear out=%d\noutput\n", (int)d, (int)k);
	if (gan_nets_parse(&u->m.nets, text, strlen(text), "test", &u->e) ||
	    gan_net_params(&u->m.nets.net[0], &u->m.store, 1, 7, &u->e))
		attack_die(u, text);
	weight = gan_store_find(&u->m.store, "c.main.weight")->t.data;
	bias = gan_store_find(&u->m.store, "c.main.bias")->t.data;
	for (int64_t i = 0; i < k * d; i++)
		weight[i] = (gan_real)w[i];
	for (int64_t i = 0; i < k; i++)
		bias[i] = (gan_real)b[i];
	s.m = &u->m;
	s.net = &u->m.nets.net[0];
	u->v = gan_victim_new(&s, &u->e);
	if (!u->v)
		attack_die(u, "victim");
}

static inline void attack_close(struct attack_use *u)
{
	gan_victim_free(u->v);
	gan_model_free(&u->m);
	gan_kv_free(&u->set);
}

static inline void attack_set(struct attack_use *u, const char *key, const char *value)
{
	if (gan_kv_set(&u->set, key, value, &u->e))
		attack_die(u, key);
}

/* x[n,d] = what the attack makes of x0[n,d] without bounds; settings as attack_set has left them. */
static inline int attack_run_in(struct attack_use *u, const char *name, enum gan_norm norm, double eps, const gan_real *x0,
                                int64_t n, const int64_t *label, const int64_t *target, double lo, double hi, gan_real *x)
{
	int64_t *index = calloc((size_t)n, sizeof *index);
	struct gan_assault a = {
		.v = u->v, .set = &u->set, .norm = norm, .eps = eps, .lo = lo, .hi = hi, .n = n, .d = u->d, .x0 = x0, .label = label,
		.target = target, .index = index, .seed = 1, .x = x,
	};
	int rc;

	for (int64_t i = 0; i < n; i++)
		index[i] = i;
	a.attack = gan_attack_find(name, &u->e);
	rc = !a.attack || gan_attack_check(a.attack, &u->set, &u->e) || gan_assault_run(&a, &u->e) ? -1 : 0;
	free(index);
	return rc;
}

static inline int attack_run(struct attack_use *u, const char *name, enum gan_norm norm, double eps, const gan_real *x0, int64_t n,
                             const int64_t *label, const int64_t *target, gan_real *x)
{
	return attack_run_in(u, name, norm, eps, x0, n, label, target, -INFINITY, INFINITY, x);
}

/* Logit a less logit b at a point, in double. */
static inline double attack_margin(const double *w, const double *b, int64_t d, const gan_real *x, int64_t k, int64_t l)
{
	double sum = b[k] - b[l];

	for (int64_t j = 0; j < d; j++)
		sum += (w[k * d + j] - w[l * d + j]) * x[j];
	return sum;
}

/* The length in the norm dual to `norm` of the difference of two rows of w: how much a logit margin can change
   within radius 1. */
static inline double attack_dual(const double *w, int64_t d, int64_t k, int64_t l, enum gan_norm norm)
{
	double sum = 0;

	for (int64_t j = 0; j < d; j++) {
		double v = fabs(w[k * d + j] - w[l * d + j]);

		sum = norm == GAN_NORM_INF ? sum + v : norm == GAN_NORM_2 ? sum + v * v : v > sum ? v : sum;
	}
	return norm == GAN_NORM_2 ? sqrt(sum) : sum;
}

#endif
