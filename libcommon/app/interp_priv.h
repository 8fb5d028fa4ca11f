/* The parts of gan-interp. Only app/interp*.c include this. */
#ifndef GAN_APP_INTERP_PRIV_H
#define GAN_APP_INTERP_PRIV_H

#include "app/interp.h"
#include "app/sampler.h"
#include "app/zset.h"
#include "model/model.h"

#define GAN_INTERP_MAX_PARENTS 64

struct gan_interp {
	const struct gan_interp_opt *o;
	struct gan_model m;
	struct gan_sampler *sampler; /* takes latents */
	uint64_t seed;
	char *parent[GAN_INTERP_MAX_PARENTS]; /* provenance of what was read, the model's first */
	size_t nparent;
};

int gan_interp_parent(struct gan_interp *ip, const char *pg, struct gan_err *e); /* adds a copy; pg may be NULL */

/* Adds the latents that spec gives: SEED (its sample 0), SEED:K, SEED:K-L, FILE (a stream of latents), FILE:K, FILE:K-L, or
   several of these with commas between them. */
int gan_interp_source(struct gan_interp *ip, const char *spec, struct gan_zset *to, struct gan_err *e);

/* All points in order: operands, or expressions in bound names. */
int gan_interp_points(struct gan_interp *ip, struct gan_zset *points, struct gan_err *e);

#endif
