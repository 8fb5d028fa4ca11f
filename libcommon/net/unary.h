/* Private to net/: layers without settings or parameters, one function of each number. */
#ifndef GAN_NET_UNARY_H
#define GAN_NET_UNARY_H

#include "net/layer.h"

/* The whole of such a layer's file, fn being a gan_node *(graph, x). */
#define GAN_UNARY_LAYER(name, fn, help) \
	static struct gan_node *build(struct gan_lb *b) \
	{ \
		return gan_lb_real_value(b, b->in[0]) ? fn(b->g, b->in[0]) : NULL; \
	} \
	const struct gan_layer_type gan_layer_##name = { #name, help, NULL, 0, NULL, 0, 1, 1, build };

#endif
