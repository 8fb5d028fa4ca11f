#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0];
	int64_t k = gan_lb_int(b, "k");

	if (!gan_lb_real_value(b, x))
		return NULL;
	if (!x->shape.rank || x->shape.dim[x->shape.rank - 1] % k)
		return gan_lb_fail(b, "k=%lld pieces do not divide the channels", (long long)k);
	return gan_maxout(b->g, x, k);
}

static const struct gan_setting setting[] = {
	{ "k", GAN_SET_INT, NULL, 1, 65536, NULL, "", "pieces: adjacent channels, of which the greatest is kept" },
};

const struct gan_layer_type gan_layer_maxout = {
	"maxout", "the greatest of each k channels (Goodfellow 2013)", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
