/* Numbers 0..1 back to bytes, toward the original, so that a bound on the change holds for the bytes as well (they can lie no
   further off than the numbers did). */
#ifndef GAN_ATTACK_QUANTISE_H
#define GAN_ATTACK_QUANTISE_H

#include <stdint.h>
#include "tensor/tensor.h"

/* q[d] from x[d] and the original bytes x8[d]: x8 + trunc(255 x - x8). A change that is a whole number of levels but for
   rounding is that number. */
void gan_quantise(uint8_t *q, const gan_real *x, const uint8_t *x8, int64_t d);

#endif
