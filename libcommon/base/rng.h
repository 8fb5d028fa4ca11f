/* Counter-based random numbers: Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy
   as 1, 2, 3", sec. 3.3). A number is a function of (seed, purpose, step, sample, element); nothing is
   carried from draw to draw, so results do not depend on threads, batches or resumption. */
#ifndef GAN_BASE_RNG_H
#define GAN_BASE_RNG_H

#include <stdint.h>
#include <stddef.h>

struct gan_rng {
	uint32_t key[2];
};

/* The stream of one purpose, a short text such as "z" or "data.order". */
struct gan_rng gan_rng_make(uint64_t seed, const char *purpose);

/* One Philox block. */
void gan_philox(const uint32_t ctr[4], const uint32_t key[2], uint32_t out[4]);

/* y[n], the elements first..first+n of (step, sample). Uniform in [0,1) with 24 (53 in double) bits;
   normal by Box-Muller; bits: raw 32-bit words. An element's value does not depend on first or n. */
void gan_rng_uniform_f32(struct gan_rng r, uint64_t step, uint64_t sample, uint64_t first, float *y, size_t n);
void gan_rng_normal_f32(struct gan_rng r, uint64_t step, uint64_t sample, uint64_t first, float *y, size_t n);
void gan_rng_uniform_f64(struct gan_rng r, uint64_t step, uint64_t sample, uint64_t first, double *y, size_t n);
void gan_rng_normal_f64(struct gan_rng r, uint64_t step, uint64_t sample, uint64_t first, double *y, size_t n);
/* y[samples][each]: the same numbers, of sample, sample + 1 and so on, the first `each` of all; faster where `each` is small. */
void gan_rng_uniform_samples_f32(struct gan_rng r, uint64_t step, uint64_t sample, size_t samples, float *y, size_t each);
void gan_rng_normal_samples_f32(struct gan_rng r, uint64_t step, uint64_t sample, size_t samples, float *y, size_t each);
void gan_rng_uniform_samples_f64(struct gan_rng r, uint64_t step, uint64_t sample, size_t samples, double *y, size_t each);
void gan_rng_normal_samples_f64(struct gan_rng r, uint64_t step, uint64_t sample, size_t samples, double *y, size_t each);
/* Uniform integers in 0..bound-1 (bound <= 2^32) by multiply-shift of one 32-bit word each. */
void gan_rng_int(struct gan_rng r, uint64_t step, uint64_t sample, uint64_t first, uint64_t bound, int64_t *y, size_t n);

/* p[n] becomes the permutation of 0..n-1 that belongs to (r, step): Fisher-Yates. */
void gan_rng_permutation(struct gan_rng r, uint64_t step, uint32_t *p, size_t n);

#endif
