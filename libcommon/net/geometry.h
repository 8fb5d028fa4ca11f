/* Private to net/: windows over pictures, as conv, convt and the pools state them. */
#ifndef GAN_NET_GEOMETRY_H
#define GAN_NET_GEOMETRY_H

#include "net/layer.h"

struct gan_window {
	int kh, kw, sh, sw, dh, dw;
	int top, bottom, left, right;
	int same; /* p=same: out = ceil(in/stride) of a convolution, in*stride of a transposed one */
};

/* Reads k= s= p= and, where the layer has it, d=. An empty s is k. 0 or -1 (reported). */
int gan_lb_window(struct gan_lb *b, struct gan_window *w);
/* p=same as TensorFlow has it, for a picture of h x w that is looked at through the window: the odd one goes to bottom
   and right. Does nothing without p=same. */
void gan_window_same(struct gan_window *w, int64_t h, int64_t ww);

#define GAN_SET_WINDOW(k_def, s_def) \
	{ "k", GAN_SET_TEXT, k_def, 0, 0, NULL, "pixels", "window: N, or HEIGHT,WIDTH" }, \
	{ "s", GAN_SET_TEXT, s_def, 0, 0, NULL, "pixels", "stride: N, or HEIGHT,WIDTH" }, \
	{ "p", GAN_SET_TEXT, "0", 0, 0, NULL, "pixels", "padding: N, or H,W, or TOP,BOTTOM,LEFT,RIGHT, or same" }

#endif
