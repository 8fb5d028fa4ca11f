/* Tensor streams, gan-stream(5): zstd frames of safetensors documents, or plain ones. The only includer of <zstd.h> is
   stream/. Provenance and atomic output files are here, so that no tool can forget them. */
#ifndef GAN_STREAM_STREAM_H
#define GAN_STREAM_STREAM_H

#include <stdint.h>
#include <stdio.h>
#include "stream/doc.h"

/* ---- limits ---- */
/* Bytes of data that a record may have, and whatever else is sized by input: GAN_MAX_BYTES (a number, perhaps with K M G
   or T), else half of the machine's memory. GAN_USAGE where the variable is not a number. */
int gan_stream_max_bytes(uint64_t *max, struct gan_err *e);
/* The level to write with where no -z is given: GAN_ZSTD, else 1. */
int gan_stream_level(int *level, struct gan_err *e);

/* ---- reading ---- */
struct gan_reader;

enum {
	GAN_READ_SALVAGE = 1 /* a cut series gives its whole records and then ends without an error */
};

/* path NULL or "-": stdin (refused where that is a terminal). GAN_NOINPUT where it cannot be opened; a folder is an error
   that says so. Reads nothing beyond what it needs and never seeks. */
struct gan_reader *gan_reader_open(const char *path, unsigned flags, struct gan_err *e);
/* The same over bytes already taken from fd (pushed-back head), for callers that looked at the first bytes. Owns fd;
   fd -1: the head is all there is. */
struct gan_reader *gan_reader_fd(int fd, const char *name, const void *head, size_t nhead, unsigned flags,
                                 struct gan_err *e);
/* Next document into d (cleared first): 1 read, 0 end of stream, -1 error (GAN_DATA...: the message begins with the
   reader's name and says record and byte). */
int gan_reader_next(struct gan_reader *r, struct gan_doc *d, struct gan_err *e);
void gan_reader_close(struct gan_reader *r);
const char *gan_reader_name(const struct gan_reader *r);
int gan_reader_is_zstd(const struct gan_reader *r);
/* XXH64 of all decompressed bytes so far, for provenance. */
uint64_t gan_reader_hash(const struct gan_reader *r);
/* After the end: what the user should know (a cut series was salvaged; a plain series cannot show a cut), or NULL. */
const char *gan_reader_warning(const struct gan_reader *r);
/* XXH64 of bytes in memory, to tell them from others. */
uint64_t gan_hash(const void *p, size_t n);
/* Bytes (of the 9 given) begin a tensor stream: 1; otherwise 0. Foreign magic is named by gan_reader_next. */
int gan_stream_detect(const void *head, size_t n);

/* ---- output files ---- */
struct gan_out;
/* path NULL or "-": stdout (binary output to a terminal is refused). A regular file is written beside and renamed at
   gan_out_commit; anything else is written straight. */
struct gan_out *gan_out_open(const char *path, struct gan_err *e);
/* The same for text, which a terminal may have. */
struct gan_out *gan_out_open_text(const char *path, struct gan_err *e);
int gan_out_flush(struct gan_out *o, struct gan_err *e); /* all so far to the descriptor; for series of pictures */
int gan_out_write(struct gan_out *o, const void *p, size_t n, struct gan_err *e);
int gan_out_commit(struct gan_out *o, struct gan_err *e); /* flush, fsync, rename; frees o also on failure */
void gan_out_abort(struct gan_out *o);                    /* removes what was written beside; frees o; NULL-safe */
const char *gan_out_name(const struct gan_out *o);
/* A stdio stream on the same fd for libnetpbm; flushed by commit. */
FILE *gan_out_stdio(struct gan_out *o, struct gan_err *e);
/* Async-signal-safe: unlinks temporary files that are open now. For second signals. */
void gan_out_unlink_all(void);

/* ---- writing ---- */
struct gan_writer;
#define GAN_LEVEL_DEFAULT (-1) /* gan_stream_level */
/* level 0: plain safetensors; 1..19: zstd. series: documents carry gan.seq, and the stream may have any number of them;
   otherwise one. A plain series has no end mark, so tools warn of it. Owns o, also on failure. */
struct gan_writer *gan_writer_open(struct gan_out *o, int level, int series, struct gan_err *e);
/* Canonical header, metadata sorted, format=pt and gan.stream=1 added; one frame, flushed to the fd. */
int gan_writer_put(struct gan_writer *w, struct gan_doc *d, struct gan_err *e);
/* EOS and commit; frees w also on failure. */
int gan_writer_close(struct gan_writer *w, struct gan_err *e);
void gan_writer_abort(struct gan_writer *w); /* no EOS, temporary file removed; NULL-safe */

/* ---- provenance, gan.pg ---- */
/* One tool's run: what goes into the record. argv is filtered: -j -o -q -v -z --log left out, paths cut to their last part. */
struct gan_pg {
	const char *program, *version;
	char **argv;
	int argc;
	int off; /* --no-pg */
};
/* Sets d's gan.pg to the parent's records (text, may be NULL) and this run's; hash 0: input still being read. */
int gan_pg_add(struct gan_doc *d, const struct gan_pg *pg, const char *const *parents, size_t nparents,
               uint64_t hash, int have_hash, struct gan_err *e);

#endif
