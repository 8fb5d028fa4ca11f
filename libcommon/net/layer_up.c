#include "net/net_resize.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]);
	int sh, sw;

	if (!x || gan_lb_pair(b, "s", &sh, &sw, 1, 4096) < 0)
		return NULL;
	return gan_lb_resize(b, x, x->shape.dim[1] * sh, x->shape.dim[2] * sw, 0);
}

static const struct gan_setting setting[] = {
	{ "s", GAN_SET_TEXT, "2", 0, 0, NULL, "", "how many times as big: N, or HEIGHT,WIDTH" },
	GAN_SET_RESIZE("how pixels between are found", GAN_HELP_CORNERS, GAN_HELP_ASYMMETRIC),
};

const struct gan_layer_type gan_layer_up = {
	"up", "a bigger picture", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
