/* Private to net/: what the layers that resize share. */
#ifndef GAN_NET_RESIZE_H
#define GAN_NET_RESIZE_H

#include "net/layer.h"

/* x as a picture of h x w by the line's mode=, corners= and asymmetric=; with adjoint set it is the resized one and h x w the
   size it had. NULL (reported) where the settings exclude each other. */
struct gan_node *gan_lb_resize(struct gan_lb *b, struct gan_node *x, int64_t h, int64_t w, int adjoint);

#define GAN_SET_RESIZE(mode, corners, asymmetric) \
	{ "mode", GAN_SET_ENUM, "nearest", 0, 0, "nearest|bilinear", "", mode }, \
	GAN_SET_FLAG("corners", "0", corners), \
	GAN_SET_FLAG("asymmetric", "0", asymmetric)

#define GAN_HELP_CORNERS "bilinear: outermost pixels stay where they are (align_corners)"
#define GAN_HELP_ASYMMETRIC "bilinear: the first pixel stays where it is, as in TensorFlow 1"

#endif
