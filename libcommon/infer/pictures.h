/* Pictures that a generator makes of latents, written as PNM: one grid, or one after another. */
#ifndef GAN_INFER_PICTURES_H
#define GAN_INFER_PICTURES_H

#include "infer/sampler.h"
#include "image/image.h"
#include "stream/stream.h"

/* What is to be made: samples 0..n of the seed's sequence, of latents z [n,...] where the sampler takes them. */
struct gan_pictures {
	struct gan_sampler *sampler; /* of pictures */
	uint64_t seed;
	const float *z;              /* or NULL */
	int64_t n;
};

/* A name that promises what we do not write is a mistake that all make once: GAN_USAGE, with the cure. tool: "gan-sample". */
int gan_pictures_name(const char *output, const char *tool, struct gan_err *e);
/* One picture, which leaves at once. */
int gan_pictures_put(struct gan_out *out, const struct gan_image *im, struct gan_err *e);
/* cols, rows 0: as gan_grid_shape has it. */
int gan_pictures_grid(const struct gan_pictures *p, struct gan_out *out, int cols, int rows, struct gan_err *e);
int gan_pictures_singly(const struct gan_pictures *p, struct gan_out *out, struct gan_err *e);

#endif
