/* Private to the gan objective. */
#ifndef GAN_TRAIN_DUEL_FITS_H
#define GAN_TRAIN_DUEL_FITS_H

#include "train/train.h"

/* 0 where nets g and d can be trained against each other on s's data with hyper's settings, else -1 and why not. */
int gan_duel_fits(const struct gan_step_spec *s, struct gan_err *e);

#endif
