/* Adversarial examples within a training step: what a classifier is trained on where adv= asks for it. Private to train/. */
#ifndef GAN_TRAIN_ADVERSARY_H
#define GAN_TRAIN_ADVERSARY_H

#include "train/train.h"

/* 0, or GAN_USAGE where the settings make no sense together. */
int gan_adversary_fits(const struct gan_kv *hyper, struct gan_err *e);
/* Does adv= ask for one? */
int gan_adversary_on(const struct gan_kv *hyper);

/* x as an adversary changes it, within adv-eps of it: REAL [B,h,w,c] of 0..255, which it stays in, or points REAL [B,d]. The net is
   run as for evaluation (running statistics, no dropout). No gradient flows through the result. NULL: e. */
struct gan_node *gan_adversary(struct gan_step_graph *sg, const struct gan_step_spec *s, const struct gan_net *net,
                               struct gan_scope *scope, struct gan_node *x, struct gan_node *label, struct gan_err *e);

#endif
