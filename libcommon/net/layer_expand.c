#include "net/layer.h"

/* from=x,like: x spread over like's pixels (its channels stay x's); or to=H,W. */
static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]);
	struct gan_shape s;
	char say[200];
	int h, w;

	if (!x)
		return NULL;
	if (b->nin == 2) {
		if (b->in[1]->shape.rank != 4)
			return gan_lb_fail(b, "its second value must be a picture");
		h = (int)b->in[1]->shape.dim[1];
		w = (int)b->in[1]->shape.dim[2];
	} else if (!gan_lb_given(b, "to")) {
		return gan_lb_fail(b, "needs to=HEIGHT,WIDTH or a second value (from=x,like)");
	} else if (gan_lb_pair(b, "to", &h, &w, 1, 32768) < 0) {
		return NULL;
	}
	if ((x->shape.dim[1] != 1 && x->shape.dim[1] != h) || (x->shape.dim[2] != 1 && x->shape.dim[2] != w))
		return gan_lb_fail(b, "%s cannot be spread over %dx%d", gan_shape_say(x, say, sizeof(say)), h, w);
	s = gan_shape_of(4, x->shape.dim[0], (int64_t)h, (int64_t)w, x->shape.dim[3]);
	return gan_expand(b->g, x, &s);
}

static const struct gan_setting setting[] = {
	{ "to", GAN_SET_TEXT, "", 0, 0, NULL, "pixels", "HEIGHT,WIDTH, or N for both" },
};

const struct gan_layer_type gan_layer_expand = {
	"expand", "a vector repeated at every pixel", setting, GAN_COUNT(setting), NULL, 0, 1, 2, build
};
