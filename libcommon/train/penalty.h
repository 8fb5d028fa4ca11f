/* What penalties of D's derivative share (R1, R2, WGAN-GP, DRAGAN). */
#ifndef GAN_TRAIN_PENALTY_H
#define GAN_TRAIN_PENALTY_H

#include "train/duel.h"

/* Of each row of x [N,...] the sum of (d s/d x)^2 over all axes but the first: [N]. s are D's logits for x; where a row has
   several, the derivative is that of their sum. 0 where s does not depend on x. */
struct gan_node *gan_penalty_squares(struct gan_graph *g, struct gan_node *s, struct gan_node *x);
/* weight E (||d s/d x||_2 - target)^2, one norm for each row; one_sided: norms below the target cost nothing. */
struct gan_node *gan_penalty_norm(struct gan_graph *g, struct gan_node *s, struct gan_node *x, double weight, double target,
                                  int one_sided);
/* Numbers U(0,1), one for each row of x, in a shape that multiplies x. */
struct gan_node *gan_penalty_mix(const struct gan_duel *d, const struct gan_pass *p, const struct gan_node *x, const char *purpose);

#endif
