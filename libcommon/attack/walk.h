/* The walk that most gradient attacks are: steps along the gradient of a loss, each projected back (Kurakin,
   Goodfellow and Bengio 2017, sec. 2.2; Madry et al. 2018, sec. 2.1), with or without a random start and momentum (Dong
   et al. 2018, sec. 3.1). */
#ifndef GAN_ATTACK_WALK_H
#define GAN_ATTACK_WALK_H

#include "attack/climb.h"

struct gan_walk {
	int64_t iters;
	double step;     /* its length, in the norm that is bounded */
	double spread;   /* in L1: the share of numbers that a step moves at least, 0: as few as will do (gan_ball_step_spread) */
	double momentum; /* m <- momentum m + g / |g|_1 is followed instead of the gradient g; below 0: none */
	int start;       /* begin at a random point of the ball */
	int stop;        /* a row stays where it is first found fooled */
};

/* From a->x; the attack has the setting of GAN_ATTACK_SET_LOSS. */
int gan_walk(const struct gan_assault *a, const struct gan_walk *w, struct gan_err *e);

#define GAN_ATTACK_SET_STOP \
	{ "stop", GAN_SET_INT, "0", 0, 1, NULL, "", "1: an element stays where it is first found fooled; 0: it climbs to the end" }

#endif
