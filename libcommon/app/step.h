/* What gan-step does: reads a model, trains it on data, writes it. */
#ifndef GAN_APP_STEP_H
#define GAN_APP_STEP_H

#include <stdint.h>
#include "base/setting.h"
#include "stream/stream.h"

struct gan_step_opt {
	const char *model;          /* NULL or "-": stdin */
	const char *const *data;    /* data streams; needed where there is a step to make */
	size_t ndata;
	const struct gan_kv *set;   /* settings from here on */
	int64_t n;                  /* steps to make, or */
	int64_t to;                 /* the step to reach; -1: n counts */
	int64_t every;              /* also write at each multiple of so many steps; 0: at the end only */
	const char *output;         /* NULL or "-": stdout, where several models are a series; a file holds the latest */
	const char *log;            /* TSV, a line each step, appended; or NULL */
	int level;                  /* 0: plain safetensors; 1..19: zstd; GAN_LEVEL_DEFAULT */
	long record;                /* of the model's stream; -1: the last */
	unsigned read_flags;        /* GAN_READ_SALVAGE */
	struct gan_pg pg;
	struct gan_buf *profile;    /* gets seconds by op (TSV); NULL: not measured */
	int (*caught)(void);        /* a signal's number as soon as one was caught, else 0 */
	void (*progress)(void *ctx, const char *line); /* after each step; may be NULL */
	void (*note)(void *ctx, const char *line);     /* what -v prints; may be NULL */
	void (*warn)(void *ctx, const char *line);
	void *ctx;
};

/* 0; 128+n where signal n ended training after a whole step; -1: GAN_DIVERGED after the last good model was written,
   others without end-of-stream mark and without touching a file named by output. */
int gan_app_step(const struct gan_step_opt *o, struct gan_err *e);

#endif
