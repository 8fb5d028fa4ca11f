/* Private to net/: random nodes of layers. */
#ifndef GAN_NET_LB_RANDOM_H
#define GAN_NET_LB_RANDOM_H

#include "net/layer.h"

/* N(0,1) or uniform in 0..1 by setting dist, of the shape; NULL (reported) where the application has no rng. */
struct gan_node *gan_lb_draw(struct gan_lb *b, const struct gan_shape *s);

#define GAN_SET_DIST { "dist", GAN_SET_ENUM, "normal", 0, 0, "normal|uniform", "", "N(0,1), or uniform in 0..1" }

#endif
