/* The records of a stream that a tool was asked for, one by one: of a series, each, the last, or one. */
#ifndef GAN_DATA_SERIES_H
#define GAN_DATA_SERIES_H

#include "stream/stream.h"

enum {
	GAN_SERIES_ALL = -2, /* each record, as it arrives */
	GAN_SERIES_LAST = -1 /* as gan_cli_record has it */
};

struct gan_series_want {
	int64_t record;            /* GAN_SERIES_..., or a number from 0 */
	int (*fn)(void *ctx, struct gan_doc *d, const char *name, struct gan_err *e); /* may move out of d */
	void (*warn)(void *ctx, const char *line); /* what the user should know of the stream; may be NULL */
	void *ctx, *warn_ctx;
};

/* Calls fn for each record that is wanted. first: the record that was read already (its content may be moved), or NULL. The stream
   is read to its end, so that one that was cut is refused; GAN_DATA where there are no records, or not the wanted one. */
int gan_series_each(struct gan_reader *in, struct gan_doc *first, const struct gan_series_want *w, struct gan_err *e);

#endif
