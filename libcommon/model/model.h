/* A model: its nets, its settings, its counters and its store; to and from one document of a stream.

   The document has gan.kind=model, gan.net (text), gan.hyper (key=value a line), gan.step, gan.images, gan.seed, gan.pg, and
   as tensors every entry of the store under its name, in PyTorch's layouts, plus the log (model/log.h). The nets'
   own tensors must all be there; others are moments ("adam.m.<entry>"), averages ("ema.<entry>") and counters.
   A model owns everything; gan_model_free is NULL-safe. Zero-initialise. */
#ifndef GAN_MODEL_MODEL_H
#define GAN_MODEL_MODEL_H

#include "base/setting.h"
#include "model/log.h"
#include "net/net.h"
#include "stream/stream.h"
#include "tensor/tensor.h"

struct gan_model {
	struct gan_nets nets;
	struct gan_kv hyper;    /* all settings of train/, filled with defaults, and what an architecture added */
	struct gan_store store; /* "g.main.0.weight", "ema.g....", "adam.m.g....", ... */
	struct gan_log log;
	uint64_t step, images;  /* steps made, images seen; seed stands in hyper */
	uint64_t seed;
	char *pg;               /* provenance so far, or NULL */
};

void gan_model_free(struct gan_model *m);
/* d's tensors are moved (permuted to memory order) into m. GAN_DATA where d is not a model or its tensors do not fit its
   nets; the message begins with source. */
int gan_model_from_doc(struct gan_model *m, struct gan_doc *d, const char *source, struct gan_err *e);
/* A document with copies (permuted to stream order) of everything. gan.pg is m->pg; the caller adds its own record. */
int gan_model_to_doc(const struct gan_model *m, struct gan_doc *d, struct gan_err *e);
/* Where a model came from. */
struct gan_model_source {
	uint64_t hash;     /* XXH64 of what was read */
	char warning[256]; /* what the user should know of the stream; "" for nothing */
};
/* Reads the wanted record of a stream: record >= 0 or -1 for the last. from may be NULL. */
int gan_model_read(struct gan_model *m, const char *path, long record, unsigned flags, struct gan_model_source *from,
                   struct gan_err *e);
/* Settings given on a command line: gan_train_set and, for seed, m->seed. */
int gan_model_set(struct gan_model *m, const struct gan_kv *given, struct gan_err *e);

/* Between the shape in memory and that in a stream, for GAN_LAYOUT_CONV; the same for PLAIN. */
struct gan_shape gan_stream_shape(const struct gan_shape *memory, enum gan_layout layout);
/* Copies n-byte elements from stream order to memory order (to_stream 0) or back (1). shape is the one in memory. */
void gan_stream_permute(void *dst, const void *src, const struct gan_shape *shape, enum gan_layout layout, int to_stream, size_t n);

#endif
