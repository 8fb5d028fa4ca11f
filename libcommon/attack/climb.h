/* What attacks by the gradient of a loss share. */
#ifndef GAN_ATTACK_CLIMB_H
#define GAN_ATTACK_CLIMB_H

#include "attack/attack.h"

/* The setting that chooses the loss; def is the attack's default. */
#define GAN_ATTACK_SET_LOSS(def) \
	{ "loss", GAN_SET_ENUM, def, 0, 0, "ce|ce-exact|margin|dlr", "", \
	  "what is climbed: cross-entropy, margin of logits, or their ratio" }

/* grad[n,d] of the loss that the setting chooses, at a->x. Where a row's gradient of the cross-entropy is zero everywhere (a
   softmax that is saturated), that row gets the margin's. value[n], logit[n,K] may be NULL. */
int gan_climb_grad(const struct gan_assault *a, gan_real *value, gan_real *grad, gan_real *logit, struct gan_err *e);

#endif
