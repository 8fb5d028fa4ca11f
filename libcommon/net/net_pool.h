/* Private to net/: what the pools share. */
#ifndef GAN_NET_POOL_H
#define GAN_NET_POOL_H

#include "net/geometry.h"

/* The pool's geometry on picture x, ceil mode resolved; 0 or -1 (reported). */
int gan_lb_pool(struct gan_lb *b, const struct gan_node *x, struct gan_pool_attr *a);

/* The geometry of a pool that gave y from a picture of size to=; 0 or -1 (reported). */
int gan_lb_unpool(struct gan_lb *b, const struct gan_node *y, struct gan_pool_attr *a);

#define GAN_SET_POOL \
	{ "k", GAN_SET_TEXT, "2", 0, 0, NULL, "pixels", "window: N, or HEIGHT,WIDTH, or all: the whole picture" }, \
	{ "s", GAN_SET_TEXT, "", 0, 0, NULL, "pixels", "stride: N, or HEIGHT,WIDTH; left out: the window's size" }, \
	{ "p", GAN_SET_TEXT, "0", 0, 0, NULL, "pixels", "padding: N, or H,W, or TOP,BOTTOM,LEFT,RIGHT, or same" }, \
	GAN_SET_FLAG("ceil", "0", "cells left over get a window of their own")

#endif
