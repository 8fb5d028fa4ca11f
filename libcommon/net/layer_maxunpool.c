#include "net/net_pool.h"

static struct gan_node *build(struct gan_lb *b)
{
	struct gan_node *x = gan_lb_picture(b, b->in[0]), *v = x ? gan_lb_picture(b, b->in[1]) : NULL;
	struct gan_pool_attr a;

	if (!v || gan_lb_pool(b, x, &a) < 0)
		return NULL;
	a.real_bottom = a.real_right = 0;
	return gan_maxpool_dx(b->g, x, v, &a);
}

static const struct gan_setting setting[] = { GAN_SET_POOL };

const struct gan_layer_type gan_layer_maxunpool = {
	"maxunpool", "from=x,v: v where x is its window's greatest, else 0", setting, GAN_COUNT(setting),
	NULL, 0, 2, 2, build
};
