/* The nets f and s of a transformer of pictures (train/perceptual.h): a copy of the network that looks, and a style's moments. */
#ifndef GAN_APP_INIT_STYLE_H
#define GAN_APP_INIT_STYLE_H

#include "model/model.h"

struct gan_init_style_opt {
	const char *picture;  /* a PNM file */
	const char *features; /* MODEL of the network that looks */
	unsigned read_flags;
};

/* Adds both to m, which has net g and its settings: text and entries. */
int gan_init_style(struct gan_model *m, const struct gan_init_style_opt *o, struct gan_err *e);

#endif
