/* What gan-stat does: says what streams hold, as text for people, as TSV or as JSON lines. Everything that a stream says
   of itself is escaped. Memory: one record. */
#ifndef GAN_APP_STAT_H
#define GAN_APP_STAT_H

#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "stream/stream.h"

enum gan_stat_what {
	GAN_STAT_SUMMARY,
	GAN_STAT_TENSORS, /* record name dtype shape bytes min max mean std nonfinite */
	GAN_STAT_NET,     /* record net layer type output params macs; a row "total" for each net */
	GAN_STAT_HYPER,   /* record key value */
	GAN_STAT_LOG,     /* record step and a column for each value */
	GAN_STAT_PG       /* record id program version parents count digest command */
};

enum { GAN_STAT_ALL = -1, GAN_STAT_LAST = -2 };

struct gan_stat_opt {
	const char *const *paths; /* "-" is stdin; none at all too */
	size_t npaths;
	enum gan_stat_what what;
	int json;
	int64_t record;           /* of each stream: a number, or GAN_STAT_ALL, GAN_STAT_LAST */
	unsigned read_flags;      /* of gan_reader_open */
	int verbose;              /* metadata in full, the content's hash */
	const char *output;
	void (*warn)(void *ctx, const char *text); /* may be NULL */
	void *ctx;
};

/* "tensors", "net", ...: 0, or -1 GAN_USAGE. */
int gan_stat_what_find(const char *name, enum gan_stat_what *what, struct gan_err *e);
/* GAN_DATA where a stream is bad, or nothing in it is of the kind that was asked for. */
int gan_app_stat(const struct gan_stat_opt *o, struct gan_err *e);

#endif
