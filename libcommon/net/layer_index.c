/* Moving numbers by indices (from=x,index), and the adjoints. */
#include "net/layer.h"

static int ready(struct gan_lb *b, int *axis)
{
	if (b->in[1]->type != GAN_I64) {
		gan_lb_fail(b, "its second value must be whole numbers (argmax, argsort, a label input, cast to=int)");
		return 0;
	}
	return (*axis = gan_lb_axis(b, "axis", b->in[0])) >= 0;
}

static struct gan_node *gather(struct gan_lb *b)
{
	int axis;

	return ready(b, &axis) ? gan_gather(b->g, b->in[0], b->in[1], axis) : NULL;
}

static struct gan_node *take(struct gan_lb *b)
{
	int axis;

	return ready(b, &axis) ? gan_take_along(b->g, b->in[0], b->in[1], axis) : NULL;
}

static struct gan_node *scatter(struct gan_lb *b)
{
	int axis;

	return ready(b, &axis) ? gan_scatter_add(b->g, b->in[0], b->in[1], axis, gan_lb_int(b, "n")) : NULL;
}

static struct gan_node *put(struct gan_lb *b)
{
	int axis;

	return ready(b, &axis) ? gan_put_along(b->g, b->in[0], b->in[1], axis, gan_lb_int(b, "n")) : NULL;
}

static struct gan_node *iota(struct gan_lb *b)
{
	return gan_iota(b->g, gan_lb_int(b, "n"));
}

#define AXIS { "axis", GAN_SET_TEXT, "-1", 0, 0, NULL, "", "axis: n h w c or a number" }
#define SIZE { "n", GAN_SET_INT, NULL, 1, 1 << 30, NULL, "", "size of the axis of the result" }
static const struct gan_setting from_setting[] = { AXIS };
static const struct gan_setting to_setting[] = { AXIS, SIZE };
static const struct gan_setting iota_setting[] = { SIZE };

const struct gan_layer_type gan_layer_gather = {
	"gather", "x's axis replaced by its entries at the indices", from_setting, GAN_COUNT(from_setting),
	NULL, 0, 2, 2, gather
};
const struct gan_layer_type gan_layer_take = {
	"take", "x at the indices along an axis, as torch.gather", from_setting, GAN_COUNT(from_setting), NULL, 0, 2, 2, take
};
const struct gan_layer_type gan_layer_scatter = {
	"scatter", "adds each entry of x to the place its index names: gather's adjoint", to_setting, GAN_COUNT(to_setting),
	NULL, 0, 2, 2, scatter
};
const struct gan_layer_type gan_layer_put = {
	"put", "adds x to the places the indices name along an axis: take's adjoint", to_setting, GAN_COUNT(to_setting),
	NULL, 0, 2, 2, put
};
const struct gan_layer_type gan_layer_iota = {
	"iota", "0, 1, 2, ... as indices", iota_setting, GAN_COUNT(iota_setting), NULL, 0, 0, 0, iota
};
