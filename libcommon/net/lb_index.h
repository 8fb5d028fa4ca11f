/* Private to net/: layers that move numbers by indices, from=x,index. */
#ifndef GAN_NET_LB_INDEX_H
#define GAN_NET_LB_INDEX_H

#include "net/layer.h"

/* Are the second value indices? Then the axis of setting axis, else -1 (reported). */
int gan_lb_index_axis(struct gan_lb *b);
/* Classes of the labels: n=, or those of the input they come from; -1 (reported) where neither is known. */
int64_t gan_lb_classes(struct gan_lb *b);

#define GAN_SET_AXIS { "axis", GAN_SET_TEXT, "-1", 0, 0, NULL, "", "axis: n h w c or a number" }
#define GAN_SET_CLASSES { "n", GAN_SET_INT, "", 1, 1 << 26, NULL, "", "classes; left out: those of the label input" }

#endif
