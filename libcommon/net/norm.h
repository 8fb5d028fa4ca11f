/* Private to net/: what the norm layers share. */
#ifndef GAN_NET_NORM_H
#define GAN_NET_NORM_H

#include "net/layer.h"

extern const struct gan_layer_entry gan_norm_entries[2]; /* weight, bias */

/* x * weight + bias per channel, where affine=1. */
struct gan_node *gan_lb_scale_shift(struct gan_lb *b, struct gan_node *x);

#define GAN_SET_NORM(eps_def) \
	{ "eps", GAN_SET_REAL, eps_def, 0, 1e6, NULL, "", "added to the variance" }, \
	GAN_SET_FLAG("affine", "1", "a trained scale and shift for each channel"), \
	{ "init", GAN_SET_TEXT, "", 0, 0, NULL, "", "initial scales, around 1: normal:S uniform:S constant:C" }

#endif
