/* Private to net/: sums, means and the like over axes. */
#ifndef GAN_NET_REDUCE_H
#define GAN_NET_REDUCE_H

#include "net/layer.h"

typedef struct gan_node *(*gan_reduce_fn)(struct gan_graph *g, struct gan_node *x, uint32_t axes, int keep);

extern const struct gan_setting gan_reduce_settings[2]; /* axes, keep */

struct gan_node *gan_lb_reduce(struct gan_lb *b, gan_reduce_fn fn);

/* The whole of such a layer's file. */
#define GAN_REDUCE_LAYER(name, fn, help) \
	static struct gan_node *build(struct gan_lb *b) \
	{ \
		return gan_lb_reduce(b, fn); \
	} \
	const struct gan_layer_type gan_layer_##name = { #name, help, gan_reduce_settings, 2, NULL, 0, 1, 1, build };

#endif
