/* What gan-interp does: walks in the space of latents of one model or several, drawn as pictures by their generators. */
#ifndef GAN_INTERP_INTERP_H
#define GAN_INTERP_INTERP_H

#include <stddef.h>
#include <stdint.h>
#include "data/zpath.h"
#include "data/series.h"
#include "base/setting.h"
#include "stream/stream.h"

enum { GAN_INTERP_STARTS = 8, GAN_INTERP_STEPS = 500 };

enum gan_interp_mode {
	GAN_INTERP_PATH,   /* through the points in order; of one point, the point */
	GAN_INTERP_CLOSED, /* and back to the first */
	GAN_INTERP_POINTS, /* the points themselves */
	GAN_INTERP_SHEET,  /* between four corners, cols x rows */
	GAN_INTERP_VARY,   /* one point and variations of it */
	GAN_INTERP_ALONG   /* a row for each point, along a direction */
};

struct gan_interp_opt {
	const char *model;        /* NULL or "-": stdin */
	const char *output;       /* NULL or "-": stdout */
	const char *const *point; /* SEED[:K[-L]] or FILE[:K[-L]], several with commas between; expressions where names are bound */
	size_t npoint;
	const struct gan_kv *names; /* what the names in expressions are bound to, as points are given; empty: no expressions */
	enum gan_interp_mode mode;
	enum gan_curve curve;
	int64_t n;                /* frames; 0: the mode's default */
	int sheet[2];             /* SHEET: columns, rows */
	double vary;              /* VARY: the amount of noise */
	const char *along;        /* ALONG: sefa:K, pca:LAYER:K, class:A[-B], logistic:A[-B], or one point */
	double by[2];             /* ALONG: from, to, in lengths of the direction */
	const char *features;     /* MODEL[:LAYER], a network that looks at pictures that are inverted, or classifies; or NULL */
	int starts, steps;        /* of inversion; 0: GAN_INTERP_STARTS, GAN_INTERP_STEPS */
	int cols, rows;           /* of the grid; cols 0: the mode's default, -1: near-square */
	int one;                  /* pictures one after another instead of a grid */
	int tensors;              /* latents instead of pictures */
	int no_ema;
	int64_t seed;             /* of variations and of what the net draws itself; -1: the model's */
	long record;              /* of a series of models: GAN_SERIES_..., or a number from 0 */
	unsigned read_flags;      /* GAN_READ_SALVAGE */
	int level;                /* of latents; GAN_LEVEL_DEFAULT */
	struct gan_pg pg;
	void (*note)(void *ctx, const char *line); /* what -v prints; may be NULL */
	void (*warn)(void *ctx, const char *line);
	void *ctx;
};

int gan_app_interp(const struct gan_interp_opt *o, struct gan_err *e);

#endif
