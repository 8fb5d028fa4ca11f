/* Norms of changes: their length, the ball of radius eps, the steepest step, and random points of the ball. A row at
   a time; sums are in double, in order. Formulas: Goodfellow, Shlens and Szegedy 2015, sec. 4; Madry et al. 2018, sec.
   2.1. */
#ifndef GAN_ATTACK_BALL_H
#define GAN_ATTACK_BALL_H

#include "attack/attack.h"

/* |x - x0| over d numbers; norm 0 counts those that differ. */
double gan_ball_length(enum gan_norm norm, const gan_real *x, const gan_real *x0, int64_t d);

/* Row `row` of a->x to where it may be: numbers that are masked back to x0, then the change shortened onto the ball (never
   lengthened), then lo..hi. */
void gan_ball_project(const struct gan_assault *a, int64_t row);

/* a->x[row] += step along the direction of steepest ascent of a loss with that gradient: inf: its sign; 2: the
   gradient over its length; 1: what a linear loss would gain most by inside lo..hi, that is, the number with the
   greatest part moves as far as it may, then the next, until the steps add up. A gradient of 0 moves nothing. */
void gan_ball_step(const struct gan_assault *a, int64_t row, const gan_real *grad, double step);
/* The same, but in L1 no number moves further than step / (share d): the step is spread over that share of them at
   least, as in the sparse descent of Tramer and Boneh 2019, sec. 3. share 0 is gan_ball_step, and so is one below 1 /
   d. */
void gan_ball_step_spread(const struct gan_assault *a, int64_t row, const gan_real *grad, double step, double share);

/* a->x[row] = x0 and a random point of the ball, projected. inf: uniform in the cube; 2: uniform in the ball (a
   normal vector's direction, eps u^(1/d)); 1: uniform in the ball (exponential spacings with random signs). purpose
   names the draw. */
void gan_ball_random(const struct gan_assault *a, int64_t row, const char *purpose);

#endif
