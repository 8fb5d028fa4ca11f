/* What gan-styletx does: a picture with one picture's content and others' style, or a texture like others, by bringing a loss
   down in the picture itself. */
#ifndef GAN_STYLETX_STYLETX_H
#define GAN_STYLETX_STYLETX_H

#include <stdint.h>
#include "base/setting.h"
#include "stream/stream.h"

struct gan_styletx_opt {
	const char *const *file;  /* CONTENT STYLE[:WEIGHT]...; of textures STYLE[:WEIGHT]... */
	size_t nfile;
	int texture;              /* no content */
	int size[2];              /* W, H of the result; 0: the content's (of textures the first style's) */
	const struct gan_kv *mask; /* values "CONTENT" or "CONTENT:STYLE", files; one for each style, or none */
	const char *features;     /* MODEL or MODEL:NET.x: the network that looks */
	const char *output;       /* NULL or "-": stdout */
	const char *trace;        /* a table of all steps, TSV; NULL: none */
	const char *state;        /* the run's state: gone on from where it is there, and kept there; NULL: none */
	int64_t every;            /* the picture of each so many steps is written too; 0: only the last */
	const struct gan_kv *set; /* settings of style/ */
	unsigned read_flags;      /* GAN_READ_SALVAGE, of the model */
	struct gan_pg pg;         /* of the state */
	int (*caught)(void);      /* the signal that came, or 0; may be NULL */
	void (*progress)(void *ctx, const char *line);
	void (*note)(void *ctx, const char *line); /* what -v prints; may be NULL */
	void *ctx;
};

/* The settings as a table: key, values, default, unit, help. */
void gan_styletx_describe(struct gan_buf *b);
/* 0; 128 + n where signal n ended the run: the picture, the trace and the state are then as far as it came. */
int gan_app_styletx(const struct gan_styletx_opt *o, struct gan_err *e);

#endif
