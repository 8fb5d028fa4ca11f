#include "net/net_pool.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]);
	struct gan_pool_attr a;

	if (!x || gan_lb_pool(b, x, &a) < 0)
		return NULL;
	a.real_bottom = a.real_right = 0;
	return gan_maxpool(b->g, x, &a);
}

static const struct gan_setting setting[] = {
	GAN_SET_POOL,
};

const struct gan_layer_type gan_layer_maxpool = {
	"maxpool", "greatest of windows", setting, GAN_COUNT(setting), NULL, 0, 1, 1, build
};
