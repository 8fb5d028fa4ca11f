#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0];
	struct gan_shape s;

	if (x->shape.rank < 1)
		return gan_lb_fail(b, "expected a value for each sample");
	if (x->shape.rank == 4 && gan_lb_is(b, "order", "chw"))
		return gan_flatten_chw(b->g, x);
	s = gan_shape_of(2, x->shape.dim[0], (int64_t)-1);
	return gan_reshape(b->g, x, &s);
}

static const struct gan_setting setting[] = {
	{ "order", GAN_SET_ENUM, "chw", 0, 0, "chw|hwc", "", "how a picture is counted: as in PyTorch, as in TensorFlow" },
};

const struct gan_layer_type gan_layer_flatten = {
	"flatten", "a picture as a vector", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
