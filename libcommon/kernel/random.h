/* Arrays of random numbers: sample i of y[samples, each] is number first+i of (seed, purpose, step). */
#ifndef GAN_KERNEL_RANDOM_H
#define GAN_KERNEL_RANDOM_H

#include <stdint.h>
#include "base/rng.h"
#include "tensor/tensor.h"

void gan_random_normal(gan_real *y, struct gan_rng r, uint64_t step, uint64_t first, long samples, long each);
void gan_random_uniform(gan_real *y, struct gan_rng r, uint64_t step, uint64_t first, long samples, long each);
void gan_random_int(int64_t *y, struct gan_rng r, uint64_t step, uint64_t first, long samples, long each,
                    uint64_t bound);

#endif
