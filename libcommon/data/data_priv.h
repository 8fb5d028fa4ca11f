/* The parts of gan-data: inputs, sources of elements, sinks for them. Only data_*.c and picture_source.c include this. */
#ifndef GAN_DATA_DATA_PRIV_H
#define GAN_DATA_DATA_PRIV_H

#include <stdio.h>
#include "data/data.h"
#include "data/dataset.h"
#include "data/input.h"
#include "image/image.h"

/* ---- sources (data_source.c, data_files.c) ---- */

/* One element. Its memory is the source's and lasts until the next is asked for. */
struct gan_element {
	const char *source;  /* name for messages, and its number there, from 1 */
	int64_t number;
	int64_t h, w, c, d;  /* as in gan_dataset */
	const uint8_t *x8;   /* a picture, or */
	const float *xf;     /* a point */
	int64_t label;       /* -1: none */
};

struct gan_source {
	/* 1, 0 at the end, -1. */
	int (*next)(struct gan_source *s, struct gan_element *el, struct gan_err *e);
	void (*close)(struct gan_source *s);
	const struct gan_data_opt *opt;
	void *state;
	char **pg;           /* provenance of the streams opened so far */
	size_t npg, cap;
	char *toy;           /* gan.toy, or NULL */
	int seen;            /* records of streams that were used */
	char *features;      /* gan.features of all records, or NULL */
	uint64_t hash;       /* of the only stream, once it was read to its end */
	int have_hash;
};

int gan_source_open(struct gan_source *s, const struct gan_data_opt *o, struct gan_err *e);
int gan_source_add_pg(struct gan_source *s, const char *pg, struct gan_err *e);
void gan_source_close(struct gan_source *s);

int gan_source_files(struct gan_source *s, struct gan_err *e); /* data_files.c */

/* ---- sinks (data_sink.c) ---- */

struct gan_sink {
	const struct gan_data_opt *opt;
	const struct gan_source *source; /* for provenance */
	struct gan_out *out;             /* until a writer has it */
	struct gan_writer *writer;
	FILE *f;                         /* PNM */
	struct gan_data_done *done;
	int labelled;
	size_t size;                     /* bytes of one element */
	size_t most;                     /* elements of a record or a grid */
	uint8_t *x;                      /* [n] elements */
	int64_t *y;
	size_t n, xcap, ycap;
};

/* Opens the output. */
int gan_sink_open(struct gan_sink *k, const struct gan_data_opt *o, const struct gan_source *s,
		  struct gan_data_done *done, struct gan_err *e);
/* Once, before the first element; done has its size. */
int gan_sink_start(struct gan_sink *k, int labelled, struct gan_err *e);
int gan_sink_put(struct gan_sink *k, const void *x, int64_t label, struct gan_err *e);
/* The rest, the end of the stream, and the rename. */
int gan_sink_finish(struct gan_sink *k, struct gan_err *e);
/* Gives up what was not finished; frees. */
void gan_sink_close(struct gan_sink *k);

/* ---- a whole set in memory (data_held.c) ---- */

struct gan_held {
	size_t n, size;      /* elements; bytes of one, set by the caller */
	uint64_t max;        /* bytes that all may have, set by the caller */
	uint8_t *x;          /* [n] elements */
	int64_t *y;          /* labels, -1 where there are none */
	size_t xcap, ycap;
};

/* what: the option that wants it, for the error. */
int gan_held_add(struct gan_held *h, const void *x, int64_t label, const char *what, struct gan_err *e);
void gan_held_free(struct gan_held *h);
/* Puts them in random order, up to opt->n. */
int gan_held_shuffle(const struct gan_held *h, struct gan_sink *k, struct gan_err *e);
/* Puts opt->n pictures (as many as are held, where that is not given) whose opt->stack channels are members drawn at
   random, with replacement; the label has theirs as its digits, to the base of the largest label plus 1, the first channel's the
   highest. */
int gan_held_stack(const struct gan_held *h, struct gan_sink *k, struct gan_err *e);

#endif
