/* Sums, means and the like over axes. */
#include "net/layer.h"

typedef struct gan_node *(*reduce_fn)(struct gan_graph *g, struct gan_node *x, uint32_t axes, int keep);

static struct gan_node *variance(struct gan_graph *g, struct gan_node *x, uint32_t axes, int keep)
{
	struct gan_node *mean = gan_mean(g, x, axes, 1);

	return gan_mean(g, gan_square(g, gan_sub(g, x, mean)), axes, keep);
}

static struct gan_node *reduce(struct gan_lb *b, reduce_fn fn)
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

static const struct gan_setting setting[] = {
	{ "axes", GAN_SET_TEXT, "", 0, 0, NULL, "", "over which, as h,w; left out: all but the samples'" },
	GAN_SET_FLAG("keep", "0", "the axes stay, with size 1"),
};

#define REDUCE(name, fn, help) \
	static struct gan_node *build_##name(struct gan_lb *b) \
	{ \
		return reduce(b, fn); \
	} \
	const struct gan_layer_type gan_layer_##name = { \
		#name, help, setting, GAN_COUNT(setting), NULL, 0, 1, 1, build_##name \
	};

REDUCE(amax, gan_amax, "greatest over axes")
REDUCE(mean, gan_mean, "mean over axes")
REDUCE(sum, gan_sum, "sum over axes")
REDUCE(var, variance, "variance (biased) over axes")
