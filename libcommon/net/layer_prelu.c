#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0], *w;
	int64_t n;

	if (!gan_lb_real_value(b, x))
		return NULL;
	n = gan_lb_is(b, "per", "channel") && x->shape.rank ? x->shape.dim[x->shape.rank - 1] : 1;
	w = gan_lb_vector(b, "weight", n, gan_lb_real(b, "slope"));
	return gan_add(b->g, gan_relu(b->g, x), gan_mul(b->g, gan_min(b->g, x, gan_const(b->g, 0)), w));
}

static const struct gan_setting setting[] = {
	{ "per", GAN_SET_ENUM, "layer", 0, 0, "layer|channel", "", "one slope, or one for each channel" },
	{ "slope", GAN_SET_REAL, "0.25", -1e6, 1e6, NULL, "", "slope below 0 at the start" },
};
static const struct gan_layer_entry entry[] = { { "weight", 1 } };

const struct gan_layer_type gan_layer_prelu = {
	"prelu", "leaky ReLU with trained slopes", setting, GAN_COUNT(setting), entry, GAN_COUNT(entry), 1, 1, build
};
