#include "net/layer.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0];
	struct gan_slice_attr a = { .step = { 0 } };
	int axis, k;
	struct gan_shape s = x->shape;
	int64_t last;

	if (!gan_lb_real_value(b, x) || (axis = gan_lb_axis(b, "axis", x)) < 0)
		return NULL;
	if (axis == 0)
		return gan_lb_fail(b, "samples cannot be added");
	for (k = 0; k < s.rank; k++) {
		a.step[k] = 1;
		a.n[k] = s.dim[k];
	}
	a.start[axis] = gan_lb_int(b, "start");
	a.step[axis] = gan_lb_int(b, "step");
	s.dim[axis] = gan_lb_int(b, "n");
	last = a.start[axis] + (a.n[axis] - 1) * a.step[axis];
	if (last >= s.dim[axis])
		return gan_lb_fail(b, "its last place would be %lld of n=%lld", (long long)last, (long long)s.dim[axis]);
	return gan_slice_adj(b->g, x, &a, &s);
}

static const struct gan_setting setting[] = {
	{ "axis", GAN_SET_TEXT, NULL, 0, 0, NULL, "", "axis: h w c or a number" },
	{ "n", GAN_SET_INT, NULL, 1, 1 << 30, NULL, "", "size of the axis of the result" },
	{ "start", GAN_SET_INT, "0", 0, 1 << 30, NULL, "", "place of the first" },
	{ "step", GAN_SET_INT, "1", 1, 1 << 20, NULL, "", "from place to place" },
};

const struct gan_layer_type gan_layer_unslice = {
	"unslice", "slice's adjoint: x at its places along an axis, 0 elsewhere", setting, GAN_COUNT(setting),
	NULL, 0, 1, 1, build
};
