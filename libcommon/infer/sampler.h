/* A generator at work: latents in, pictures or points out, with evaluation statistics. Samples are made in batches of
   GAN_SAMPLE_BATCH always, the last one padded, so that sample k has the same bytes however many are made. */
#ifndef GAN_INFER_SAMPLER_H
#define GAN_INFER_SAMPLER_H

#include "model/model.h"

#define GAN_SAMPLE_BATCH 16
#define GAN_SAMPLE_PURPOSE "sample.z" /* of the latents that are drawn */

struct gan_sampler;

enum {
	GAN_SAMPLE_NO_EMA = 1, /* the weights themselves, also where there are running averages of them */
	GAN_SAMPLE_LATENTS = 2 /* latents are given, not drawn */
};

/* m must outlive it. GAN_DATA where net g cannot be sampled from latents alone. */
struct gan_sampler *gan_sampler_new(struct gan_model *m, unsigned flags, struct gan_err *e);
void gan_sampler_free(struct gan_sampler *s);

int gan_sampler_is_ema(const struct gan_sampler *s); /* are the weights running averages? */
int64_t gan_sampler_latents(const struct gan_sampler *s); /* numbers in a latent */
/* What one sample is: U8 [h,w,c] or, where h is 0, F32 [d]. */
void gan_sampler_size(const struct gan_sampler *s, int64_t *h, int64_t *w, int64_t *c, int64_t *d);

/* Makes samples first..first+n of the seed's sequence into out (U8 or float, n rows). first must be a multiple of
   GAN_SAMPLE_BATCH. z: n latents, where they are given. */
int gan_sampler_run(struct gan_sampler *s, uint64_t seed, int64_t first, int64_t n, const float *z, void *out, struct gan_err *e);

#endif
