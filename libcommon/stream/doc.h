/* One safetensors document in memory: tensors and metadata, both in the order in which they were added or read.
   Shapes here are the stream's (PyTorch's order). Owns everything; gan_doc_free is NULL-safe. */
#ifndef GAN_STREAM_DOC_H
#define GAN_STREAM_DOC_H

#include "base/err.h"
#include "base/setting.h"
#include "tensor/tensor.h"

struct gan_doc_tensor {
	char *name;
	struct gan_tensor t;
};

struct gan_doc {
	struct gan_doc_tensor *tensor;
	size_t n, cap;
	struct gan_kv meta;
};

void gan_doc_free(struct gan_doc *d);
struct gan_doc_tensor *gan_doc_find(const struct gan_doc *d, const char *name);
/* A new zeroed tensor; NULL on failure. */
struct gan_doc_tensor *gan_doc_add(struct gan_doc *d, const char *name, enum gan_dtype t, const struct gan_shape *s,
                                   struct gan_err *e);
/* Converts in place to F32 (from F64, F16, BF16, BOOL and integers) or I64 (from integers, and reals that are whole);
   GAN_DATA for what is not computed on (F8...). */
int gan_doc_tensor_to(struct gan_doc_tensor *t, enum gan_dtype want, struct gan_err *e);

#endif
