/* Private to net/: values that no input gives. */
#ifndef GAN_NET_VALUE_H
#define GAN_NET_VALUE_H

#include "net/layer.h"

/* to=N or C,H,W as a shape for one sample, and the layout that gives it PyTorch's order in a stream; 0 or -1
   (reported). */
int gan_lb_value_shape(struct gan_lb *b, struct gan_shape *s, enum gan_layout *layout);

#endif
