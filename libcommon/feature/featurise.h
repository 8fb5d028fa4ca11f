/* What gan-stat -t and --partial do: a layer's numbers of a data set (feature/features.h), as a stream of features f [N,D] with the
   set's labels, larger sets as a series of records of about 64 MiB; or as their statistics (feature/stats.h), in one record. */
#ifndef GAN_FEATURE_FEATURISE_H
#define GAN_FEATURE_FEATURISE_H

#include <stddef.h>
#include "stream/stream.h"

struct gan_featurise_opt {
	const char *net;          /* MODEL or MODEL:LAYER; for statistics NULL too: of points or features */
	int stats;                /* statistics instead of features */
	const char *const *paths; /* data streams, one set; none: stdin */
	size_t npaths;
	const char *output;
	int level;                /* 0: plain safetensors; 1..19: zstd; GAN_LEVEL_DEFAULT */
	unsigned read_flags;      /* of gan_reader_open */
	struct gan_pg pg;
	void (*warn)(void *ctx, const char *text); /* may be NULL */
	void *ctx;
};

int gan_app_featurise(const struct gan_featurise_opt *o, struct gan_err *e);

#endif
