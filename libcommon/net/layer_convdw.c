#include "net/geometry.h"

/* The gradient of a convolution's weight, summed over all samples: it has no axis of samples and so is no picture. */
static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]), *gy = x ? gan_lb_picture(b, b->in[1]) : NULL;
	struct gan_window w;
	struct gan_conv_attr a;

	if (!gy || gan_lb_window(b, &w) < 0)
		return NULL;
	gan_window_same(&w, x->shape.dim[1], x->shape.dim[2]);
	a = (struct gan_conv_attr){ .stride_h = w.sh, .stride_w = w.sw, .top = w.top, .bottom = w.bottom, .left = w.left,
		.right = w.right, .dil_h = w.dh, .dil_w = w.dw, .groups = (int)gan_lb_int(b, "g"), .r = w.kh, .s = w.kw };
	return gan_conv2d_dw(b->g, x, gy, &a);
}

static const struct gan_setting setting[] = {
	GAN_SET_WINDOW(NULL, "1"),
	{ "d", GAN_SET_TEXT, "1", 0, 0, NULL, "pixels", "dilation: N, or HEIGHT,WIDTH" },
	{ "g", GAN_SET_INT, "1", 1, 1 << 20, NULL, "", "groups" },
};

const struct gan_layer_type gan_layer_convdw = {
	"convdw", "from=x,y: a convolution's weight gradient, x in, y at its output", setting, GAN_COUNT(setting),
	NULL, 0, 2, 2, build
};
