/* Adversarial examples: attacks on a classifier (Szegedy et al. 2014; Goodfellow, Shlens and Szegedy 2015), a registry.

   An attack is given elements x0, as far as they lie inside lo..hi, and changes them so that the victim (attack/victim.h) is
   fooled: its greatest logit is not the label's or, with a target, is the target's. Rules for all of them:
   - eps and all norms are in the units of x: pictures are numbers 0..1 (a byte over 255), in H,W,C order; points are as they are.
   - An iterate is changed, projected onto the ball around x0, and then clipped to lo..hi.
   - A row's result does not depend on the rows beside it: what is random is drawn for (seed, purpose, restart, number of the
     element), and no sum runs over rows (but for attacks on a whole set).
   - No gradient of weights is computed. */
#ifndef GAN_ATTACK_ATTACK_H
#define GAN_ATTACK_ATTACK_H

#include <stddef.h>
#include <stdint.h>
#include "attack/victim.h"
#include "base/setting.h"

enum gan_norm { GAN_NORM_INF, GAN_NORM_2, GAN_NORM_1, GAN_NORM_0, GAN_NORMS };

/* "inf", "2", "1", "0": 0, or GAN_USAGE. And back. */
int gan_norm_find(const char *name, enum gan_norm *norm, struct gan_err *e);
const char *gan_norm_name(enum gan_norm norm);

/* Rows under attack. All arrays are the caller's. */
struct gan_assault {
	struct gan_victim *v;
	const struct gan_attack *attack;
	const struct gan_kv *set;   /* its settings, checked */
	enum gan_norm norm;
	double eps;                 /* the radius; of attacks with GAN_ATTACK_MINIMAL: INFINITY */
	double lo, hi;              /* bounds of a number; -INFINITY, INFINITY for points without */
	int64_t n, d;
	int64_t h, w, c;            /* of pictures; h = 0: points */
	const gan_real *x0;         /* [n,d] */
	const int64_t *label;       /* [n] */
	const int64_t *target;      /* [n], or NULL: any other label will do */
	const int64_t *index;       /* [n] number of the element in its set: what random numbers are drawn for */
	const gan_real *mask;       /* [d], 0 where a number may not change, else 1; or NULL: all may */
	uint64_t seed;
	int64_t restart;            /* 0, 1, ... of attacks with GAN_ATTACK_RANDOM */
	gan_real *x;                /* [n,d] x0 when the attack begins, its result when it ends */

	/* The whole set, where an attack may look for a place to begin; element NULL: there is none. */
	int64_t nset;
	const gan_real *clean;      /* [nset,K] logits */
	void (*element)(void *ctx, int64_t i, gan_real *x);
	void *ctx;
};

enum {
	GAN_ATTACK_MINIMAL = 1,  /* looks for the smallest change, once for all eps; a row that is not fooled stays as it was */
	GAN_ATTACK_RANDOM = 2,   /* begins somewhere at random: restarts=N keeps the best of N */
	GAN_ATTACK_SET = 4,      /* needs all elements at once: one change for all */
	GAN_ATTACK_TARGETS = 8,  /* can be told which label to reach */
	GAN_ATTACK_PICKS = 16    /* chooses its target itself, by the clean logits (least-likely class) */
};

struct gan_attack {
	const char *name, *help;    /* help: one line, with the source */
	unsigned flags;
	unsigned norms;             /* bit k: can be bounded in, or minimises, enum gan_norm k */
	const struct gan_setting *setting;
	size_t nsetting;
	int (*run)(const struct gan_assault *a, struct gan_err *e);
};

const struct gan_attack *gan_attack_find(const char *name, struct gan_err *e); /* NULL: GAN_USAGE, names the nearest */
const struct gan_attack *gan_attack_at(size_t i);
size_t gan_attack_count(void);
/* The norm that is meant where none is said: the first that the attack knows of inf, 2, 1, 0. */
enum gan_norm gan_attack_norm(const struct gan_attack *t);

/* Settings that every attack has, beside its own. */
extern const struct gan_setting gan_attack_settings[];
extern const size_t gan_attack_nsettings;

/* GAN_USAGE where a setting is not one of the attack's, or has a value that it cannot have. */
int gan_attack_check(const struct gan_attack *t, const struct gan_kv *set, struct gan_err *e);

int64_t gan_assault_int(const struct gan_assault *a, const char *key);
double gan_assault_real(const struct gan_assault *a, const char *key);
const char *gan_assault_text(const struct gan_assault *a, const char *key);

/* Restarts and all: runs the attack and keeps, for each row, its first success (of attacks for the smallest change: its shortest),
   else what has the highest loss. */
int gan_assault_run(const struct gan_assault *a, struct gan_err *e);

/* Is a row of logits fooled? */
int gan_assault_fooled(const struct gan_assault *a, const gan_real *logit, int64_t row);

#endif
