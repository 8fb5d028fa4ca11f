#include "net/lb_random.h"

/* x + scale * weight * noise. A pixel's noise is the same in all channels, a channel's at all pixels. */
static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0], *n;
	struct gan_shape s = x->shape;
	int k, learnt = gan_lb_is(b, "weight", "1") || gan_kv_get(&b->layer->rename, "weight");
	struct gan_node *weight = NULL;

	if (!gan_lb_real_value(b, x))
		return NULL;
	if (s.rank < 2)
		return gan_lb_fail(b, "expected a vector or a picture");
	if (learnt && !(weight = gan_lb_vector(b, "weight", s.dim[s.rank - 1], 0)))
		return NULL;
	if (b->mode == GAN_NET_EVAL && gan_lb_is(b, "when", "train"))
		return x;
	for (k = 1; k < s.rank; k++)
		if (gan_lb_is(b, "per", k == s.rank - 1 ? "pixel" : "channel"))
			s.dim[k] = 1;
	n = gan_muls(b->g, gan_lb_draw(b, &s), gan_lb_real(b, "scale"));
	return gan_add(b->g, x, weight ? gan_mul(b->g, n, weight) : n);
}

static const struct gan_setting setting[] = {
	{ "scale", GAN_SET_REAL, "1", -1e6, 1e6, NULL, "", "factor of the noise" },
	GAN_SET_DIST,
	{ "per", GAN_SET_ENUM, "element", 0, 0, "element|pixel|channel", "", "what gets a number of its own" },
	{ "when", GAN_SET_ENUM, "train", 0, 0, "train|always", "", "in training only, or in every use of the net" },
	GAN_SET_FLAG("weight", "0", "a trained factor for each channel, 0 at the start"),
};
static const struct gan_layer_entry entry[] = { { "weight", 1 } };

const struct gan_layer_type gan_layer_noise = {
	"noise", "adds random numbers", setting, GAN_COUNT(setting), entry, GAN_COUNT(entry), 1, 1, build
};
