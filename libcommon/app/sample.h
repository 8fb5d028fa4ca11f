/* What gan-sample does: reads models, writes pictures of what their generators make, or data. */
#ifndef GAN_APP_SAMPLE_H
#define GAN_APP_SAMPLE_H

#include <stdint.h>
#include "data/series.h"
#include "stream/stream.h"

struct gan_sample_opt {
	const char *model;    /* NULL or "-": stdin */
	const char *output;   /* NULL or "-": stdout */
	const char *latents;  /* a stream of latents z [N,D] to use; NULL: drawn */
	int64_t n;            /* samples of each model; 0: 64, or as many as there are latents */
	int cols, rows;       /* of the grid; 0: near-square, as many as are needed */
	int one;              /* pictures one after another instead of a grid */
	int tensors;          /* a data stream instead of pictures */
	const char *image;    /* pictures (PNM, or a data stream) that net g takes; one is made of each; or NULL */
	const char *quiz;     /* a data stream of real pictures: the picture is a sheet of both (quiz.h), n of them; or NULL */
	const char *key;      /* with quiz: the file that its key goes to */
	int no_ema;
	int64_t seed;         /* -1: the model's */
	long record;          /* GAN_SERIES_... (data/series.h), or a number from 0 */
	unsigned read_flags;  /* GAN_READ_SALVAGE */
	int level;            /* of the data stream; GAN_LEVEL_DEFAULT */
	struct gan_pg pg;
	void (*note)(void *ctx, const char *line); /* what -v prints; may be NULL */
	void (*warn)(void *ctx, const char *line);
	void *ctx;
};

int gan_app_sample(const struct gan_sample_opt *o, struct gan_err *e);

#endif
