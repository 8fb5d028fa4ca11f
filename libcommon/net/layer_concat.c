#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	char a[200], c[200];
	int axis = gan_lb_axis(b, "axis", b->in[0]), k, d;

	if (axis < 0)
		return NULL;
	if (axis == 0)
		return gan_lb_fail(b, "samples cannot be joined");
	for (k = 1; k < b->nin; k++) {
		int fits = b->in[k]->shape.rank == b->in[0]->shape.rank && b->in[k]->type == b->in[0]->type;

		for (d = 0; fits && d < b->in[0]->shape.rank; d++)
			fits = d == axis || b->in[k]->shape.dim[d] == b->in[0]->shape.dim[d];
		if (!fits)
			return gan_lb_fail(b, "its values do not fit: %s and %s", gan_shape_say(b->in[0], a, sizeof(a)),
			                   gan_shape_say(b->in[k], c, sizeof(c)));
	}
	return b->nin == 1 ? b->in[0] : gan_concat(b->g, b->in, b->nin, axis);
}

static const struct gan_setting setting[] = {
	{ "axis", GAN_SET_TEXT, "-1", 0, 0, NULL, "", "along which they are joined: h w c or a number" },
};

const struct gan_layer_type gan_layer_concat = {
	"concat", "values side by side, by channels unless said", setting, GAN_COUNT(setting), NULL, 0, 1, -1, build
};
