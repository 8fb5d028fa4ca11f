/* What gan-init does: makes a model out of an architecture, a text or another model, with fresh or foreign weights. */
#ifndef GAN_APP_INIT_H
#define GAN_APP_INIT_H

#include <stdint.h>
#include "base/setting.h"
#include "stream/stream.h"

struct gan_init_opt {
	const char *what;           /* the name of an architecture, or a file of gan-net text ("-": stdin); NULL with from */
	const struct gan_kv *from;  /* values: "[NET=]MODEL[:WEIGHT]", models whose nets and weights are taken ("-": stdin); empty with
	                               what */
	const struct gan_kv *weights; /* values: "[NET=]FILE", tensors by name in PyTorch's layouts */
	const char *only;           /* nets to keep, "g" or "g,d"; NULL: all */
	const struct gan_kv *set;   /* settings of the architecture and of training, and like=DATA */
	const char *features;       /* MODEL that looks where an architecture needs one and no setting names it; or NULL */
	int text;                   /* write the nets' text instead of a model */
	const char *output;         /* NULL or "-": stdout */
	int level;                  /* of compression; 0: plain safetensors */
	long record;                /* of from; -1: the last */
	unsigned read_flags;        /* GAN_READ_SALVAGE */
	struct gan_pg pg;
	void (*note)(void *ctx, const char *line); /* what -v prints; may be NULL */
	void (*warn)(void *ctx, const char *line); /* may be NULL */
	void *ctx;
};

/* 0 or -1. GAN_USAGE for settings; GAN_DATA for text, models and weights that do not fit: missing, extra and misshapen
   tensors are listed. */
int gan_app_init(const struct gan_init_opt *o, struct gan_err *e);

/* The architectures, one a line. */
void gan_init_list(struct gan_buf *b);
/* The layer types of gan-net(5) and their settings. */
void gan_init_layers(struct gan_buf *b);
/* The settings of an architecture (NULL: of all) and of training: key, type and range, default, unit, meaning, between
   tabs. GAN_USAGE where there is no such architecture. */
int gan_init_describe(const char *arch, struct gan_buf *b, struct gan_err *e);

#endif
