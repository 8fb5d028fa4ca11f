/* Shapes, element types, tensors and the store of named tensors.
   Ownership: a gan_tensor owns its data; gan_tensor_free and gan_store_free are NULL-safe. */
#ifndef GAN_TENSOR_TENSOR_H
#define GAN_TENSOR_TENSOR_H

#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"

#define GAN_MAX_RANK 8

/* The scalar type of kernel/ and plan/: float, or double in the REAL=double build (unit tests only). */
#ifdef GAN_REAL_DOUBLE
typedef double gan_real;
#define GAN_REAL GAN_F64
#else
typedef float gan_real;
#define GAN_REAL GAN_F32
#endif

/* The element types of safetensors. Names, never these numbers, go on disk. */
enum gan_dtype {
	GAN_BOOL, GAN_F4, GAN_F6_E2M3, GAN_F6_E3M2, GAN_U8, GAN_I8, GAN_F8_E5M2, GAN_F8_E4M3, GAN_F8_E8M0,
	GAN_F8_E4M3FNUZ, GAN_F8_E5M2FNUZ, GAN_I16, GAN_U16, GAN_F16, GAN_BF16, GAN_I32, GAN_U32, GAN_F32,
	GAN_C64, GAN_F64, GAN_I64, GAN_U64, GAN_NDTYPES
};

const char *gan_dtype_name(enum gan_dtype t);
int gan_dtype_find(const char *name, size_t n, enum gan_dtype *t); /* 0 or -1 */
unsigned gan_dtype_bits(enum gan_dtype t);

struct gan_shape {
	int rank;
	int64_t dim[GAN_MAX_RANK];
};

struct gan_shape gan_shape_of(int rank, ...); /* int64_t dims: gan_shape_of(2, (int64_t)n, (int64_t)c) */
int64_t gan_shape_count(const struct gan_shape *s); /* product; shapes are checked when made */
/* Product with overflow check, also where a dimension is 0; 0 or -1. */
int gan_shape_count_ok(const struct gan_shape *s, int64_t *count);
int gan_shape_eq(const struct gan_shape *a, const struct gan_shape *b);
void gan_shape_print(const struct gan_shape *s, struct gan_buf *b); /* "[64,3,3,3]" */
/* The same into a fixed buffer; returns buf. */
char *gan_shape_str(const struct gan_shape *s, char *buf, size_t n);

/* How a tensor's memory order relates to its order in a stream. Memory is NHWC-friendly; streams keep
   PyTorch's. The shape of a gan_tensor is the one in memory. */
enum gan_layout {
	GAN_LAYOUT_PLAIN,
	GAN_LAYOUT_CONV /* rank 4: stream [O,I,R,S] (or [I,O,R,S] of a transposed conv), memory [O,R,S,I] (or [I,R,S,O]) */
};

struct gan_tensor {
	enum gan_dtype dtype;
	struct gan_shape shape;
	enum gan_layout layout;
	size_t nbytes;
	void *data; /* 64-byte aligned, zeroed when made */
};

int gan_tensor_init(struct gan_tensor *t, enum gan_dtype dtype, const struct gan_shape *shape, struct gan_err *e);
void gan_tensor_free(struct gan_tensor *t);

/* The store: all state of a model as named tensors, in order of insertion. `next` is the shadow that a plan
   writes and commit swaps in. Entries never move once made (pointers stay valid until removed or freed). */
struct gan_entry {
	char *name;
	struct gan_tensor t;
	void *next; /* NULL until a plan assigns to it; same size as t.data */
};

struct gan_store {
	struct gan_entry **entry;
	size_t n, cap;
	struct gan_index *index; /* name -> entry */
};

void gan_store_free(struct gan_store *s);
struct gan_entry *gan_store_find(const struct gan_store *s, const char *name); /* NULL where absent */
/* A new zeroed tensor; fails with GAN_INTERNAL where the name is taken. NULL on failure. */
struct gan_entry *gan_store_add(struct gan_store *s, const char *name, enum gan_dtype dtype,
                                const struct gan_shape *shape, enum gan_layout layout, struct gan_err *e);
void gan_store_remove(struct gan_store *s, const char *name);
void gan_store_remove_all(struct gan_store *s, const char *prefix); /* every entry whose name begins so */
size_t gan_store_bytes(const struct gan_store *s);

#endif
