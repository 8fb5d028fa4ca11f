/* What is attacked: a net as a function from elements to logits, with gradients with respect to the elements alone.

   The net runs as for evaluation: running statistics, no dropout. Rows go through it GAN_VICTIM_BATCH at a time, a
   few that are left by eights, the last batch padded, so a row's logits and gradient do not depend on its
   neighbours. A net that ends in a sigmoid or softmax is taken without it. A discriminator, of one output s or a map
   of them, whose mean it is, has two logits, (0, s - threshold): class 0 is fake, 1 real, and their cross-entropy is
   the loss it was trained with. */
#ifndef GAN_ATTACK_VICTIM_H
#define GAN_ATTACK_VICTIM_H

#include <stdint.h>
#include "model/model.h"

#define GAN_VICTIM_BATCH 64

/* What an attack climbs, of logits z, label y and target t (Carlini and Wagner 2017, sec. V-A; Croce and Hein 2020, sec. 4):
     ce      logsumexp(z) - z_y                           with a target: z_t - logsumexp(z)
     ce-exact  the same number as log(1 + e^m), m = logsumexp of z_i over i != y, minus z_y
     margin  max of z_i over i != y, minus z_y            z_t minus the max of z_i over i != t
     dlr     (max of z_i over i != y, minus z_y) / (z_(1) - z_(3))
                                                          (z_t - z_y) / (z_(1) - (z_(3) + z_(4)) / 2)
   where z_(k) is the k-th greatest; dlr is margin where there are too few classes for it. The derivative of ce by z_y is p_y - 1.
   Where the net is so sure that 1 - p_y is near 1e-7, that is mostly rounding in single precision, and so is the direction of the
   gradient. Other programs have it so; ce-exact is without it. */
enum gan_attack_loss { GAN_ATTACK_CE, GAN_ATTACK_CE_EXACT, GAN_ATTACK_MARGIN, GAN_ATTACK_DLR, GAN_ATTACK_LOSSES };
int gan_attack_loss_find(const char *name, enum gan_attack_loss *loss); /* 0 or -1 */

struct gan_victim_spec {
	struct gan_model *m;   /* lives as long as the victim */
	const struct gan_net *net;
	int ema;               /* its running averages instead of its weights */
	int64_t h, w, c, d;    /* elements: pictures, or points of d numbers (h = 0) */
	double threshold;      /* of a discriminator: real is above, in units of the score before a sigmoid */
	/* What is done to elements before the net sees them, x and the result REAL [n,h,w,c] of 0..1 or [n,d]; NULL: nothing. */
	struct gan_node *(*view)(void *ctx, struct gan_graph *g, struct gan_node *x);
	void *ctx;
	/* Where the view draws random numbers: each answer is the mean over so many draws (expectation over transformations: Athalye
	   et al. 2018, sec. 3.1), new ones for each question. 0: one. */
	int64_t draws;
	uint64_t seed;
};

struct gan_victim;
struct gan_victim *gan_victim_new(const struct gan_victim_spec *s, struct gan_err *e);
void gan_victim_free(struct gan_victim *v); /* NULL-safe */
/* Is it a discriminator, of scores? */
int gan_victim_scores(const struct gan_net *net);
int64_t gan_victim_classes(const struct gan_victim *v);

/* logit[n,K] of x[n,d]. */
int gan_victim_logits(struct gan_victim *v, const gan_real *x, int64_t n, gan_real *logit, struct gan_err *e);
/* A loss of each row and its gradient: value[n], grad[n,d], logit[n,K], each NULL where it is not wanted. target NULL: none. */
int gan_victim_loss(struct gan_victim *v, enum gan_attack_loss loss, const gan_real *x, int64_t n, const int64_t *label,
                    const int64_t *target, gan_real *value, gan_real *grad, gan_real *logit, struct gan_err *e);
/* grad[n,d] of the sum over k of weight[n,K] z_k, and logit[n,K] (may be NULL). */
int gan_victim_pull(struct gan_victim *v, const gan_real *x, int64_t n, const gan_real *weight, gan_real *grad, gan_real *logit,
                    struct gan_err *e);

/* The next question draws as the first one did: what follows does not depend on what was asked before. */
void gan_victim_restart(struct gan_victim *v);

/* What was asked so far, in rows: of the net, and of its gradient. */
void gan_victim_asked(const struct gan_victim *v, int64_t *queries, int64_t *gradients);
/* How many gradients of a loss were zero everywhere so far. */
int64_t gan_victim_flat(const struct gan_victim *v);

#endif
