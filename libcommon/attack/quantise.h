/* Numbers 0..1 back to bytes. Toward the original, a bound on the change holds for the bytes as well: they can lie no further off
   than the numbers did. A change that is just large enough to fool may need the nearest byte, or the next one away. */
#ifndef GAN_ATTACK_QUANTISE_H
#define GAN_ATTACK_QUANTISE_H

#include <stdint.h>
#include "tensor/tensor.h"

enum gan_rounding { GAN_ROUND_TOWARD, GAN_ROUND_NEAREST, GAN_ROUND_AWAY, GAN_ROUNDINGS };

/* q[d] from x[d] and the original bytes x8[d]: x8 + r(255 x - x8), where r cuts, rounds, or goes to the next whole number away from
   0. A change that is a whole number of levels but for rounding is that number. */
void gan_quantise(uint8_t *q, const gan_real *x, const uint8_t *x8, int64_t d, enum gan_rounding how);

#endif
