#include "net/net_resize.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]);
	int h, w;

	if (!x || gan_lb_pair(b, "to", &h, &w, 1, 32768) < 0)
		return NULL;
	return gan_lb_resize(b, x, h, w, 1);
}

static const struct gan_setting setting[] = {
	{ "to", GAN_SET_TEXT, NULL, 0, 0, NULL, "pixels", "size of the picture that resize took: HEIGHT,WIDTH" },
	GAN_SET_RESIZE("as of resize", "as of resize", "as of resize"),
};

const struct gan_layer_type gan_layer_unresize = {
	"unresize", "resize's adjoint: each pixel added to where it came from", setting, GAN_COUNT(setting),
	NULL, 0, 1, 1, build
};
