/* Sets of latents in memory: z [n,d], out of streams of latents or drawn as gan-sample draws them. A set owns its arrays;
   gan_zset_free is NULL-safe. Zero-initialise. */
#ifndef GAN_DATA_ZSET_H
#define GAN_DATA_ZSET_H

#include <stdint.h>
#include "model/model.h"
#include "stream/stream.h"

struct gan_zset {
	float *z;    /* [n,d] */
	int64_t n, d;
	char *pg;    /* provenance of the first stream read, or NULL */
};

void gan_zset_free(struct gan_zset *s);
/* Room for n more latents of d numbers, which are counted at once and zero: a pointer to the first, or NULL. GAN_DATA where
   those that are there have another length, or where all would be more than gan_stream_max_bytes. name is for errors. */
float *gan_zset_grow(struct gan_zset *s, int64_t n, int64_t d, const char *name, struct gan_err *e);
/* Adds those of a document: a tensor z [N,D]. */
int gan_zset_add_doc(struct gan_zset *s, struct gan_doc *d, const char *name, struct gan_err *e);
/* Adds those of all records of a stream. d is its first record, or NULL where none was read yet. */
int gan_zset_add_stream(struct gan_zset *s, struct gan_reader *in, struct gan_doc *d, struct gan_err *e);
/* Adds latents first..first+n of the seed's sequence for a purpose, distributed as m's are. GAN_SAMPLE_PURPOSE: those of which
   gan-sample -s SEED makes these samples of m. */
int gan_zset_draw(struct gan_zset *s, const struct gan_model *m, const char *purpose, uint64_t seed, int64_t first, int64_t n,
                  struct gan_err *e);

#endif
