/* A data set in memory, out of data streams: what gan-step trains on, and what like=DATA looks at.
   Pictures are x8 [n,h,w,c] bytes, points xf [n,d], and streams of features and of latents are points; labels y [n]
   where the set has them. Pictures may come as numbers, 0..1, a byte over 255: then they are in xf [n,h,w,c] as they
   came, and in x8 rounded. A set owns its arrays; gan_dataset_free is NULL-safe. */
#ifndef GAN_DATA_DATASET_H
#define GAN_DATA_DATASET_H

#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "stream/doc.h"
#include "stream/stream.h"

struct gan_dataset {
	int64_t n;       /* pictures or points */
	int64_t h, w, c; /* pictures; 0 for points */
	int64_t d;       /* numbers of one element: h*w*c for pictures */
	uint8_t *x8;     /* [n,h,w,c]; NULL for points */
	float *xf;       /* [n,d]; NULL for pictures that are bytes */
	int64_t *y;      /* [n], each 0 or more; NULL where the set has no labels */
	int labelled;
	int64_t nclass;  /* the largest label plus 1; 0 unlabelled */
	char **pg;       /* provenance of each stream read, "" where it has none; npg = number of paths */
	size_t npg;
	char *toy;       /* gan.toy of the first record (image/toy.h), where there is one stream, or NULL */
	char *features;  /* gan.features, of which network these points are values, the same in all records; or NULL */
	char *warning;   /* what the user should know of the streams (a cut one was salvaged), or NULL */
};

void gan_dataset_free(struct gan_dataset *s);

/* Beside the flags of gan_reader_open: numbers of pictures may be anything; in x8 they are cut to 0..1, NaN to 0. */
#define GAN_DATASET_ANY (1u << 16)

/* All records of all streams, in order, as one set. paths: files, FIFOs, "-" for stdin (once). GAN_DATA: a record that
   differs in size from the first, labels in some records but not in all, other kinds of stream, a cut series (but with
   GAN_READ_SALVAGE), numbers of pictures outside 0..1 (but with GAN_DATASET_ANY), a set without elements, a set beyond
   gan_stream_max_bytes. flags: those of gan_reader_open, and GAN_DATASET_ANY.
   Peak memory: the set and one record, for the records of a series are let go as they are copied. */
int gan_dataset_load(struct gan_dataset *s, const char *const *paths, size_t n, unsigned flags, struct gan_err *e);

/* The same of one open stream, d its first record, which was read to see what it is. */
int gan_dataset_read(struct gan_dataset *s, struct gan_reader *r, struct gan_doc *d, struct gan_err *e);

/* Size, channels and classes without the data: x8, xf and y stay NULL and n counts what was read. One record is
   read; of labelled data all are, for their classes may not all be in the first. Works on a FIFO. */
int gan_dataset_peek(struct gan_dataset *s, const char *path, unsigned flags, struct gan_err *e);

/* GAN_DATA, with the element's and the number's place from 1, where a number of xf is not finite. */
int gan_dataset_finite(const struct gan_dataset *s, const char *name, struct gan_err *e);

/* Number j of all points, sorted: [n], which the caller frees. */
float *gan_dataset_sorted(const struct gan_dataset *s, int64_t j, struct gan_err *e);

/* ---- one record ---- */

/* A data record as seen: pointers into the document. */
struct gan_data_view {
	int64_t n, h, w, c, d;     /* as above */
	const uint8_t *x8;
	const float *xf;
	const int64_t *y;          /* NULL unlabelled */
};
/* Checks that d is a data record and points v into it: x U8 [N,H,W,C], or x [N,H,W,C] or [N,D] of numbers (converted
   to F32 in place), or, taken as points, features (gan.kind=features) f [N,D] or latents (gan.kind=latents) z [N,D];
   y [N] of integers (converted to I64). name is for errors. */
int gan_data_view(struct gan_data_view *v, struct gan_doc *d, const char *name, struct gan_err *e);

/* Pictures as numbers (data/dataset_numbers.c). GAN_DATA where one of v is not in 0..1, with its place. */
int gan_data_view_range(const struct gan_data_view *v, const char *name, struct gan_err *e);
/* x8[n] of numbers xf[n], rounded, cut to 0..255. The arrays may begin at the same place. */
void gan_data_round(uint8_t *x8, const float *xf, int64_t n);
/* Pictures as numbers become bytes, in the document's own memory. Anything else stays as it is. */
int gan_data_view_bytes(struct gan_data_view *v, struct gan_doc *d, const char *name, struct gan_err *e);

/* a and b, gan.features or NULL each, are of one kind: 0, or GAN_DATA that says b is not as a is in `as`. */
int gan_data_same_features(const char *a, const char *as, const char *b, const char *name, struct gan_err *e);

/* "28x28 gray", "64x64 rgb", "2 numbers"; returns buf. */
char *gan_data_size_str(char *buf, size_t n, int64_t h, int64_t w, int64_t c, int64_t d);

#endif
