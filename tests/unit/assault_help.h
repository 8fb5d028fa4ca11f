/* The linear classifier of attack_help.h under an attack whose every condition the test may set: masks, pictures, neighbours. */
#ifndef GAN_TESTS_ASSAULT_HELP_H
#define GAN_TESTS_ASSAULT_HELP_H

#include "attack_help.h"

#define ASSAULT_MAX 4096 /* numbers of all elements */

struct assault {
	struct attack_use u;
	struct gan_assault a;
	gan_real x0[ASSAULT_MAX], x[ASSAULT_MAX], clean[ASSAULT_MAX];
	int64_t label[ASSAULT_MAX], target[ASSAULT_MAX], index[ASSAULT_MAX];
};

/* w[k,d], b[k]; elements are points without bounds until u->a says otherwise. */
static inline void assault_open(struct assault *s, int64_t d, int64_t k, const double *w, const double *b)
{
	memset(s, 0, sizeof *s);
	attack_open(&s->u, w, b, k, d);
	s->a = (struct gan_assault) {
		.v = s->u.v, .set = &s->u.set, .eps = INFINITY, .lo = -INFINITY, .hi = INFINITY, .d = d, .x0 = s->x0, .x = s->x,
		.label = s->label, .index = s->index, .seed = 1,
	};
	for (int64_t i = 0; i < ASSAULT_MAX; i++)
		s->index[i] = i;
}

/* Elements are pictures, 0..1. */
static inline void assault_pictures(struct assault *s, int64_t h, int64_t w, int64_t c)
{
	s->a.h = h;
	s->a.w = w;
	s->a.c = c;
	s->a.lo = 0;
	s->a.hi = 1;
}

static inline void assault_close(struct assault *s)
{
	attack_close(&s->u);
}

/* The next element. */
static inline void assault_add(struct assault *s, const double *x, int64_t label)
{
	for (int64_t j = 0; j < s->a.d; j++)
		s->x0[s->a.n * s->a.d + j] = (gan_real)x[j];
	s->label[s->a.n++] = label;
}

/* Settings are "key=value key=value", or "". */
static inline void assault_run(struct assault *s, const char *name, enum gan_norm norm, const char *settings)
{
	char copy[200], *rest = copy, *at;

	gan_kv_free(&s->u.set);
	snprintf(copy, sizeof copy, "%s", settings);
	while ((at = strtok_r(rest, " ", &rest))) {
		char *value = strchr(at, '=');

		*value++ = 0;
		attack_set(&s->u, at, value);
	}
	s->a.attack = gan_attack_find(name, &s->u.e);
	s->a.norm = norm;
	if (!s->a.attack || gan_attack_check(s->a.attack, &s->u.set, &s->u.e) || gan_assault_run(&s->a, &s->u.e))
		attack_die(&s->u, name);
}

/* The elements are the whole set, too: where decision attacks may begin. */
static inline void assault_element(void *ctx, int64_t i, gan_real *x)
{
	struct assault *s = ctx;

	memcpy(x, s->x0 + i * s->a.d, (size_t)s->a.d * sizeof *x);
}

static inline void assault_neighbours(struct assault *s)
{
	if (gan_victim_logits(s->a.v, s->x0, s->a.n, s->clean, &s->u.e))
		attack_die(&s->u, "logits");
	s->a.nset = s->a.n;
	s->a.clean = s->clean;
	s->a.element = assault_element;
	s->a.ctx = s;
}

/* How far element i went; the class of a point; whether element i is fooled. */
static inline double assault_length(const struct assault *s, enum gan_norm norm, int64_t i)
{
	return gan_ball_length(norm, s->x + i * s->a.d, s->x0 + i * s->a.d, s->a.d);
}

static inline int64_t assault_class(struct assault *s, const gan_real *x)
{
	gan_real z[64];
	int64_t best = 0;

	if (gan_victim_logits(s->a.v, x, 1, z, &s->u.e))
		attack_die(&s->u, "logits");
	for (int64_t k = 1; k < gan_victim_classes(s->a.v); k++)
		best = z[k] > z[best] ? k : best;
	return best;
}

static inline int assault_fooled(struct assault *s, int64_t i)
{
	int64_t at = assault_class(s, s->x + i * s->a.d);

	return s->a.target ? at == s->a.target[i] : at != s->label[i];
}

/* Does each row have the bytes that it has alone? Runs the attack again, for each. */
static inline int assault_alone(struct assault *s, const char *name, enum gan_norm norm, const char *settings)
{
	gan_real *all = malloc(sizeof s->x);
	struct gan_assault whole = s->a;
	int same = all != NULL;

	assault_run(s, name, norm, settings);
	memcpy(all, s->x, sizeof s->x);
	for (int64_t i = 0; i < whole.n && same; i++) {
		s->a = whole;
		s->a.n = 1;
		s->a.x0 += i * whole.d;
		s->a.label += i;
		s->a.target += whole.target ? i : 0;
		s->a.index += i;
		assault_run(s, name, norm, settings);
		same = !memcmp(s->x, all + i * whole.d, (size_t)whole.d * sizeof *all);
	}
	s->a = whole;
	free(all);
	return same;
}

static inline int assault_near(double a, double b, double within)
{
	return fabs(a - b) <= within * (fabs(b) > 1 ? fabs(b) : 1);
}

#endif
