/* What gan-data does: pictures (or points) from files, pipes or nowhere, chosen, changed, and written as a data
   stream or as PNM. Order: the inputs' elements are counted; class and skip choose; colour, then size; label; then
   copies (the element, its mirror image, the warps of both); shuffle or stack; n. Memory: one picture and one record of up to
   64 MiB, with shuffle (and a grid of open size) the whole set. */
#ifndef GAN_DATA_DATA_H
#define GAN_DATA_DATA_H

#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/setting.h"
#include "stream/stream.h"

/* The bytes of a record: a set that is larger becomes a series. */
#define GAN_DATA_RECORD ((size_t)64 << 20)

enum gan_data_from {
	GAN_DATA_FILES, /* paths: PNM files and data streams, told apart by their first bytes */
	GAN_DATA_IDX,   /* paths: IMAGES [LABELS] */
	GAN_DATA_CIFAR, /* paths: CIFAR-10's binary files */
	GAN_DATA_TOY
};

enum { GAN_RECORD_ALL = -1, GAN_RECORD_LAST = -2 };

struct gan_data_opt {
	enum gan_data_from from;
	const char *toy;
	const struct gan_kv *toy_set; /* its settings, or NULL */
	const char *const *paths; /* "-" is stdin; none at all too, but for IDX and TOY */
	size_t npaths;
	unsigned read_flags;      /* of gan_reader_open */
	int64_t record;           /* of each data stream: a number, or GAN_RECORD_ALL, GAN_RECORD_LAST */
	int64_t klass;            /* only elements of this label; -1 all */
	int64_t skip;             /* leave out so many of them */
	int w, h;                 /* scale and crop to this; 0 no */
	int c;                    /* 1 gray, 3 rgb, 0 as they come */
	int64_t label;            /* of every element; -1 as they come */
	int flip;                 /* add mirror images */
	int64_t warp;             /* add so many random warps of each picture */
	int shuffle;
	int stack;                /* make pictures of so many channels, each a random gray element; 0 no */
	int64_t n;                /* write so many at most; -1 all (of toys: GAN_DATA_TOYS) */
	uint64_t seed;
	int pnm;                  /* write PNM: 1 one picture after another, 2 grids */
	int cols, rows;           /* of a grid; 0 near-square, of all */
	const char *output;
	int level;                /* of zstd; 0 plain safetensors; GAN_LEVEL_DEFAULT */
	struct gan_pg pg;
	/* May be NULL; ctx is for both. */
	void (*progress)(void *ctx, int64_t written);
	void (*warn)(void *ctx, const char *text);
	void *ctx;
};

#define GAN_DATA_TOYS 1000
#define GAN_DATA_STACK 16 /* channels, at most */

/* What was written. */
struct gan_data_done {
	int64_t n, h, w, c, d, nclass, records;
};

/* Defaults: everything off. */
void gan_data_defaults(struct gan_data_opt *o);
int gan_app_data(const struct gan_data_opt *o, struct gan_data_done *done, struct gan_err *e);

#endif
