#include "net/layer.h"

/* from=x,coord: bilinear samples of x at coord[N,P,Q,2] = (x, y); zero outside. unit: -1..1 from edge to edge, as
   PyTorch's grid_sample without align_corners. */
static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = b->in[0], *at = b->in[1], *half, *part[2];
	struct gan_shape one = gan_shape_of(1, (int64_t)1);

	if (!gan_lb_real_value(b, x) || !gan_lb_real_value(b, at))
		return NULL;
	if (x->shape.rank != 4 || at->shape.rank != 4 || at->shape.dim[3] != 2)
		return gan_lb_fail(b, "expected from=PICTURE,PLACES, places with 2 channels: x and y");
	if (gan_lb_is(b, "places", "unit")) {
		part[0] = gan_expand(b->g, gan_const(b->g, (double)x->shape.dim[2] / 2), &one);
		part[1] = gan_expand(b->g, gan_const(b->g, (double)x->shape.dim[1] / 2), &one);
		half = gan_concat(b->g, part, 2, 0);
		at = gan_adds(b->g, gan_mul(b->g, gan_adds(b->g, at, 1), half), -0.5);
	}
	return gan_sample_at(b->g, x, at);
}

static const struct gan_setting setting[] = {
	{ "places", GAN_SET_ENUM, "pixels", 0, 0, "pixels|unit", "", "pixels: 0 is the first one's middle; unit: -1..1" },
};

const struct gan_layer_type gan_layer_sample = {
	"sample", "a picture looked up at given places", setting, GAN_COUNT(setting), NULL, 0, 2, 2, build
};
