/* The parts of gan-interp. Only files of interp/ include this. */
#ifndef GAN_INTERP_INTERP_PRIV_H
#define GAN_INTERP_INTERP_PRIV_H

#include "feature/features.h"
#include "data/input.h"
#include "interp/interp.h"
#include "infer/sampler.h"
#include "data/zset.h"
#include "model/model.h"

#define GAN_INTERP_MAX_PARENTS 64

/* A file that was named as a point: read once, however many models and operands ask for it. */
struct gan_interp_file {
	char *path, *name;      /* as given; for errors */
	struct gan_zset z;      /* its latents */
	struct gan_dataset set; /* or its pictures (or points), n > 0 */
};

struct gan_interp {
	const struct gan_interp_opt *o;
	struct gan_feature_net look;          /* where -f is given */
	int has_look;
	struct gan_interp_file *file;
	size_t nfile, cap;
	struct gan_out *out;                  /* pictures; latents until their writer is there */
	struct gan_writer *writer;            /* latents */
	struct gan_doc held;                  /* the last model's, which are written when it is known whether there are more */
	int holds;
	/* of one model */
	struct gan_model m;
	struct gan_sampler *sampler;          /* takes latents */
	uint64_t seed;
	char *parent[GAN_INTERP_MAX_PARENTS]; /* provenance of what was read, the model's first */
	size_t nparent;
	int64_t inverted;                     /* pictures that became latents so far */
	struct gan_zset dir;                  /* the direction, where it was given as a point */
	int drew, looked;                     /* for a direction: samples were drawn, and classified */
};

int gan_interp_parent(struct gan_interp *ip, const char *pg, struct gan_err *e); /* adds a copy; pg may be NULL */

/* Elements first..first+n of a file; n 0: all. */
struct gan_interp_range {
	int64_t first, n;
};
/* *r of a file of `all` elements, n filled in. GAN_DATA where there are not so many. what: "latent". */
int gan_interp_fit(struct gan_interp_range *r, int64_t all, const char *name, const char *what, struct gan_err *e);

/* The file at path ("-": stdin), read where it was not yet; NULL on error. It stays where it is until another one is read. */
const struct gan_interp_file *gan_interp_file(struct gan_interp *ip, const char *path, struct gan_err *e);
void gan_interp_files_free(struct gan_interp *ip);
/* Inverts elements of a set and adds their latents. */
int gan_interp_images(struct gan_interp *ip, const struct gan_dataset *set, const char *name, struct gan_interp_range r,
                      struct gan_zset *to, struct gan_err *e);

/* Adds the latents that spec gives: SEED (its sample 0), SEED:K, SEED:K-L, FILE (a stream of latents, or pictures, which are
   inverted), FILE:K, FILE:K-L, or several of these with commas between them. */
int gan_interp_source(struct gan_interp *ip, const char *spec, struct gan_zset *to, struct gan_err *e);

/* All points in order: operands, or expressions in bound names; and ip->dir. */
int gan_interp_points(struct gan_interp *ip, struct gan_zset *points, struct gan_err *e);

int gan_interp_is_method(const char *along);
/* The direction of --along: dir [latents]. */
int gan_interp_direction(struct gan_interp *ip, float *dir, struct gan_err *e);

#endif
