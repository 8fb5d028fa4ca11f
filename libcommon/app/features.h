/* A layer of a model as a function of data: what metrics compare instead of pixels, and a classifier's logits.

   The net runs as gan-sample runs a generator: with running statistics and without dropout, with the running averages of
   its weights where the model has some. Pictures go in as bytes, of the size that the net's input has; nothing is resized
   here. Samples are computed GAN_FEATURE_BATCH at a time, the last batch padded, so a sample's features do not depend on
   its neighbours. A layer that is a picture gives its numbers in C,H,W order, as the layer flatten does. */
#ifndef GAN_APP_FEATURES_H
#define GAN_APP_FEATURES_H

#include "app/dataset.h"
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

/* spec ends at its last ':'; the last record of a series is taken. */
int gan_feature_net_open(struct gan_feature_net *f, const char *spec, unsigned read_flags, struct gan_err *e);
void gan_feature_net_free(struct gan_feature_net *f); /* NULL-safe */

/* Which value of the net where the spec names no layer: its output, or the layer called "features". */
enum gan_feature_which { GAN_FEATURE_OUTPUT, GAN_FEATURE_LAYER };

struct gan_features;

/* A plan for data like v (sizes only are looked at). f must outlive it. GAN_DATA where they do not fit the net's input,
   with the cure, or where there is no such layer, with the names that there are. */
struct gan_features *gan_features_new(struct gan_feature_net *f, enum gan_feature_which which, const struct gan_data_view *v,
                                      struct gan_err *e);
void gan_features_free(struct gan_features *s);
int64_t gan_features_dim(const struct gan_features *s);
/* out[v->n, dim]. v must have the sizes that s was made for. */
int gan_features_run(struct gan_features *s, const struct gan_data_view *v, float *out, struct gan_err *e);

#endif
