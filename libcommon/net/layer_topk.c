#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0];
	int axis;
	struct gan_node *index = NULL, *value;
	int64_t k = gan_lb_int(b, "k");

	if (!gan_lb_real_value(b, x) || (axis = gan_lb_axis(b, "axis", x)) < 0)
		return NULL;
	if (k > x->shape.dim[axis])
		return gan_lb_fail(b, "k=%lld of %lld", (long long)k, (long long)x->shape.dim[axis]);
	value = gan_topk(b->g, x, axis, k, &index);
	return gan_lb_is(b, "give", "index") ? index : value;
}

static const struct gan_setting setting[] = {
	{ "axis", GAN_SET_TEXT, "-1", 0, 0, NULL, "", "axis: n h w c or a number" },
	{ "k", GAN_SET_INT, NULL, 1, 1 << 30, NULL, "", "how many" },
	{ "give", GAN_SET_ENUM, "value", 0, 0, "value|index", "", "the values, or where they were" },
};

const struct gan_layer_type gan_layer_topk = {
	"topk", "the k greatest along an axis, greatest first", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
