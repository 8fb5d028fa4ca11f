/* See net_reduce.h. */
#include "net/net_reduce.h"

const struct gan_setting gan_reduce_settings[2] = {
	{ "axes", GAN_SET_TEXT, "", 0, 0, NULL, "", "over which, as h,w; left out: all but the samples'" },
	GAN_SET_FLAG("keep", "0", "the axes stay, with size 1"),
};

struct gan_node *gan_lb_reduce(struct gan_lb *b, gan_reduce_fn fn)
{
	struct gan_node *x = b->in[0];
	uint32_t axes;

	if (!gan_lb_real_value(b, x))
		return NULL;
	if (x->shape.rank < 2)
		return gan_lb_fail(b, "expected a vector or a picture");
	axes = gan_axes_but(x, 0);
	if (gan_lb_given(b, "axes") && gan_lb_axes(b, "axes", x, &axes) < 0)
		return NULL;
	return fn(b->g, x, axes, gan_lb_is(b, "keep", "1"));
}
