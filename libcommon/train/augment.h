/* What the entries of augments.def share; private to train/. x is REAL [N,H,W,C]. */
#ifndef GAN_TRAIN_AUGMENT_H
#define GAN_TRAIN_AUGMENT_H

#include "train/train.h"

enum {
	GAN_AUGMENT_LAST = 1,  /* comes after the others: what it covers stays covered */
	GAN_AUGMENT_RANGE = 2  /* depends on what black and white are */
};

struct gan_augment {
	const char *name, *help;
	/* x changed at random, each sample in its own way; purpose begins the names of its random numbers. All have a
	   derivative in x. */
	struct gan_node *(*apply)(struct gan_graph *g, struct gan_node *x, const struct gan_range *range, const char *purpose);
	unsigned flags;
};

/* U(-1,1) [N,1,1,1], a number a sample. */
struct gan_node *gan_augment_draw(struct gan_graph *g, const struct gan_node *x, const char *purpose, const char *what);
/* Pixel numbers 0, 1, ... along axis 1 (y) or 2 (x): REAL [1,H,1,1] or [1,1,W,1]. */
struct gan_node *gan_augment_pixels(struct gan_graph *g, const struct gan_node *x, int axis);
/* A whole number in 0..n-1 for each sample, all equally often: REAL [N,1,1,1]. */
struct gan_node *gan_augment_whole(struct gan_graph *g, const struct gan_node *x, const char *purpose, const char *what, int64_t n);
/* x at the places (px, py), each [N,H,W,1] or what broadcasts to it, in pixels: bilinear, the edge repeated outside. */
struct gan_node *gan_augment_take(struct gan_graph *g, struct gan_node *x, struct gan_node *px, struct gan_node *py);

#endif
