/* Private to net/: layers of two or more values, one function of each pair of numbers. */
#ifndef GAN_NET_BINARY_H
#define GAN_NET_BINARY_H

#include "net/layer.h"

typedef struct gan_node *(*gan_pair_fn)(struct gan_graph *g, struct gan_node *a, struct gan_node *b);

extern const struct gan_setting gan_binary_settings[1]; /* by */

/* fn(fn(a, b), c)... over the line's values, or fn(a, by). */
struct gan_node *gan_lb_fold(struct gan_lb *b, gan_pair_fn fn);

/* The whole of such a layer's file; most: how many values it takes, -1 any. */
#define GAN_BINARY_LAYER(name, most, fn, help) \
	static struct gan_node *build(struct gan_lb *b) \
	{ \
		return gan_lb_fold(b, fn); \
	} \
	const struct gan_layer_type gan_layer_##name = { #name, help, gan_binary_settings, 1, NULL, 0, 1, most, build };

#endif
