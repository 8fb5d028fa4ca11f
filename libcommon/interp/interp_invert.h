/* Inversion: latents whose pictures are nearest to given ones. The loss of a latent z for a picture x is

     mean over all numbers of (G(z) - x)^2, pictures as 0..1
     + with a network to look with: .1 times the mean of (f(G(z)) - f(x))^2 / mean of f(x)^2, of one of its layers

   Adam (b1 .9, b2 .999) walks on z itself, from several starts: of 16 latents for each start, drawn as the model's are, those
   whose loss is least. The rate falls from .1 to 0 by a half cosine. What was drawn in a box or on a sphere is brought back
   to it after each step. The best latent of all steps and starts is taken. */
#ifndef GAN_INTERP_INTERP_INVERT_H
#define GAN_INTERP_INTERP_INVERT_H

#include "data/dataset.h"
#include "feature/features.h"
#include "data/zset.h"

struct gan_inverter;

struct gan_inverter_opt {
	struct gan_model *m;            /* outlives it; entries "look.*" are added to its store where look is given */
	int ema;                        /* G's weights are their running averages */
	struct gan_feature_net *look;   /* or NULL */
	int starts, steps;
	uint64_t seed;
};

/* size: what the set of pictures (or points) to be inverted is. GAN_DATA where that is not what G makes. */
struct gan_inverter *gan_inverter_new(const struct gan_inverter_opt *o, const struct gan_dataset *size, const char *name,
                                      struct gan_err *e);
void gan_inverter_free(struct gan_inverter *v);
/* Adds the latent of element k of the set to `to`; *mse is the mean squared error of its picture, of 0..1 (of points: as they
   are). */
int gan_inverter_run(struct gan_inverter *v, const struct gan_dataset *set, int64_t k, struct gan_zset *to, double *mse,
                     struct gan_err *e);

#endif
