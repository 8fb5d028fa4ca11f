/* A layer of a model as a function of data: what metrics compare instead of pixels, and a classifier's logits.

   The net runs as gan-sample runs a generator: with running statistics and without dropout, with the running averages of
   its weights where the model has some. Pictures go in as bytes, of the size that the net's input has; only a net itself
   resizes. Samples are computed GAN_FEATURE_BATCH at a time, or fewer where the net's values are large or samples few, the last
   batch padded, so a sample's features do not depend on its neighbours. A layer that is a picture gives its numbers in C,H,W
   order, as the layer flatten does. */
#ifndef GAN_FEATURE_FEATURES_H
#define GAN_FEATURE_FEATURES_H

#include "data/dataset.h"
#include "model/model.h"

#define GAN_FEATURE_BATCH 64

/* A model opened as "MODEL", "MODEL:LAYER" or "MODEL:NET.LAYER". Without NET it is the only net, or else c, or else d. */
struct gan_feature_net {
	struct gan_model m;
	const struct gan_net *net;
	char *layer;               /* NULL: none was named */
	char *name;                /* of the file, as given */
	int ema;                   /* the weights are running averages */
	uint64_t hash;             /* XXH64 of what was read */
};

/* The net that looks at data where none is named: the only one, or else c, or else d; NULL. */
const struct gan_net *gan_net_that_looks(const struct gan_nets *nets);

/* spec ends at its last ':'; the last record of a series is taken. */
int gan_feature_net_open(struct gan_feature_net *f, const char *spec, unsigned read_flags, struct gan_err *e);
void gan_feature_net_free(struct gan_feature_net *f); /* NULL-safe */

/* The net's entries as it is used (its running averages where it has some), into a store, each under prefix and its own name within
   the net; those that are there already stay. */
int gan_feature_net_copy(const struct gan_feature_net *f, struct gan_store *to, const char *prefix, struct gan_err *e);

/* Which value of the net where the spec names no layer: its output, or the layer called "features". RAW asks no net: points are
   as they are, and of pictures it is the bytes over 255. */
enum gan_feature_which { GAN_FEATURE_OUTPUT, GAN_FEATURE_LAYER, GAN_FEATURE_RAW };

/* Rows [s->n, *d] of a layer's numbers, for a whole set; the caller frees. GAN_DATA where the set does not fit the net's
   input, with the cure, or where there is no such layer, with the names that there are. f NULL: the set's points (or
   features) as they are, and pictures are refused. */
float *gan_features_of(struct gan_feature_net *f, enum gan_feature_which which, const struct gan_dataset *s, int64_t *d,
                       struct gan_err *e);

/* GAN_DATA where a number of x[n,d] is not finite. */
int gan_features_finite(const float *x, int64_t n, int64_t d, struct gan_err *e);

/* 0 where a set of v's size is what the net's first input reads, else GAN_DATA with the cure. name is the model's. */
int gan_net_reads(const struct gan_net *net, const char *name, const struct gan_dataset *v, struct gan_err *e);
int gan_feature_net_fits(const struct gan_feature_net *f, const struct gan_dataset *v, struct gan_err *e);
/* The same as nodes of a graph: rows [n,d] of x, U8 or REAL [n,h,w,c] of 0..255 or REAL [n,d]. The net's entries are read from
   the scope, with prefix before their names. NULL on failure. */
struct gan_node *gan_features_node(const struct gan_feature_net *f, enum gan_feature_which which, struct gan_graph *g,
                                   struct gan_scope *scope, const char *prefix, struct gan_node *x, struct gan_err *e);

/* "net=NET.LAYER hash=... weights=ema|own input=bytes|points resize=none|WxH,...": what a stream of features says of where they are
   from, in its gan.features. Features compare where it is equal. Returns buf. */
char *gan_feature_id(const struct gan_feature_net *f, enum gan_feature_which which, char *buf, size_t n);

/* "net=FILE:LAYER hash=... weights=ema|own input=bytes|points resize=none|WxH,...", "net=none", or "net=none input=raw": what a
   metric says of where its numbers are from. Returns buf. */
char *gan_feature_note(const struct gan_feature_net *f, enum gan_feature_which which, char *buf, size_t n);

#endif
