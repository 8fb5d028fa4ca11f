#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0];
	int axis;

	if (!gan_lb_real_value(b, x) || (axis = gan_lb_axis(b, "axis", x)) < 0)
		return NULL;
	return gan_argmax(b->g, x, axis);
}

static const struct gan_setting setting[] = {
	{ "axis", GAN_SET_TEXT, "-1", 0, 0, NULL, "", "axis: n h w c or a number" },
};

const struct gan_layer_type gan_layer_argmax = {
	"argmax", "place of the greatest along an axis", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
