/* What of a picture a layer's positions depend on, read off a graph. */
#ifndef GAN_STYLE_REACH_H
#define GAN_STYLE_REACH_H

#include "graph/graph.h"

/* Of rows [0] and columns [1]: position i depends on pixels i*stride + lo to i*stride + hi of x, which may lie beyond its
   borders, where padding is. */
struct gan_style_reach {
	int64_t stride[2], lo[2], hi[2];
	int wraps; /* it is padded by the picture's other end */
};

/* Of value [N,h,w,C] in x, a picture among its ancestors. -1 and e (GAN_DATA) where an op between them looks at all positions at
   once, or moves them otherwise than by steps. */
int gan_style_reach(const struct gan_graph *g, const struct gan_node *x, const struct gan_node *value, struct gan_style_reach *r,
                    struct gan_err *e);

#endif
