#include "net/net_pool.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *y = gan_lb_picture(b, b->in[0]);
	struct gan_pool_attr a;

	if (!y || gan_lb_unpool(b, y, &a) < 0)
		return NULL;
	a.count_pad = 1;
	return gan_avgpool_dx(b->g, y, &a);
}

static const struct gan_setting setting[] = {
	{ "to", GAN_SET_TEXT, NULL, 0, 0, NULL, "pixels", "size of the picture that avgpool took: HEIGHT,WIDTH" },
	GAN_SET_POOL,
};

const struct gan_layer_type gan_layer_avgunpool = {
	"avgunpool", "avgpool's adjoint: each number spread over its window", setting, GAN_COUNT(setting),
	NULL, 0, 1, 1, build
};
