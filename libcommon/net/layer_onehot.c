#include "net/lb_index.h"

static struct gan_node *build(struct gan_lb *b)
{
	int64_t n = gan_lb_classes(b);

	return n < 0 ? NULL : gan_onehot(b->g, b->in[0], n);
}

static const struct gan_setting setting[] = { GAN_SET_CLASSES };

const struct gan_layer_type gan_layer_onehot = {
	"onehot", "1 at the label, 0 elsewhere", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
