#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	return gan_lb_real_value(b, b->in[0]) ? gan_lrelu(b->g, b->in[0], gan_lb_real(b, "slope")) : NULL;
}

static const struct gan_setting setting[] = {
	{ "slope", GAN_SET_REAL, "0.2", -1e6, 1e6, NULL, "", "slope below 0 (PyTorch's own default is 0.01)" },
};

const struct gan_layer_type gan_layer_lrelu = {
	"lrelu", "leaky ReLU: x above 0, slope*x below", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
