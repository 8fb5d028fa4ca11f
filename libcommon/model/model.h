/* A model: its nets, its settings, its counters and its store; to and from one document of a stream. */
#ifndef GAN_MODEL_MODEL_H
#define GAN_MODEL_MODEL_H

#include "base/setting.h"
#include "net/net.h"
#include "stream/stream.h"
#include "tensor/tensor.h"

struct gan_model {
	struct gan_nets nets;
	struct gan_kv hyper;   /* settings of train/ that differ from nothing: all of them, filled with defaults */
	struct gan_store store;/* "g.main.0.weight", "ema.g....", "adam.m.g....", "log", ... */
	uint64_t step, images, seed;
	char *pg;              /* provenance so far, or NULL */
};

void gan_model_free(struct gan_model *m);
/* d's tensors are moved (permuted to memory order) into m. GAN_DATA where d is not a model or its tensors do not fit its nets. */
int gan_model_from_doc(struct gan_model *m, struct gan_doc *d, const char *source, struct gan_err *e);
/* A document with copies (permuted to stream order) of everything. gan.pg is m->pg; the caller adds its own record. */
int gan_model_to_doc(const struct gan_model *m, struct gan_doc *d, struct gan_err *e);
/* Reads the wanted record of a stream: record >= 0 or -1 for the last. */
int gan_model_read(struct gan_model *m, const char *path, long record, unsigned flags, struct gan_err *e);
/* Fails with GAN_DIVERGED-free GAN_DATA where the first tensor with a value that is not finite; used after loading. */

#endif
